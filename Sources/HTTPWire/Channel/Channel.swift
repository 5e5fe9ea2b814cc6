/// A stream and the exchange on it: what a connection and its current response share, in the caller's thread.
///
/// Whoever lets go of it last closes it. When a response will close the connection, the connection lets go and the response keeps it.
///
/// While the stream runs one of its calls, it may look at its connection and response, and close them; whatever would change the
/// exchange throws. So no call of the stream is made while the driver is in use.
final class Channel {
  let stream: any ByteStream
  private(set) var isClosed = false
  /// The exchange, and what was received for it: reached by `use` only.
  @exclusivity(unchecked) private var driver: ExchangeDriver
  /// Where bytes come from: the stream, or what it was handed off as.
  private var source: any ByteStream
  private let timeout: Duration?
  private let leniency: ParsingLeniency
  /// When reading has to be done, however often bytes come.
  private var readingEnd: Deadline?
  /// Whether the stream was given to this channel to close.
  private let closesStream: Bool
  /// Whether the peer may have closed the stream, or spoken on it, since it was last used: a response has been read over it, or it was
  /// opened ahead of its first request. A stream that was handed in may hold its reply already.
  private var needsStalenessCheck: Bool
  /// Whether another protocol is spoken on the stream by its user.
  private var isHandedOff = false
  /// Whether one of the stream's calls is running.
  private var isCallingStream = false

  init(
    _ stream: any ByteStream, _ exchange: ClientExchange, timeout: Duration?, leniency: ParsingLeniency, limits: ParsingLimits,
    closesStream: Bool = true, wasOpened: Bool = false
  ) {
    self.stream = stream
    self.source = stream
    self.closesStream = closesStream
    self.timeout = timeout
    self.leniency = leniency
    needsStalenessCheck = wasOpened
    unsafe driver = ExchangeDriver(exchange, limits: limits)
  }

  convenience init(
    _ stream: any ByteStream, timeout: Duration?, leniency: ParsingLeniency, limits: ParsingLimits, closesStream: Bool = true,
    wasOpened: Bool = false
  ) {
    self.init(
      stream, ClientExchange(leniency: leniency, limits: limits), timeout: timeout, leniency: leniency, limits: limits,
      closesStream: closesStream, wasOpened: wasOpened)
  }

  /// A connection may be released before its last response has been read. A stream that carries another protocol by now is its user's.
  deinit { if !isHandedOff { close() } }

  func close() {
    if isClosed { return }
    isClosed = true
    if closesStream { stream.close() }
  }

  /// Lets the connection go: a response that is being read is the last, and keeps the channel to its end; otherwise it is closed.
  func release() {
    if isReadingBody {
      use { $0.exchange.mustClose(.released) }
    } else if !isHandedOff {
      close()
    }
  }

  // MARK: Looking

  /// Whether a request was started whose final head has not come.
  var isRequestOut: Bool { use { $0.exchange.requestPhase != .idle } }

  /// Whether sending that request failed, so that only a response that came early can still be had.
  var hasFailedSending: Bool { use { $0.exchange.closeReasons.contains(.sendingFailed) } }

  /// Whether another request can be sent once the current one is done.
  var isReusable: Bool { use { $0.exchange.isReusable } }

  /// Whether a body is being read.
  var isReadingBody: Bool { use { $0.exchange.responsePhase == .body } }

  /// Whether the channel is good for something once the response is over: another request, or the protocol that HTTP was left for.
  var isOfUse: Bool { use { $0.exchange.isReusable || $0.exchange.framing.leavesHTTP } }

  /// The number of body bytes that are still to come, where the framing tells it.
  var remainingLength: UInt64? { use { $0.exchange.remainingLength } }

  /// The trailer fields of the body that has ended, where it was chunked.
  var trailers: HTTPMessage? { use { $0.exchange.trailers } }

  /// Whether bytes were read that nothing has consumed.
  var hasInput: Bool { use { !$0.input.isEmpty } }

  /// What the head that came last has decided: how the body ends, whether the connection ends with it (RFC 9112 section 9.3), and
  /// whether there is a body to be read.
  var outcome: (framing: BodyFraming, willClose: Bool, hasBody: Bool) {
    use { ($0.exchange.framing, !$0.exchange.isReusable, $0.exchange.responsePhase == .body) }
  }

  /// The status line of a head that could not be read to its end, for the debug output.
  var unfinishedStatusLine: [UInt8]? { use { $0.unfinishedStatusLine } }

  // What follows needs no check for overlapping use, which would be a fifth of a plain GET's instructions: no call of the driver's runs
  // anybody else's code, and none is running while the stream is called.

  /// Looks at the driver, or changes it.
  @inline(__always)
  private func use<Result>(_ body: (inout ExchangeDriver) throws(HTTPException) -> Result) throws(HTTPException) -> Result {
    // Unsafe: as above, nothing else uses the driver meanwhile.
    try unsafe body(&driver)
  }

  @inline(__always)
  private func use<Result>(_ body: (inout ExchangeDriver) -> Result) -> Result {
    // Unsafe: as above.
    unsafe body(&driver)
  }

  // MARK: Requests

  /// Whether the channel can carry another request: it has no reason to close, its peer has not closed it, and no bytes wait on it that
  /// nobody has asked for and that would be taken for the response (docs/decisions/0004).
  func canCarryRequest() throws(HTTPException) -> Bool {
    if isClosed || !isReusable { return false }
    guard needsStalenessCheck, use({ $0.exchange.responsePhase == .idle }) else { return true }
    try enterStream()
    defer { isCallingStream = false }
    switch stream.pendingInput() {
    case .nothing: return true
    case .bytes: return false
    case .end: return leniency.contains(.staleConnections)
    }
  }

  func start(_ head: RequestHead) throws(HTTPException) {
    try use { (driver) throws(HTTPException) in try driver.exchange.start(head) }
  }

  func write(_ bytes: Span<UInt8>) throws(HTTPException) {
    try enterStream()
    defer { isCallingStream = false }
    do {
      try stream.write(bytes, timeout: timeout)
    } catch {
      sendingFailed()
      throw error
    }
  }

  /// Sends what the stream can send of a file without reading it, and returns how much that was.
  func writeFile(_ descriptor: Int32) throws(HTTPException) -> Int {
    try enterStream()
    defer { isCallingStream = false }
    do {
      return try stream.writeFile(descriptor, timeout: timeout)
    } catch {
      sendingFailed()
      throw error
    }
  }

  /// Notes that the request can't be sent to its end. A response that came before can still be read (RFC 9112 section 9.5).
  func sendingFailed() { use { $0.exchange.mustClose(.sendingFailed) } }

  func noteSent(_ count: Int) { use { $0.exchange.noteSent(count) } }

  // MARK: Responses

  /// Ends the request and waits for the next head, interim or final. Once a final one has come, the stream may go stale.
  func nextHead() throws(HTTPException) -> ResponseHead {
    try refuseWithinStream()
    try use { (driver) throws(HTTPException) in try driver.endRequest() }
    while true {
      if let head = try use({ (driver) throws(HTTPException) in try driver.nextHead() }) {
        if !head.isInterim { needsStalenessCheck = true }
        return head
      }
      try fill(ExchangeDriver.headRoom, hasInput ? .readingHead : .waitingForResponse)
    }
  }

  /// Appends body bytes that are there, or those of at most one read from the stream; none at the body's end only. `large` is what
  /// ``ExchangeDriver/takeBody(into:large:)`` says.
  func readBody(into output: inout OutputSpan<UInt8>, large: Bool) throws(HTTPException) {
    try refuseWithinStream()
    let before = output.count
    while true {
      switch try use({ (driver) throws(HTTPException) in try driver.takeBody(into: &output, large: large) }) {
      case .done: return
      case .waitToRead(let room): try fill(room, .readingBody)
      case .waitToReadBody(let limit):
        try readPastInput(into: &output, limit)
        if output.count > before { return }
      }
    }
  }

  /// The body bytes that can be had with one read, left where they are; none at the body's end only.
  func peekBody() throws(HTTPException) -> [UInt8] {
    try refuseWithinStream()
    while true {
      let (step, count) = try use { (driver) throws(HTTPException) in try driver.findBody() }
      guard case .waitToRead(let room) = step else { return use { Array($0.input.contents.prefix(count)) } }
      try fill(room, .readingBody)
    }
  }

  /// Moves body bytes to `line` until it ends in a line feed or has `limit` bytes, or the body has ended.
  func readLine(into line: inout [UInt8], limit: Int) throws(HTTPException) {
    try refuseWithinStream()
    while case .waitToRead(let room) = try use({ (driver) throws(HTTPException) in try driver.takeLine(into: &line, limit: limit) }) {
      try fill(room, .readingBody)
    }
  }

  /// Has all further reading done by a moment; what has not come then times out.
  func endReading(by deadline: Deadline) { readingEnd = deadline }

  /// Gives up the rest of the body.
  func abandonBody() { use { $0.exchange.abandonBody() } }

  // MARK: Handing off

  /// Whether a stream is the one of this channel, as it is or as it was handed off.
  func isStream(_ other: any ByteStream) -> Bool { other === stream || other === source }

  /// The stream as the protocol that HTTP was left for finds it: what was read too far comes first (RFC 9110 section 7.8). The response
  /// goes on reading from the same, should anybody ask it to.
  func handOff() -> any ByteStream {
    guard use({ $0.exchange.framing.leavesHTTP }) else { return stream }
    isHandedOff = true
    let rest = isCallingStream ? [] : use { $0.takeUnread() }
    if rest.isEmpty { return source }
    if let prefixed = source as? PrefixedStream, prefixed !== stream {
      prefixed.putBack(rest)
    } else {
      source = PrefixedStream(rest, stream)
    }
    return source
  }

  /// Gives the stream away, with what was read and belongs to nothing in front; nil while the stream is called.
  func detach() -> (any ByteStream)? {
    if isCallingStream { return nil }
    isHandedOff = true
    isClosed = true
    return hasInput ? PrefixedStream(use { Array($0.input.contents) }, source) : source
  }

  // MARK: The loop's reads

  /// One read from the stream into the input, which the driver does without meanwhile.
  private func fill(_ room: Int, _ phase: TimeoutPhase) throws(HTTPException) {
    try enterStream()
    var input = use { $0.takeInput() }
    defer {
      use { $0.input = input }
      isCallingStream = false
    }
    do {
      try input.fill(room) { (free) throws(HTTPException) in try source.read(into: &free, timeout: readTimeout) }
    } catch {
      guard isMereEnd(error) else { throw failed(error, phase) }
      input.isAtEnd = true
    }
  }

  private func readPastInput(into output: inout OutputSpan<UInt8>, _ limit: Int) throws(HTTPException) {
    try enterStream()
    defer { isCallingStream = false }
    let before = output.count
    do {
      try output.withFreeRoom(limit) { (free) throws(HTTPException) in try source.read(into: &free, timeout: readTimeout) }
    } catch {
      guard isMereEnd(error) else { throw failed(error, .readingBody) }
    }
    try use { (driver) throws(HTTPException) in try driver.didReadBody(output.count - before) }
  }

  /// Throws while one of the stream's calls is running: the stream would change what it is called for. Whoever changes anything asks first.
  func refuseWithinStream() throws(HTTPException) {
    if isCallingStream { throw .responseNotReady("the stream can't use its own connection while it is being read or written") }
  }

  /// Notes that one of the stream's calls starts.
  private func enterStream() throws(HTTPException) {
    try refuseWithinStream()
    isCallingStream = true
  }

  /// How long the next read may take.
  private var readTimeout: Duration? {
    guard let left = readingEnd?.remaining else { return timeout }
    return timeout.map { min($0, left) } ?? left
  }

  /// Whether a stream's failure is no more than its end, as far as the framing goes: a body of known length, or in chunks, knows by
  /// itself when it was cut short, and says so with what came. One that ends with the connection can't (RFC 9112 section 9.8).
  private func isMereEnd(_ error: HTTPException) -> Bool {
    guard case .tls(let failure) = error, failure.kind == .truncated else { return false }
    if leniency.contains(.raggedTLSEnd) || use({ $0.exchange.responsePhase == .awaitingHead }) { return true }
    return use { $0.exchange.framing != .untilClose && $0.exchange.framing != .tunnel }
  }

  /// A timeout leaves everything as it was and gets the name of what was waited for; any other failure ends the connection.
  private func failed(_ error: HTTPException, _ phase: TimeoutPhase) -> HTTPException {
    if case .timedOut = error { return .timedOut(phase) }
    use { $0.exchange.readFailed() }
    return error
  }
}
