/// The client's side of an HTTP/1.1 connection, without I/O. It turns requests into bytes, and received bytes into response heads and
/// bodies. It never waits, so any driver can run it.
///
/// The driver owns the received bytes and passes the unconsumed ones. Each call reports how many of them it consumed. The driver drops
/// those, appends what it receives next, and passes the rest again.
///
/// The state machine, which only this file may change:
///
/// | request phase | event | becomes |
/// |---|---|---|
/// | idle | `start` | sending |
/// | sending | final head | sending, while the response is read |
/// | sending | `finishRequest` | sent, or idle if the final head has already come |
/// | sent | `start`, pipelined | sending |
/// | sent | final head | idle, or sent if it answers an earlier request |
///
/// | response phase | event | becomes |
/// |---|---|---|
/// | idle | `start` | awaitingHead |
/// | body | `start` | body, and awaitingHead once that body has ended |
/// | awaitingHead | `start`, pipelined | awaitingHead, and again once the responses before it have ended |
/// | awaitingHead | interim head | awaitingHead |
/// | awaitingHead | final head | body; without a body, the same as after the end of a body |
/// | body | end of the body | idle, or awaitingHead if further requests were started |
/// | body | `abandonBody` | failed |
/// | awaitingHead, body | error | failed |
/// | any | `readFailed` | failed |
///
/// In any other phase, `start`, `finishRequest` and `nextHead` throw and change nothing. `nextBody` reports the end, or throws `closed`
/// once the response has failed. All other calls do nothing. `start` also needs ``isReusable``. `mustClose` only adds a close reason.
///
/// ```swift
/// var exchange = ClientExchange()
/// var head = try RequestHead("GET", "/")
/// try head.add("Host", "example.org")
/// try exchange.start(head)
/// try exchange.finishRequest()
/// send(head.bytes)
///
/// var input: [UInt8] = []
/// var isAtEnd = false
/// waiting: while true {
///   guard let head = try exchange.nextHead(in: input.span, isAtEnd: isAtEnd) else {
///     isAtEnd = receive(into: &input)
///     continue
///   }
///   input.removeFirst(head.length)
///   if !head.isInterim {
///     print(head.status)
///     break waiting
///   }
/// }
/// var body: [UInt8] = []
/// reading: while true {
///   let step = try exchange.nextBody(in: input.span, isAtEnd: isAtEnd)
///   input.removeFirst(step.framing)
///   if step.isEnd { break reading }
///   if step.data == 0 { isAtEnd = receive(into: &input) }
///   body += input.prefix(step.data)
///   input.removeFirst(step.data)
///   exchange.takeBody(step.data)
/// }
/// ```
public struct ClientExchange: Sendable {
  /// How far the current request has come.
  public private(set) var requestPhase = RequestPhase.idle
  /// How far the current response has come.
  public private(set) var responsePhase = ResponsePhase.idle
  /// Why the connection must not carry another request. Empty as long as it may.
  public private(set) var closeReasons: CloseReasons = []

  private let leniency: ParsingLeniency
  private let limits: ParsingLimits
  private let needsBodies: Bool
  private var parser = ResponseHeadParser()
  private var decoder = BodyDecoder()
  /// The request whose response is awaited or being read.
  private var facts = RequestFacts()
  /// The requests started behind it, in their order.
  private var queued: [RequestFacts] = []
  /// The length in bytes of the body being sent, if the request's head declares one.
  private var declaredCount: UInt64?
  private var sentCount: UInt64 = 0
  /// Whether the final response head came before the request was sent to its end.
  private var isAnswered = false
  private var interimCount = 0
  private var interimLength = 0

  /// Creates the exchange for a new connection.
  public init(leniency: ParsingLeniency = .default, limits: ParsingLimits = .default) {
    self.init(leniency: leniency, limits: limits, needsBodies: true)
  }

  /// Creates an exchange. With `needsBodies` false, framing fields that contradict each other are not an error: the body then ends with
  /// the connection.
  package init(leniency: ParsingLeniency, limits: ParsingLimits, needsBodies: Bool) {
    self.leniency = leniency
    self.limits = limits
    self.needsBodies = needsBodies
  }

  /// Whether the connection may carry another request after the current one.
  public var isReusable: Bool { closeReasons.isEmpty }

  /// How the end of the current response's body is found.
  public var framing: BodyFraming { decoder.framing }

  /// The trailer fields of the last chunked body (RFC 9112 section 7.1.2). Nil until it has ended, and for other bodies.
  public var trailers: HTTPMessage? { decoder.trailers }

  // MARK: Request

  /// Starts a request. The caller sends the head's ``RequestHead/bytes``. A `pipelined` one may start before the requests in front of it
  /// were answered (RFC 9112 section 9.3.2).
  ///
  /// Throws `cannotSendRequest` if a request is being sent, if one waits for its response and this one is not pipelined, if
  /// one asks to close the connection or to upgrade, or if the connection must not be reused.
  public mutating func start(_ head: RequestHead, pipelined: Bool = false) throws(HTTPException) {
    guard requestPhase == .idle || pipelined && requestPhase == .sent else { throw .cannotSendRequest(requestPhase.pythonState) }
    guard isReusable else { throw .cannotSendRequest(closeReasons.description) }
    switch responsePhase {
    case .idle:
      facts = head.facts
      expectHead()
    case .body where queued.isEmpty: queued = [head.facts]
    case .body, .awaitingHead:
      let last = queued.last ?? facts
      guard pipelined, !last.asksToClose, !last.asksToUpgrade else { throw .cannotSendRequest(RequestPhase.sent.pythonState) }
      queued.append(head.facts)
    case .failed: throw .cannotSendRequest(RequestPhase.sent.pythonState)
    }
    declaredCount = head.facts.bodyLength
    sentCount = 0
    isAnswered = false
    requestPhase = .sending
  }

  /// Records that `count` bytes of the request's body were sent, without chunk framing. The server takes bytes sent outside of a request
  /// for another request, so they make the connection unfit for reuse.
  public mutating func noteSent(_ count: Int) {
    if requestPhase != .sending, count > 0, !leniency.contains(.looseRequestHeads) { closeReasons.insert(.requestUnfinished) }
    sentCount &+= UInt64(clamping: count)
  }

  /// Ends the request. If the body was shorter or longer than declared, the connection must not carry another request.
  ///
  /// Throws `cannotSendHeader` if no request is being sent.
  public mutating func finishRequest() throws(HTTPException) {
    guard requestPhase == .sending else { throw .cannotSendHeader(requestPhase.pythonState) }
    if let declaredCount, declaredCount != sentCount { closeReasons.insert(.requestUnfinished) }
    requestPhase = isAnswered ? .idle : .sent
  }

  /// Adds a reason why the connection must not carry another request, for example ``CloseReasons/sendingFailed`` after a failed write.
  /// A response that the peer has already sent can still be read (RFC 9112 section 9.5).
  public mutating func mustClose(_ reason: CloseReasons) {
    closeReasons.formUnion(reason)
  }

  // MARK: Response heads

  /// Parses the next response head, interim or final (RFC 9112 sections 4 and 5). Returns nil, and consumes nothing, if more input is
  /// needed. A head consumes the first ``ResponseHead/length`` bytes of the input. After an interim head, call again for the next one.
  ///
  /// `isAtEnd` says that the peer has ended the stream, so nothing will follow the input.
  ///
  /// Throws `responseNotReady` if no head is expected. Any other error is about the received bytes, and the exchange has then failed.
  @inline(__always)
  public mutating func nextHead(in input: Span<UInt8>, isAtEnd: Bool) throws(HTTPException) -> ResponseHead? {
    guard responsePhase == .awaitingHead else { throw .responseNotReady(requestPhase.pythonState) }
    if input.isEmpty, !isAtEnd { return nil }
    do {
      guard let found = try findHead(in: input, isAtEnd: isAtEnd) else { return nil }
      let head = parser.takeHead(found, input, leniency: leniency)
      if head.isInterim { try acceptInterim(head) } else { try accept(head, excess: input.count &- head.length) }
      return head
    } catch {
      failReading()
      throw error
    }
  }

  @inline(__always)
  private mutating func findHead(in input: Span<UInt8>, isAtEnd: Bool) throws(HTTPException) -> ResponseHeadParser.Found? {
    if let found = try parser.advance(input, limits: limits, leniency: leniency) { return found }
    guard isAtEnd else { return nil }
    closeReasons.insert(.peerClosed)
    return try parser.endOfStream(input, limits: limits, leniency: leniency)
  }

  private mutating func acceptInterim(_ head: ResponseHead) throws(HTTPException) {
    interimCount += 1
    interimLength += head.length
    if interimLength > limits.headLength { throw .limitExceeded(what: "bytes of interim responses", limit: limits.headLength) }
    if interimCount > limits.interimResponses {
      throw .limitExceeded(what: "interim responses", limit: limits.interimResponses)
    }
    parser = ResponseHeadParser()
  }

  /// Enters the phase that follows a final head.
  @inline(__always)
  private mutating func accept(_ head: ResponseHead, excess: Int) throws(HTTPException) {
    let fields = FramingFields(of: head.headers)
    let before = closeReasons
    decoder.begin(try framing(of: head, fields))
    closeReasons.formUnion(Persistence.closeReasons(of: head, fields, to: facts, leniency: leniency))
    // The server answers nothing behind a response that closes the connection (RFC 9112 section 9.6).
    if closeReasons != before { queued = [] }
    if queued.isEmpty {
      if requestPhase == .sent { requestPhase = .idle } else { isAnswered = true }
    }
    responsePhase = .body
    if decoder.isFinished { endBody(excess: excess) }
  }

  /// Returns the framing of the body after a final head, and records its reasons for closing.
  @inline(__always)
  private mutating func framing(of head: ResponseHead, _ fields: FramingFields) throws(HTTPException) -> BodyFraming {
    if head.status == 101, !facts.asksToUpgrade, !leniency.contains(.interimAsFinal) { throw .unexpectedUpgrade }
    do {
      let (framing, reasons) = try FramingRules.framing(of: head, fields, to: facts, leniency: leniency)
      closeReasons.formUnion(reasons)
      return framing
    } catch {
      if needsBodies { throw error }
      closeReasons.insert(.protocolError)
      return .untilClose
    }
  }

  // MARK: Body

  /// The number of body bytes still to come (`HTTPResponse.length`). Nil if the framing does not say.
  public var remainingLength: UInt64? { responsePhase == .body ? decoder.remaining : 0 }

  /// The number of body bytes that come next without any framing. If the input is empty, a driver may read up to this many bytes from
  /// the stream directly into the caller's memory. It is 0 if framing comes next or no body is being read.
  public var contiguousLength: Int { responsePhase == .body ? decoder.contiguous : 0 }

  /// Parses the framing at the start of the input and returns how many body bytes follow it. This call consumes the framing.
  /// ``takeBody(_:)`` consumes the body bytes that the driver takes.
  ///
  /// `isAtEnd` says that the peer has ended the stream, so nothing will follow the input.
  ///
  /// Throws `incompleteRead` if the stream ends before the body does. Throws `malformedChunk`, `lineTooLong` or `limitExceeded` for bad
  /// chunk framing. The exchange has then failed.
  @inline(__always)
  public mutating func nextBody(in input: Span<UInt8>, isAtEnd: Bool) throws(HTTPException) -> BodyStep {
    // A caller that asks again after an error must not take the failure for the end.
    if responsePhase == .failed { throw .closed }
    guard responsePhase == .body else { return BodyStep(framing: 0, data: 0, isEnd: true) }
    do {
      var step = try decoder.advance(input, limits: limits, leniency: leniency)
      if step.data == 0, !step.isEnd, isAtEnd {
        closeReasons.insert(.peerClosed)
        try decoder.endOfStream(input.extracting(step.framing...), leniency: leniency)
        step = BodyStep(framing: input.count, data: 0, isEnd: true)
      }
      if step.isEnd { endBody(excess: input.count &- step.framing) }
      return step
    } catch {
      failReading()
      throw error
    }
  }

  /// Records that `count` body bytes were taken, from the start of the input or directly from the stream. `count` is at most
  /// ``contiguousLength``.
  public mutating func takeBody(_ count: Int) {
    if responsePhase == .body { decoder.consume(count) }
  }

  /// Ends the body early if the rest of the input is its usual end. A reader that took exactly the data then needs no further read.
  ///
  /// `input` is what follows the data already taken. Returns the number of bytes consumed as the end of the body.
  @inline(__always)
  public mutating func settleBody(in input: Span<UInt8>) throws(HTTPException) -> Int {
    guard responsePhase == .body else { return 0 }
    guard decoder.isFinished || decoder.isAtUsualEnd(input) else { return 0 }
    return try nextBody(in: input, isAtEnd: false).framing
  }

  // MARK: Ends

  /// Abandons the rest of the current response. Nothing more can be read from the connection.
  public mutating func abandonBody() {
    if responsePhase == .body { fail(.responseAbandoned) }
  }

  /// Records that the driver could not read. Nothing more can be read from the connection.
  public mutating func readFailed() {
    fail(.streamFailed)
  }

  @inline(__always)
  private mutating func expectHead() {
    parser = ResponseHeadParser()
    interimCount = 0
    interimLength = 0
    responsePhase = .awaitingHead
  }

  private mutating func endBody(excess: Int) {
    if !queued.isEmpty {
      facts = queued.removeFirst()
      expectHead()
    } else {
      // Bytes behind the response would be taken for the next response (the second half of RFC 9112 section 6.3).
      if excess > 0, !framing.leavesHTTP { closeReasons.insert(.excessData) }
      responsePhase = .idle
    }
  }

  /// Fails after an error in the received bytes. `peerClosed` is the reason only if the parser reached the end of the stream.
  private mutating func failReading() {
    fail(closeReasons.contains(.peerClosed) ? .peerClosed : .protocolError)
  }

  private mutating func fail(_ reason: CloseReasons) {
    closeReasons.insert(reason)
    responsePhase = .failed
  }
}
