/// One connection's exchange, input and stream: what a connection and its current response share.
///
/// When a response will close the connection, the connection lets go of the link and the response keeps it.
final class Link {
  let stream: any ByteStream
  private(set) var exchange: ClientExchange
  private(set) var isClosed = false
  /// Whether the peer may have closed the stream, or spoken on it, since it was last used: a response has been read over it, or it was
  /// opened ahead of its first request. A stream that was handed in may hold its reply already.
  private(set) var mayHaveGoneStale: Bool
  private let timeout: Duration?
  private let lineLimit: Int
  /// When reading has to be done, however often bytes come.
  private var readingEnd: Deadline?
  private var input = InputBuffer()
  private var handedOff: PrefixedStream?
  /// Whether the stream was asked for after HTTP had been left, so that another protocol is spoken on it.
  private var isHandedOff = false
  private let toleratesRaggedEnd: Bool
  /// Whether the stream was given to this link to close.
  private let closesStream: Bool

  /// Room for one `recv` while a head is expected; most responses fit as a whole.
  private static let headRoom = 16_384
  /// Room for one `recv` while a body is read by way of the input. More would be faster to fill and slower to read: it no longer stays in the
  /// processor's nearer caches.
  private static let bodyRoom = 65_536

  init(
    _ stream: any ByteStream, timeout: Duration?, leniency: ParsingLeniency, limits: ParsingLimits, closesStream: Bool = true,
    wasOpened: Bool = false, needsBodies: Bool = true
  ) {
    mayHaveGoneStale = wasOpened
    self.stream = stream
    self.closesStream = closesStream
    self.timeout = timeout
    lineLimit = limits.lineLength
    toleratesRaggedEnd = leniency.contains(.raggedTLSEnd)
    exchange = ClientExchange(leniency: leniency, limits: limits, needsBodies: needsBodies)
  }

  /// A connection may be released before its last response has been read: the last of the two to let go of the link closes it. A stream
  /// that carries another protocol by now is its user's.
  deinit { closeUnlessHandedOff() }

  func close() {
    if isClosed { return }
    isClosed = true
    if closesStream { stream.close() }
  }

  func closeUnlessHandedOff() {
    if !isHandedOff { close() }
  }

  /// Whether a stream is the one of this link, as it is or as it was handed off.
  func carries(_ other: any ByteStream) -> Bool { other === stream || other === handedOff }

  /// Notes that the connection has let go: the response that is being read is the last.
  func letGo() { exchange.writeFailed() }

  /// Gives the stream away, with what was read and belongs to nothing in front.
  func detach() -> any ByteStream {
    isHandedOff = true
    isClosed = true
    if input.isEmpty { return handedOff ?? stream }
    return PrefixedStream(Array(input.contents), stream)
  }

  // MARK: Request

  func start(_ head: RequestHeadWriter) throws(HTTPException) { try exchange.start(head) }

  func finishRequest() throws(HTTPException) {
    if exchange.requestPhase == .sending { try exchange.finishRequest() }
  }

  func write(_ bytes: RawSpan) throws(HTTPException) {
    do {
      try stream.write(bytes, timeout: timeout)
    } catch {
      exchange.writeFailed()
      throw error
    }
  }

  /// Sends what the stream can send of a file without reading it, and returns how much that was.
  func writeFile(_ descriptor: Int32) throws(HTTPException) -> Int {
    do {
      return try stream.writeFile(descriptor, timeout: timeout)
    } catch {
      exchange.writeFailed()
      throw error
    }
  }

  func noteSent(_ count: Int) { exchange.noteSent(count) }

  // MARK: Response

  /// The next head, which may be that of an interim response.
  func anyHead() throws(HTTPException) -> ResponseHead {
    while true {
      switch try exchange.nextHead(&input) {
      case .needMore: try fill(Self.headRoom, phase: input.isEmpty ? .waitingForResponse : .readingHead)
      case .interim(let head), .final(let head): return head
      }
    }
  }

  /// The final response's head; interim ones are handed to `onInterim` and skipped.
  func nextHead(onInterim: (ResponseHead) -> Void) throws(HTTPException) -> ResponseHead {
    while true {
      switch try exchange.nextHead(&input) {
      case .needMore: try fill(Self.headRoom, phase: input.isEmpty ? .waitingForResponse : .readingHead)
      case .interim(let head): onInterim(head)
      case .final(let head):
        mayHaveGoneStale = true
        return head
      }
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

  /// Appends body bytes that are there, or those of at most one read from the stream. Appends none at the body's end only.
  ///
  /// Part of a `larger` read, that is the data of as many chunks as there are, and a rest of room too small for a read of its own is
  /// still one; otherwise it is the data of one chunk.
  func readSome(into output: inout OutputRawSpan, ofLarger larger: Bool = false) throws(HTTPException) {
    while true {
      switch try Self.take(from: &input, exchange: &exchange, into: &output, ofLarger: larger) {
      case .done: return
      case .read(let limit): return try readDirectly(into: &output, limit: limit)
      case .fill: try fillBody()
      }
    }
  }

  /// The body bytes that are in the input, after at most one read from the stream; none at the body's end only.
  func peek() throws(HTTPException) -> [UInt8] {
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
  func takeLine(into line: inout [UInt8], limit: Int) throws(HTTPException) -> Bool {
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

  /// Whether a body is being read.
  var isReadingBody: Bool { exchange.responsePhase == .body }

  /// Whether bytes were read that nothing has taken.
  var hasInput: Bool { !input.isEmpty }

  /// Has all further reading done by a moment; what has not come then times out.
  func endReading(by deadline: Deadline) { readingEnd = deadline }

  /// Gives up the rest of the body.
  func abandonBody() { exchange.abandonBody() }

  /// The stream as the protocol that HTTP was left for finds it: what was read too far comes first (RFC 9110 section 7.8).
  func handOff() -> any ByteStream {
    guard exchange.framing.leavesHTTP else { return stream }
    isHandedOff = true
    if input.isEmpty, handedOff == nil { return stream }
    let prefixed = handedOff ?? PrefixedStream(Array(input.contents), stream)
    handedOff = prefixed
    input.consume(input.count)
    return prefixed
  }

  // MARK: Reading

  /// Where bytes come from: what was handed off holds those that were read too far, should the response be read all the same.
  private var source: any ByteStream { handedOff ?? stream }

  /// How long the next read may take.
  private var readTimeout: Duration? {
    guard let left = readingEnd?.remaining else { return timeout }
    return timeout.map { min($0, left) } ?? left
  }

  private func fillBody() throws(HTTPException) {
    // Framing that is torn at the end of one read stands before the next, in the same room.
    let room = Self.bodyRoom - input.count
    try fill(max(room, Self.headRoom), phase: .readingBody)
  }

  /// One read from the stream into the input.
  private func fill(_ room: Int, phase: TimeoutPhase) throws(HTTPException) {
    let before = input.count
    do {
      try input.fill(room) { (span: inout OutputSpan<UInt8>) throws(HTTPException) in
        try span.withRawSpan { (raw: inout OutputRawSpan) throws(HTTPException) in try source.read(into: &raw, timeout: readTimeout) }
      }
    } catch {
      if !isMereEnd(error) { throw failed(error, phase) }
    }
    if input.count == before { input.isAtEnd = true }
  }

  private func readDirectly(into output: inout OutputRawSpan, limit: Int) throws(HTTPException) {
    let before = output.byteCount
    do {
      try output.withFreeRoom(limit) { (raw: inout OutputRawSpan) throws(HTTPException) in try source.read(into: &raw, timeout: readTimeout)
      }
    } catch {
      if !isMereEnd(error) { throw failed(error, .readingBody) }
    }
    let count = output.byteCount - before
    if count > 0 { return exchange.didReadDirectly(count, input) }
    input.isAtEnd = true
    _ = try exchange.nextBody(&input)
  }

  /// Whether a stream's failure is no more than its end, as far as the framing goes: a body of known length, or in chunks, knows by
  /// itself when it was cut short, and says so with what came. One that ends with the connection can't (RFC 9112 section 9.8).
  private func isMereEnd(_ error: HTTPException) -> Bool {
    guard case .tls(let failure) = error, failure.kind == .truncated else { return false }
    if toleratesRaggedEnd || exchange.responsePhase == .awaitingHead { return true }
    return exchange.framing != .untilClose && exchange.framing != .tunnel
  }

  /// A timeout leaves everything as it was and gets the name of what was waited for; any other failure ends the connection.
  private func failed(_ error: HTTPException, _ phase: TimeoutPhase) -> HTTPException {
    if case .timedOut = error { return .timedOut(phase) }
    exchange.readFailed()
    return error
  }
}
