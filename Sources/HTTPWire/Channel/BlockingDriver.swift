/// Runs an exchange over what is read from a stream in the caller's thread: until what was asked for has come.
///
/// All that changes with a request is in this one value, so that a link need be looked at for overlapping use only once for each thing it
/// is asked to do (docs/decisions/0011).
struct BlockingDriver {
  // The extension that takes body bytes changes these two as well.
  var exchange: ClientExchange
  var input = InputBuffer()
  /// Where bytes come from.
  private var source: any ByteStream
  private let timeout: Duration?
  /// When reading has to be done, however often bytes come.
  private var readingEnd: Deadline?
  /// Whether the peer may have closed the stream, or spoken on it, since it was last used: a response has been read over it, or it was
  /// opened ahead of its first request. A stream that was handed in may hold its reply already.
  private var mayHaveGoneStale: Bool
  private let leniency: ParsingLeniency
  private let lineLimit: Int

  /// Room for one `recv` while a head is expected; most responses fit as a whole.
  private static let headRoom = 16_384
  /// Room for one `recv` while a body is read by way of the input. More would be faster to fill and slower to read: it no longer stays in the
  /// processor's nearer caches.
  private static let bodyRoom = 65_536

  init(
    _ stream: any ByteStream, timeout: Duration?, leniency: ParsingLeniency, limits: ParsingLimits, wasOpened: Bool, needsBodies: Bool
  ) {
    source = stream
    self.timeout = timeout
    self.leniency = leniency
    lineLimit = limits.lineLength
    mayHaveGoneStale = wasOpened
    exchange = ClientExchange(leniency: leniency, limits: limits, needsBodies: needsBodies)
  }

  // MARK: Request

  /// What is known of the stream when a request is started on it.
  enum Freshness {
    case fresh
    /// The peer may have closed it, or spoken on it, since it was last used.
    case perhapsStale
  }

  /// Starts a request.
  mutating func start(_ request: RequestAnnouncement) throws(HTTPException) -> Freshness {
    let freshness: Freshness = mayHaveGoneStale && exchange.responsePhase == .idle ? .perhapsStale : .fresh
    try exchange.start(request)
    return freshness
  }

  /// Starts a request, or returns nil where the exchange has a reason to close.
  mutating func startIfReusable(_ request: RequestAnnouncement) throws(HTTPException) -> Freshness? {
    exchange.isReusable ? try start(request) : nil
  }

  /// Notes that no more can be sent: what is being read, or comes next, is the last response.
  mutating func writeFailed() { exchange.writeFailed() }

  mutating func noteSent(_ count: Int) { exchange.noteSent(count) }

  // MARK: Response heads

  /// Ends the request and waits for the next head, which may be that of an interim response. Once a final one has come, the stream may
  /// go stale.
  mutating func nextReply() throws(HTTPException) -> Reply {
    if exchange.requestPhase == .sending { try exchange.finishRequest() }
    while true {
      if let head = try exchange.readHead(&input) {
        let isInterim = exchange.responsePhase == .awaitingHead
        if !isInterim { mayHaveGoneStale = true }
        return Reply(head: head, isInterim: isInterim, framing: exchange.framing, closes: !exchange.isReusable, body: bodyState)
      }
      try fill(Self.headRoom, phase: input.isEmpty ? .waitingForResponse : .readingHead)
    }
  }

  /// The status line of a head that could not be read to its end, for the debug output; nil when it has not come as a whole or is too
  /// long. CPython tells it once it has its length, before it looks at it.
  var unfinishedStatusLine: [UInt8]? {
    let feed = input.contents.firstIndex(of: 0x0A)
    guard feed != nil || input.isAtEnd else { return nil }
    let line = feed.map { input.contents[...$0] } ?? input.contents
    return line.count <= lineLimit ? Array(line) : nil
  }

  // MARK: Bodies

  /// How far the body has come.
  var bodyState: BodyState {
    if exchange.responsePhase == .body { return .open }
    return exchange.isReusable || exchange.framing.leavesHTTP ? .ended : .endedWithConnection
  }

  /// Appends body bytes that are there, or those of at most one read from the stream. Appends none at the body's end only.
  ///
  /// Part of a `larger` read, that is the data of as many chunks as there are, and a rest of room too small for a read of its own is
  /// still one; otherwise it is the data of one chunk.
  mutating func readSome(into output: inout OutputSpan<UInt8>, ofLarger larger: Bool) throws(HTTPException) -> BodyState {
    while true {
      switch try take(into: &output, ofLarger: larger) {
      case .done: return bodyState
      case .fill: try fillBody()
      case .read(let limit):
        try readDirectly(into: &output, limit: limit)
        return bodyState
      }
    }
  }

  /// The body bytes that are in the input, after at most one read from the stream; none at the body's end only.
  mutating func peek() throws(HTTPException) -> [UInt8] {
    while true {
      switch try exchange.nextBody(&input) {
      case .end: return []
      case .needMore: try fillBody()
      case .data(let count): return Array(input.contents.prefix(count))
      }
    }
  }

  /// Moves body bytes to `line` up to and including the next line feed, `limit` bytes, or the end of what one read brings. Returns
  /// whether the line is complete, by its line feed or because the body has ended.
  mutating func takeLine(into line: inout [UInt8], limit: Int) throws(HTTPException) -> Bool {
    switch try exchange.nextBody(&input) {
    case .end: return true
    case .needMore:
      try fillBody()
      return false
    case .data(let count):
      let available = input.contents.prefix(min(count, limit))
      let feed = available.firstIndex(of: 0x0A)
      exchange.take(feed.map { $0 - available.startIndex + 1 } ?? available.count, from: &input, to: &line)
      try exchange.settle(&input)
      return feed != nil
    }
  }

  /// Has all further reading done by a moment; what has not come then times out.
  mutating func endReading(by deadline: Deadline) { readingEnd = deadline }

  /// Gives up the rest of the body.
  mutating func abandonBody() { exchange.abandonBody() }

  /// Takes what was read and belongs to nothing.
  mutating func takeInput() -> [UInt8] {
    let rest = Array(input.contents)
    input.consume(rest.count)
    return rest
  }

  /// Has all further reading done from another stream.
  mutating func goOn(with stream: any ByteStream) { source = stream }

  // MARK: Reading

  // What a closure captures of the structure is looked up before it, and what is small is inlined: the whole would be copied otherwise.

  /// How long the next read may take.
  @inline(__always)
  private var readTimeout: Duration? {
    guard let left = readingEnd?.remaining else { return timeout }
    return timeout.map { min($0, left) } ?? left
  }

  private mutating func fillBody() throws(HTTPException) {
    // Framing that is torn at the end of one read stands before the next, in the same room.
    let room = Self.bodyRoom - input.count
    try fill(max(room, Self.headRoom), phase: .readingBody)
  }

  /// One read from the stream into the input.
  private mutating func fill(_ room: Int, phase: TimeoutPhase) throws(HTTPException) {
    let before = input.count
    let (source, timeout) = (source, readTimeout)
    do {
      try input.fill(room) { (free) throws(HTTPException) in try source.read(into: &free, timeout: timeout) }
    } catch {
      if !isMereEnd(error) { throw failed(error, phase) }
    }
    if input.count == before { input.isAtEnd = true }
  }

  private mutating func readDirectly(into output: inout OutputSpan<UInt8>, limit: Int) throws(HTTPException) {
    let before = output.count
    let (source, timeout) = (source, readTimeout)
    do {
      try output.withFreeRoom(limit) { (free) throws(HTTPException) in try source.read(into: &free, timeout: timeout) }
    } catch {
      if !isMereEnd(error) { throw failed(error, .readingBody) }
    }
    let count = output.count - before
    if count > 0 { return exchange.didReadDirectly(count, input) }
    input.isAtEnd = true
    _ = try exchange.nextBody(&input)
  }

  /// Whether a stream's failure is no more than its end, as far as the framing goes: a body of known length, or in chunks, knows by
  /// itself when it was cut short, and says so with what came. One that ends with the connection can't (RFC 9112 section 9.8).
  private func isMereEnd(_ error: HTTPException) -> Bool {
    guard case .tls(let failure) = error, failure.kind == .truncated else { return false }
    if leniency.contains(.raggedTLSEnd) || exchange.responsePhase == .awaitingHead { return true }
    return exchange.framing != .untilClose && exchange.framing != .tunnel
  }

  /// A timeout leaves everything as it was and gets the name of what was waited for; any other failure ends the connection.
  private mutating func failed(_ error: HTTPException, _ phase: TimeoutPhase) -> HTTPException {
    if case .timedOut = error { return .timedOut(phase) }
    exchange.readFailed()
    return error
  }
}
