/// What a connection and its current response share: the stream with all that is known of it, and who has to close it.
///
/// When a response will close the connection, the connection lets go of the link and the response keeps it.
final class Link {
  let stream: any ByteStream
  private(set) var isClosed = false
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
  func letGo() { driver.letGo() }

  /// The stream as the protocol that HTTP was left for finds it: what was read too far comes first (RFC 9110 section 7.8).
  func handOff() -> any ByteStream {
    guard driver.exchange.framing.leavesHTTP else { return stream }
    isHandedOff = true
    if handedOff == nil { handedOff = driver.takeRest() }
    return handedOff ?? stream
  }

  /// Gives the stream away, with what was read and belongs to nothing in front.
  func detach() -> any ByteStream {
    isHandedOff = true
    isClosed = true
    return driver.takeRest() ?? handedOff ?? stream
  }

  // MARK: Request

  /// Whether another request can be sent once the current one is done.
  var isReusable: Bool { driver.exchange.isReusable }

  func start(_ request: RequestAnnouncement) throws(HTTPException) { try driver.start(request) }

  /// Starts a request unless the link must be let go first, which is what false says.
  func startUnlessStale(_ request: RequestAnnouncement) throws(HTTPException) -> Bool { try driver.startUnlessStale(request) }

  /// Starts and sends a request that has no body unless the link must be let go first, which is what false says.
  func sendUnlessStale(_ head: RequestDraft.Finished) throws(HTTPException) -> Bool { try driver.sendUnlessStale(head) }

  func write(_ bytes: RawSpan) throws(HTTPException) { try driver.write(bytes) }

  /// Sends what the stream can send of a file without reading it, and returns how much that was.
  func writeFile(_ descriptor: Int32) throws(HTTPException) -> Int { try driver.writeFile(descriptor) }

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

  /// The status line of a head that could not be read to its end, for the debug output; nil when it has not come as a whole.
  var unfinishedStatusLine: [UInt8]? { driver.unfinishedStatusLine }

  /// Appends body bytes: see `BlockingDriver.readSome`.
  func readSome(into output: inout OutputRawSpan, ofLarger larger: Bool) throws(HTTPException) -> BodyState {
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
