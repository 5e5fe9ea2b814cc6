/// What a connection and its current response share: the stream with all that is known of it, and who has to close it.
///
/// When a response will close the connection, the connection lets go of the link and the response keeps it.
final class Link {
  let stream: any ByteStream
  private(set) var isClosed = false
  private let timeout: Duration?
  private let leniency: ParsingLeniency
  private var driver: BlockingDriver
  private var handedOff: PrefixedStream?
  /// Whether the stream was asked for after HTTP had been left, so that another protocol is spoken on it.
  private var isHandedOff = false
  /// Whether the stream was given to this link to close.
  private let closesStream: Bool

  init(
    _ stream: any ByteStream, timeout: Duration?, leniency: ParsingLeniency, limits: ParsingLimits, closesStream: Bool = true,
    wasOpened: Bool = false, needsBodies: Bool = true
  ) {
    self.stream = stream
    self.closesStream = closesStream
    self.timeout = timeout
    self.leniency = leniency
    driver = BlockingDriver(
      stream, timeout: timeout, leniency: leniency, limits: limits, wasOpened: wasOpened, needsBodies: needsBodies)
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
  func letGo() { driver.writeFailed() }

  /// The stream as the protocol that HTTP was left for finds it: what was read too far comes first (RFC 9110 section 7.8). The response
  /// goes on reading from the same, should anybody ask it to.
  func handOff() -> any ByteStream {
    guard driver.exchange.framing.leavesHTTP else { return stream }
    isHandedOff = true
    let rest = driver.takeInput()
    if rest.isEmpty { return handedOff ?? stream }
    if let handedOff {
      handedOff.putBack(rest)
      return handedOff
    }
    let prefixed = PrefixedStream(rest, stream)
    handedOff = prefixed
    driver.goOn(with: prefixed)
    return prefixed
  }

  /// Gives the stream away, with what was read and belongs to nothing in front.
  func detach() -> any ByteStream {
    isHandedOff = true
    isClosed = true
    let source: any ByteStream = handedOff ?? stream
    return driver.input.isEmpty ? source : PrefixedStream(Array(driver.input.contents), source)
  }

  // MARK: Request

  // The stream writes, and is asked what waits on it, while the driver is left alone, so that it may look at the connection or close it.

  /// Whether another request can be sent once the current one is done.
  var isReusable: Bool { driver.exchange.isReusable }

  func start(_ request: RequestAnnouncement) throws(HTTPException) { _ = try driver.start(request) }

  /// Starts a request and returns true, unless the link must be let go first: it has a reason to close, its peer has closed it, or bytes
  /// wait on it that nobody has asked for and that would be taken for the response.
  func startUnlessStale(_ request: RequestAnnouncement) throws(HTTPException) -> Bool {
    switch try driver.startIfReusable(request) {
    case nil: return false
    case .fresh: return true
    case .perhapsStale: break
    }
    switch stream.pendingInput() {
    case .nothing: return true
    case .bytes: return false
    case .end: return leniency.contains(.staleConnections)
    }
  }

  func write(_ bytes: Span<UInt8>) throws(HTTPException) {
    do {
      try stream.write(bytes, timeout: timeout)
    } catch {
      driver.writeFailed()
      throw error
    }
  }

  func write(_ bytes: [UInt8]) throws(HTTPException) {
    try write(bytes.span)
  }

  /// Sends what the stream can send of a file without reading it, and returns how much that was.
  func writeFile(_ descriptor: Int32) throws(HTTPException) -> Int {
    do {
      return try stream.writeFile(descriptor, timeout: timeout)
    } catch {
      driver.writeFailed()
      throw error
    }
  }

  func noteSent(_ count: Int) { driver.noteSent(count) }

  // MARK: Response

  /// The next head, interim or final, with what it has decided.
  func anyReply() throws(HTTPException) -> Reply { try driver.nextReply() }

  /// The final response's head; interim ones are handed to `onInterim` and skipped.
  @inline(__always)
  func reply(onInterim: (ResponseHead) -> Void) throws(HTTPException) -> Reply {
    while true {
      let reply = try driver.nextReply()
      if !reply.isInterim { return reply }
      onInterim(reply.head)
    }
  }

  /// The status line of a head that could not be read to its end, for the debug output; nil when it has not come as a whole or is too long.
  var unfinishedStatusLine: [UInt8]? { driver.unfinishedStatusLine }

  /// Appends body bytes: see `BlockingDriver.readSome`.
  func readSome(into output: inout OutputSpan<UInt8>, ofLarger larger: Bool) throws(HTTPException) -> BodyState {
    try driver.readSome(into: &output, ofLarger: larger)
  }

  /// The body bytes that can be had with one read, left where they are: see `BlockingDriver.peek`.
  func peek() throws(HTTPException) -> [UInt8] { try driver.peek() }

  /// Moves what there is of a line: see `BlockingDriver.takeLine`.
  func takeLine(into line: inout [UInt8], limit: Int) throws(HTTPException) -> Bool {
    try driver.takeLine(into: &line, limit: limit)
  }

  /// How far the body has come.
  var bodyState: BodyState { driver.bodyState }

  /// Whether a body is being read.
  var isReadingBody: Bool { driver.exchange.responsePhase == .body }

  /// The number of body bytes that are still to come, where the framing tells it.
  var remainingLength: UInt64? { driver.exchange.remainingLength }

  /// Whether bytes were read that nothing has taken.
  var hasInput: Bool { !driver.input.isEmpty }

  /// Has all further reading done by a moment; what has not come then times out.
  func endReading(by deadline: Deadline) { driver.endReading(by: deadline) }

  /// Gives up the rest of the body.
  func abandonBody() { driver.abandonBody() }
}
