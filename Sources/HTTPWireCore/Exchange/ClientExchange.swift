/// The client's side of an HTTP/1.1 connection without the connection: requests go in, their bytes come out; received bytes go in,
/// response heads and bodies come out. It does no I/O and never waits, so any driver can run it.
///
/// The law of the state machine, which only this file may change:
///
/// | request phase | event | becomes |
/// |---|---|---|
/// | idle | `start` | sending |
/// | sending | `finishRequest` | sent |
/// | sending | final head | idle, with close reason `requestUnfinished` |
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
/// response has failed), and the rest does nothing. `start` also needs ``isReusable``. `writeFailed` only adds a close reason.
///
/// ```swift
/// var exchange = ClientExchange()
/// var head = RequestHeadWriter()
/// try head.begin("GET", "/")
/// try head.add("Host", "example.org")
/// try exchange.start(head)
/// try exchange.finishRequest()
/// send(head.finished())
///
/// var input = InputBuffer()
/// waiting: while true {
///   switch try exchange.nextHead(&input) {
///   case .needMore: receive(into: &input)      // sets input.isAtEnd at the end of the stream
///   case .interim: continue
///   case .final(let head): print(head.status); break waiting
///   }
/// }
/// var body: [UInt8] = []
/// reading: while true {
///   switch try exchange.nextBody(&input) {
///   case .needMore: receive(into: &input)
///   case .data(let count): exchange.take(count, from: &input, to: &body)
///   case .end: break reading
///   }
/// }
/// ```
public struct ClientExchange: Sendable {
  /// How far the current request has come.
  public private(set) var requestPhase = RequestPhase.idle
  /// How far the current response has come.
  public private(set) var responsePhase = ResponsePhase.idle
  /// Why the connection must not carry another request; empty while it may.
  public private(set) var closeReasons: CloseReasons = []
  /// How the end of the current response's body is found.
  public private(set) var framing = BodyFraming.none
  /// The trailer fields of the last response whose chunked body has ended (RFC 9112 section 7.1.2).
  public private(set) var trailers: HTTPMessage?

  private let leniency: ParsingLeniency
  private let limits: ParsingLimits
  private let needsBodies: Bool
  private var parser = ResponseHeadParser()
  private var decoder = BodyDecoder()
  private var facts = RequestFacts()
  /// The request that was started while the previous response's body was being read.
  private var queued: RequestFacts?
  private var body = RequestBodyCount()
  private var interimCount = 0
  private var interimLength = 0

  /// An exchange on a new connection.
  public init(leniency: ParsingLeniency = .default, limits: ParsingLimits = .default) {
    self.init(leniency: leniency, limits: limits, needsBodies: true)
  }

  /// An exchange that may have no need of bodies: a head whose fields contradict each other about the framing is then one whose body ends
  /// with the connection, and not an error.
  package init(leniency: ParsingLeniency, limits: ParsingLimits, needsBodies: Bool) {
    self.leniency = leniency
    self.limits = limits
    self.needsBodies = needsBodies
  }

  /// Whether the connection may carry another request once the current one is done.
  @inlinable
  public var isReusable: Bool { closeReasons.rawValue == 0 }

  // MARK: Request

  /// Starts a request. Its head's bytes are the writer's ``RequestHeadWriter/finished()``.
  ///
  /// Throws `cannotSendRequest` when a request is under way or the connection must not be used again.
  public mutating func start(_ head: RequestHeadWriter) throws(HTTPException) {
    try start(head.announcement)
  }

  /// Starts a request of which only this has to be known. Throws as `start` with a head does.
  package mutating func start(_ request: RequestAnnouncement) throws(HTTPException) {
    guard requestPhase == .idle else { throw .cannotSendRequest(requestPhase.pythonState) }
    guard isReusable else { throw .cannotSendRequest(closeReasons.description) }
    switch responsePhase {
    case .idle:
      facts = request.facts
      expectHead()
    case .body where queued == nil: queued = request.facts
    case .body, .awaitingHead, .failed: throw .cannotSendRequest("Request-sent")
    }
    body = RequestBodyCount(declared: request.bodyLength)
    requestPhase = .sending
  }

  /// Notes that `count` bytes of the request's body were sent, not counting chunk framing. Bytes that were sent while there is no body
  /// to send pass for a request of their own, so the connection must not be used again then.
  public mutating func noteSent(_ count: Int) {
    if requestPhase != .sending, count > 0, !leniency.contains(.looseRequestHeads) { closeReasons.insert(.requestUnfinished) }
    body.add(count)
  }

  /// Ends the request. A body that is not as long as the head declared leaves the connection unfit for another one.
  ///
  /// Throws `cannotSendHeader` when none is being sent.
  public mutating func finishRequest() throws(HTTPException) {
    guard requestPhase == .sending else { throw .cannotSendHeader(requestPhase.pythonState) }
    if !body.isAsDeclared { closeReasons.insert(.requestUnfinished) }
    requestPhase = .sent
  }

  // MARK: Response

  /// The next response head, interim or final (RFC 9112 sections 4 and 5).
  ///
  /// Throws `responseNotReady` when none is expected; otherwise whatever is wrong with the bytes, and the exchange has then failed.
  public mutating func nextHead(_ input: inout InputBuffer) throws(HTTPException) -> HeadEvent {
    guard let head = try readHead(&input) else { return .needMore }
    return isInterim(head) ? .interim(head) : .final(head)
  }

  /// The next response head, or nil when more input is needed: `nextHead` without an event around it. After an interim one, the next is
  /// still awaited.
  package mutating func readHead(_ input: inout InputBuffer) throws(HTTPException) -> ResponseHead? {
    guard responsePhase == .awaitingHead else {
      throw .responseNotReady(requestPhase.pythonState)
    }
    if input.isEmpty, !input.isAtEnd { return nil }
    do {
      guard let found = try foundHead(input) else { return nil }
      let head = parser.takeHead(found, input.bytes, base: input.start, leniency: leniency)
      try accept(head, found.length, &input)
      return head
    } catch {
      failReading()
      throw error
    }
  }

  /// Takes a head off the input, and goes on to what follows it. One that is refused stays there, where whoever shows it finds it.
  private mutating func accept(_ head: ResponseHead, _ length: Int, _ input: inout InputBuffer) throws(HTTPException) {
    if isInterim(head) {
      try countInterim(length)
      input.consume(length)
      parser = ResponseHeadParser()
      return
    }
    let fields = FramingFields(of: head.headers)
    let framing = try framing(of: head, fields)
    input.consume(length)
    begin(framing, of: head, fields, input)
  }

  private mutating func foundHead(_ input: InputBuffer) throws(HTTPException) -> ResponseHeadParser.Found? {
    if let found = try parser.advance(input.bytes, base: input.start, limits: limits, leniency: leniency) { return found }
    guard input.isAtEnd else { return nil }
    closeReasons.insert(.peerClosed)
    return try parser.endOfStream(input.bytes, base: input.start, limits: limits, leniency: leniency)
  }

  private func isInterim(_ head: ResponseHead) -> Bool {
    leniency.contains(.interimAsFinal) ? head.status == 100 : head.isInterim
  }

  private mutating func countInterim(_ length: Int) throws(HTTPException) {
    interimCount += 1
    interimLength += length
    if interimLength > limits.headLength { throw .limitExceeded(what: "bytes of interim responses", limit: limits.headLength) }
    if interimCount > limits.interimResponses {
      throw .limitExceeded(what: "interim responses", limit: limits.interimResponses)
    }
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

  /// Begins the body behind a final head.
  private mutating func begin(_ framing: BodyFraming, of head: ResponseHead, _ fields: FramingFields, _ input: InputBuffer) {
    self.framing = framing
    closeReasons.formUnion(Persistence.closeReasons(of: head, fields, to: facts, leniency: leniency))
    if requestPhase == .sending { closeReasons.insert(.requestUnfinished) }
    requestPhase = .idle
    decoder.begin(framing)
    if trailers != nil { trailers = nil }
    responsePhase = .body
    if decoder.isFinished { endBody(input) }
  }

  // MARK: Body

  /// The number of body bytes that are still to come, where the framing tells it (`HTTPResponse.length`).
  public var remainingLength: UInt64? { responsePhase == .body ? decoder.remaining : 0 }

  /// Drops framing from the front of the input and says what stands there.
  ///
  /// Throws `incompleteRead` when the input is at its end and the body is not, `malformedChunk`, `lineTooLong` or `limitExceeded` for
  /// bad chunk framing; the exchange has then failed.
  public mutating func nextBody(_ input: inout InputBuffer) throws(HTTPException) -> BodyEvent {
    // A caller that asks again after an error must not take the failure for the end.
    if responsePhase == .failed { throw .closed }
    guard responsePhase == .body else { return .end }
    do {
      let step = try decoder.advance(input.bytes, from: input.start, limits: limits, leniency: leniency)
      input.consume(step.skip)
      if step.data > 0 { return .data(step.data) }
      if !step.isComplete {
        guard input.isAtEnd else { return .needMore }
        closeReasons.insert(.peerClosed)
        try decoder.endOfStream(input.contents, leniency: leniency)
        input.consume(input.count)
      }
      endBody(input)
      return .end
    } catch {
      failReading()
      throw error
    }
  }

  /// Takes body bytes off the front of the input; at most as many as `nextBody` said, and none when no body is being read.
  public mutating func take(_ count: Int, from input: inout InputBuffer) {
    let count = takable(count, input)
    input.consume(count)
    consume(count, input)
  }

  /// Takes body bytes off the front of the input, at most as many as `nextBody` said, and appends them to `target`.
  public mutating func take(_ count: Int, from input: inout InputBuffer, to target: inout [UInt8]) {
    let count = takable(count, input)
    input.move(count, to: &target)
    consume(count, input)
  }

  /// As much of `count` as stands at the front of the input and is body.
  private func takable(_ count: Int, _ input: InputBuffer) -> Int {
    responsePhase == .body ? max(0, min(count, decoder.directLimit, input.count)) : 0
  }

  /// How many bytes may be read from the stream straight to where the caller wants them, because the input is empty and no framing
  /// comes before; 0 when the input must be used.
  public func directReadLimit(_ input: InputBuffer) -> Int {
    responsePhase == .body && input.isEmpty ? decoder.directLimit : 0
  }

  /// Notes that `count` body bytes were read past the input, at most as many as `directReadLimit` said.
  public mutating func didReadDirectly(_ count: Int, _ input: InputBuffer) {
    consume(max(0, min(count, decoder.directLimit)), input)
  }

  private mutating func consume(_ count: Int, _ input: InputBuffer) {
    guard responsePhase == .body else { return }
    decoder.consume(count)
    if decoder.isFinished { endBody(input) }
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

  /// Notes that the driver could not write. A response that the peer sent before it stopped reading can still be read
  /// (RFC 9112 section 9.5).
  public mutating func writeFailed() {
    closeReasons.insert(.streamFailed)
  }

  /// Ends a chunked body at once when nothing but its usual end is left in the input, so that a reader who took exactly the data
  /// need not ask once more.
  public mutating func settle(_ input: inout InputBuffer) throws(HTTPException) {
    guard responsePhase == .body, framing == .chunked, decoder.directLimit == 0 else { return }
    guard input.contents.elementsEqual(Self.usualEnd) else { return }
    _ = try nextBody(&input)
  }

  /// What follows the data of the last chunk: its line end, and the chunk of size 0.
  private static let usualEnd = [ASCII.carriageReturn, ASCII.lineFeed] + ChunkEncoder.end

  private mutating func expectHead() {
    parser = ResponseHeadParser()
    interimCount = 0
    interimLength = 0
    responsePhase = .awaitingHead
  }

  private mutating func endBody(_ input: InputBuffer) {
    if let completed = decoder.trailers { trailers = completed }
    if let next = queued {
      queued = nil
      facts = next
      expectHead()
    } else {
      // Nobody asked for these bytes, so the next response can't be told from them (the second half of RFC 9112 section 6.3).
      if !input.isEmpty, !framing.leavesHTTP { closeReasons.insert(.excessData) }
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
