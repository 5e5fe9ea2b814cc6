/// The client's side of an HTTP/1.1 connection without the connection: requests go in, their bytes come out; received bytes go in,
/// response heads and bodies come out. It does no I/O and never waits, so any driver can run it.
///
/// The received bytes stay with the driver. It passes those that nothing has consumed yet, and each call says how many of them it
/// has consumed; the driver drops these and passes the rest again, with what came meanwhile behind it.
///
/// The law of the state machine, which only this file may change:
///
/// | request phase | event | becomes |
/// |---|---|---|
/// | idle | `start` | sending |
/// | sending | final head | sending, the response being read meanwhile |
/// | sending | `finishRequest` | sent, or idle where the final head has come already |
/// | sent | final head | idle |
///
/// | response phase | event | becomes |
/// |---|---|---|
/// | idle | `start` | awaitingHead |
/// | body | `start` | body, and awaitingHead once that body has ended |
/// | awaitingHead | interim head | awaitingHead |
/// | awaitingHead | final head | body, or what follows the body's end when there is none |
/// | body | end of the body | idle, or awaitingHead when a request was started meanwhile |
/// | body | `abandonBody` | failed |
/// | awaitingHead, body | error | failed |
/// | any | `readFailed` | failed |
///
/// Out of turn, `start`, `finishRequest` and `nextHead` throw and change nothing, `nextBody` finds the end (or throws `closed` once the
/// response has failed), and the rest does nothing. `start` also needs ``isReusable``. `mustClose` only adds a close reason.
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
  /// Why the connection must not carry another request; empty while it may.
  public private(set) var closeReasons: CloseReasons = []

  private let leniency: ParsingLeniency
  private let limits: ParsingLimits
  private let needsBodies: Bool
  private var parser = ResponseHeadParser()
  private var decoder = BodyDecoder()
  /// The request whose response is awaited or being read.
  private var facts = RequestFacts()
  /// The request that was started while the previous response's body was being read.
  private var queued: RequestFacts?
  /// How many bytes the body of the request that is being sent is to have, where its head tells it.
  private var declaredCount: UInt64?
  private var sentCount: UInt64 = 0
  /// Whether the final head of the request that is being sent has come.
  private var isAnswered = false
  private var interimCount = 0
  private var interimLength = 0

  /// An exchange on a new connection.
  public init(leniency: ParsingLeniency = .default, limits: ParsingLimits = .default) {
    self.init(leniency: leniency, limits: limits, needsBodies: true)
  }

  /// An exchange that may have no need of bodies. A head whose fields contradict each other about the framing is then one whose body
  /// ends with the connection, and not an error.
  package init(leniency: ParsingLeniency, limits: ParsingLimits, needsBodies: Bool) {
    self.leniency = leniency
    self.limits = limits
    self.needsBodies = needsBodies
  }

  /// Whether the connection may carry another request once the current one is done.
  public var isReusable: Bool { closeReasons.isEmpty }

  /// How the end of the current response's body is found.
  public var framing: BodyFraming { decoder.framing }

  /// The trailer fields of the last chunked body, once it has ended (RFC 9112 section 7.1.2); nil before, and for other bodies.
  public var trailers: HTTPMessage? { decoder.trailers }

  // MARK: Request

  /// Starts a request, whose bytes are ``RequestHead/bytes``.
  ///
  /// Throws `cannotSendRequest` when a request is under way or the connection must not be used again.
  public mutating func start(_ head: borrowing RequestHead) throws(HTTPException) {
    guard requestPhase == .idle else { throw .cannotSendRequest(requestPhase.pythonState) }
    guard isReusable else { throw .cannotSendRequest(closeReasons.description) }
    switch responsePhase {
    case .idle:
      facts = head.facts
      expectHead()
    case .body where queued == nil: queued = head.facts
    case .body, .awaitingHead, .failed: throw .cannotSendRequest(RequestPhase.sent.pythonState)
    }
    declaredCount = head.facts.bodyLength
    sentCount = 0
    isAnswered = false
    requestPhase = .sending
  }

  /// Notes that `count` bytes of the request's body were sent, not counting chunk framing. Bytes that were sent while there is no body
  /// to send pass for a request of their own, so the connection must not be used again then.
  public mutating func noteSent(_ count: Int) {
    if requestPhase != .sending, count > 0, !leniency.contains(.looseRequestHeads) { closeReasons.insert(.requestUnfinished) }
    sentCount &+= UInt64(clamping: count)
  }

  /// Ends the request. A body that is not as long as the head declared leaves the connection unfit for another one.
  ///
  /// Throws `cannotSendHeader` when none is being sent.
  public mutating func finishRequest() throws(HTTPException) {
    guard requestPhase == .sending else { throw .cannotSendHeader(requestPhase.pythonState) }
    if let declaredCount, declaredCount != sentCount { closeReasons.insert(.requestUnfinished) }
    requestPhase = isAnswered ? .idle : .sent
  }

  /// Adds a reason why the connection must not carry another request: ``CloseReasons/streamFailed`` when the driver could not write,
  /// for example. A response that the peer sent before it stopped reading can still be read (RFC 9112 section 9.5).
  public mutating func mustClose(_ reason: CloseReasons) {
    closeReasons.formUnion(reason)
  }

  // MARK: Response heads

  /// The next response head, interim or final (RFC 9112 sections 4 and 5), or nil when more input is needed. A head has consumed the
  /// ``ResponseHead/length`` first bytes of the input; without one nothing is consumed. After an interim head, the next is still awaited.
  ///
  /// `isAtEnd` says that the peer has ended the stream, so that nothing will follow the input.
  ///
  /// Throws `responseNotReady` when no head is expected; otherwise whatever is wrong with the bytes, and the exchange has then failed.
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

  /// Goes on to what follows a final head.
  private mutating func accept(_ head: ResponseHead, excess: Int) throws(HTTPException) {
    let fields = FramingFields(of: head.headers)
    decoder.begin(try framing(of: head, fields))
    closeReasons.formUnion(Persistence.closeReasons(of: head, fields, to: facts, leniency: leniency))
    if requestPhase == .sent { requestPhase = .idle } else { isAnswered = true }
    responsePhase = .body
    if decoder.isFinished { endBody(excess: excess) }
  }

  /// The framing of the body behind a final head; its reasons for closing are noted.
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

  /// The number of body bytes that are still to come, where the framing tells it (`HTTPResponse.length`).
  public var remainingLength: UInt64? { responsePhase == .body ? decoder.remaining : 0 }

  /// How many body bytes come next with no framing before or between them. When the input is empty, so many may be read straight to
  /// where they are wanted. It is 0 when framing comes next or no body is being read.
  public var contiguousLength: Int { responsePhase == .body ? decoder.contiguous : 0 }

  /// Understands the framing at the front of the input, and says how many body bytes follow it. The framing is consumed; so much of the
  /// body as the driver takes is consumed by ``takeBody(_:)``.
  ///
  /// `isAtEnd` says that the peer has ended the stream, so that nothing will follow the input.
  ///
  /// Throws `incompleteRead` when the input is at its end and the body is not, `malformedChunk`, `lineTooLong` or `limitExceeded` for
  /// bad chunk framing; the exchange has then failed.
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

  /// Notes that `count` body bytes were taken, at most as many as ``contiguousLength``: from the front of the input, or read from the
  /// stream past it.
  public mutating func takeBody(_ count: Int) {
    if responsePhase == .body { decoder.consume(count) }
  }

  /// Ends the body at once when nothing but its usual end is left, so that a reader who took exactly the data need not ask once more.
  /// `input` is what follows the data that was taken; returns how many of its bytes were the end.
  public mutating func settleBody(in input: Span<UInt8>) throws(HTTPException) -> Int {
    guard responsePhase == .body else { return 0 }
    guard decoder.isFinished || decoder.isAtUsualEnd(input) else { return 0 }
    return try nextBody(in: input, isAtEnd: false).framing
  }

  // MARK: Ends

  /// Gives up the rest of the current response; nothing more can be read from the connection.
  public mutating func abandonBody() {
    if responsePhase == .body { fail(.responseAbandoned) }
  }

  /// Notes that the driver could not read; nothing more can be read from the connection.
  public mutating func readFailed() {
    fail(.streamFailed)
  }

  private mutating func expectHead() {
    parser = ResponseHeadParser()
    interimCount = 0
    interimLength = 0
    responsePhase = .awaitingHead
  }

  private mutating func endBody(excess: Int) {
    if let next = queued {
      queued = nil
      facts = next
      expectHead()
    } else {
      // Nobody asked for these bytes, so the next response can't be told from them (the second half of RFC 9112 section 6.3).
      if excess > 0, !framing.leavesHTTP { closeReasons.insert(.excessData) }
      responsePhase = .idle
    }
  }

  /// Fails for an error in what was read. It is the peer's closing only if the end of the stream was met, not if it merely is known.
  private mutating func failReading() {
    fail(closeReasons.contains(.peerClosed) ? .peerClosed : .protocolError)
  }

  private mutating func fail(_ reason: CloseReasons) {
    closeReasons.insert(reason)
    responsePhase = .failed
  }
}
