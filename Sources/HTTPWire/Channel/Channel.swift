/// A stream and the HTTP exchange on it. A connection shares it with its current response.
///
/// The last owner to release it closes it. When a response will close the connection, the connection releases the channel and the response
/// keeps it.
///
/// While a call of the stream runs, it may look at its connection and response, and close them. Anything that would change the exchange
/// throws. For this reason the stream is never called while the driver is in use.
final class Channel {
  let stream: any ByteStream
  var isClosed = false
  /// The exchange and the bytes received for it. Access it only through `use`.
  @exclusivity(unchecked) private var driver: ExchangeDriver
  /// Where bytes are read from: `stream`, or the stream that `handOff()` has made of it.
  var source: any ByteStream
  let control: ConnectionControl
  let leniency: ParsingLeniency
  /// The deadline of the exchange that is under way.
  var deadline: ExchangeDeadline?
  /// The moment by which all reading must be done, whatever the timeout allows for each read.
  var readingEnd: Deadline?
  /// Whether there is a deadline or an end of all reading.
  var isLimited = false
  /// What is left of the request. The response may already be read while it is sent.
  var upload: Upload?
  /// The response heads that came while the request was sent, and that nobody has taken yet.
  var earlyHeads: [ResponseHead] = []
  /// Whether closing the channel closes the stream.
  private let closesStream: Bool
  /// Whether the connection has observers. It is asked here and not of `control`, which would have to be retained for that.
  var isObserved: Bool
  /// The number of the stream, for observers.
  let number: Int
  /// For observers: the requests whose bytes are being sent, and the exchanges whose responses have not ended, the oldest first.
  var outgoing: [OutgoingRequest] = []
  var waiting: [Int] = []
  /// Whether the exchange is a connection's request, and no request for a tunnel.
  let isForRequests: Bool
  /// Whether to check the stream before the next request. It was opened ahead of its first request, or a response has been read from it,
  /// so the peer may have closed it or sent bytes since. A stream that the caller supplied is not checked at first: it may already hold
  /// its reply.
  private var needsStalenessCheck: Bool
  /// Whether a response has come on this channel.
  private var hasAnswered = false
  /// Whether an earlier request was answered on this channel, which the peer may have closed since.
  private(set) var isKept = false
  /// How often the connection had been cancelled when the exchange began.
  var cancelsSeen: Int
  /// Whether any byte of the current request may have reached the stream.
  var hasSent = false
  /// Whether the caller has taken the stream to speak another protocol on it.
  var isHandedOff = false
  /// Whether one of the stream's calls is running.
  var isCallingStream = false

  init(
    _ stream: any ByteStream, _ exchange: ClientExchange, control: ConnectionControl, leniency: ParsingLeniency, limits: ParsingLimits,
    closesStream: Bool = true, wasOpened: Bool = false, isForRequests: Bool = true
  ) {
    self.isForRequests = isForRequests
    isObserved = control.isObserved
    number = control.stream
    self.stream = stream
    self.source = stream
    self.closesStream = closesStream
    self.control = control
    cancelsSeen = control.cancelsSeen
    self.leniency = leniency
    needsStalenessCheck = wasOpened
    unsafe driver = ExchangeDriver(exchange, limits: limits)
  }

  convenience init(
    _ stream: any ByteStream, control: ConnectionControl, leniency: ParsingLeniency, limits: ParsingLimits, closesStream: Bool = true,
    wasOpened: Bool = false
  ) {
    self.init(
      stream, ClientExchange(leniency: leniency, limits: limits), control: control, leniency: leniency, limits: limits,
      closesStream: closesStream, wasOpened: wasOpened)
  }

  /// Closes the stream, unless the caller speaks another protocol on it.
  deinit {
    if !isHandedOff { close() }
    endCancelling()
  }

  /// Makes the connection's canceller leave this channel alone.
  func endCancelling() {
    if control.hasCanceller { control.canceller?.forget(self) }
  }

  func close() {
    if isClosed { return }
    isClosed = true
    if isSending {
      upload = nil
      sendingFailed()
    }
    endCancelling()
    if !closesStream { return }
    stream.close()
    if isObserved { report(.closed(use { $0.exchange.closeReasons })) }
  }

  /// Releases the channel for the connection. A response that is being read is then the last one, and keeps the channel until its end.
  /// Otherwise the channel is closed, unless the stream was handed off.
  func release() {
    if isReadingBody {
      use { $0.exchange.mustClose(.released) }
    } else if !isHandedOff {
      close()
    }
  }

  // MARK: State

  /// Whether a request was started, and nobody has taken the final head of its response or its body is still being sent.
  var isRequestOut: Bool { use { $0.exchange.requestPhase != .idle } || !earlyHeads.isEmpty }

  /// Whether the final head came while the request was sent, and nobody has taken it.
  var hasEarlyAnswer: Bool { earlyHeads.last?.isInterim == false }

  /// Whether there is something left of the request to be sent.
  var isSending: Bool { upload != nil }

  /// Whether sending the request failed. Only a response that came early can still be read then. Most channels have no reason to close, and
  /// looking for this one among them is a call into the core.
  var hasFailedSending: Bool { !isReusable && use { $0.exchange.closeReasons.contains(.sendingFailed) } }

  /// Whether another request can be sent after the current one.
  var isReusable: Bool { use { $0.exchange.isReusable } }

  /// Whether a body is being read.
  var isReadingBody: Bool { use { $0.exchange.responsePhase == .body } }

  /// Whether the channel is needed after the response: for another request, or for the protocol that replaces HTTP.
  var isOfUse: Bool { use { $0.exchange.isReusable || $0.exchange.framing.leavesHTTP } && (upload?.isPipelined ?? true) }

  /// The number of body bytes still to come, if the framing states it.
  var remainingLength: UInt64? { use { $0.exchange.remainingLength } }

  /// The trailer fields of a chunked body that has ended.
  var trailers: HTTPMessage? { use { $0.exchange.trailers } }

  /// Whether there are received bytes that nothing has consumed.
  var hasInput: Bool { use { !$0.input.isEmpty } }

  /// What the last head decided; see ``ExchangeDriver/outcome()``.
  var outcome: (framing: BodyFraming, willClose: Bool, hasBody: Bool) { use { $0.outcome() } }

  /// The status line of a head that could not be read to its end, for the debug output.
  var unfinishedStatusLine: [UInt8]? { use { $0.unfinishedStatusLine } }

  // The exclusivity check of `driver` is off, because it would be a fifth of a plain GET's instructions. That is safe: the driver runs
  // nobody else's code, and it is not in use while the stream is called.

  /// Reads or changes the driver.
  @inline(__always)
  func use<Result>(_ body: (inout ExchangeDriver) throws(HTTPException) -> Result) throws(HTTPException) -> Result {
    // Unsafe: nothing else uses the driver during this call, as explained above.
    try unsafe body(&driver)
  }

  @inline(__always)
  func use<Result>(_ body: (inout ExchangeDriver) -> Result) -> Result {
    // Unsafe: nothing else uses the driver during this call.
    unsafe body(&driver)
  }

  // MARK: Requests

  /// Whether another request can be sent: the channel has no reason to close, the peer has not closed it, and no unrequested bytes wait on
  /// it. Such bytes would be taken for the response (docs/decisions/0004).
  @inline(__always)
  func canCarryRequest() throws(HTTPException) -> Bool {
    if isClosed || !isReusable || isSending { return false }
    guard needsStalenessCheck, use({ $0.exchange.responsePhase == .idle }) else { return true }
    // Bytes that were read ahead of the end of the last response.
    if hasInput { return endReuse(.excessData) }
    switch try pendingInput() {
    case .nothing: return true
    case .bytes: return endReuse(.excessData)
    case .end: return leniency.contains(.staleConnections) || endReuse(.peerClosed)
    }
  }

  /// Notes why the channel can't be used again. Returns false.
  private func endReuse(_ reason: CloseReasons) -> Bool {
    use { $0.exchange.mustClose(reason) }
    return false
  }

  @inline(__always)
  func start(_ head: RequestHead) throws(HTTPException) {
    try use { (driver) throws(HTTPException) in try driver.exchange.start(head) }
    if control.hasCanceller { cancelsSeen = control.cancelsSeen }
    isKept = hasAnswered
    hasSent = false
    if isObserved { reportRequest(head) }
  }

  /// Notes that the request can't be sent to its end. A response that came before can still be read (RFC 9112 section 9.5).
  func sendingFailed() { use { $0.exchange.mustClose(.sendingFailed) } }

  func noteSent(_ count: Int) {
    use { $0.exchange.noteSent(count) }
    if isObserved { reportBodySent(count) }
  }

  // MARK: Responses

  /// Ends the request and waits for the next head, interim or final. After a final one, the stream may go stale.
  @inline(__always)
  func nextHead() throws(HTTPException) -> ResponseHead {
    try refuseWithinStream()
    if !isSending { try endRequest() }
    while true {
      if let head = try parseHead() {
        if isSending { dropRest(after: head) }
        return head
      }
      try fill(ExchangeDriver.headRoom, hasInput ? .readingHead : .waitingForResponse)
    }
  }

  /// Takes the first of the heads that came while the request was sent. It replaces the array, because Swift would check each change in
  /// place at run time, and with it every other look at the array (docs/decisions/0011).
  func takeEarlyHead() -> ResponseHead? {
    let heads = earlyHeads
    earlyHeads = Array(heads.dropFirst())
    return heads.first
  }

  /// Parses the next head, if all of it has come.
  @inline(__always)
  func parseHead() throws(HTTPException) -> ResponseHead? {
    guard let head = try use({ (driver) throws(HTTPException) in try driver.nextHead() }) else { return nil }
    hasAnswered = true
    if !head.isInterim { needsStalenessCheck = true }
    return head
  }

  /// Ends the request that is being sent, if there is one.
  func endRequest() throws(HTTPException) {
    try use { (driver) throws(HTTPException) in try driver.endRequest() }
  }

  /// Appends the body bytes received so far. If there are none, reads from the stream until some come. Appends nothing only at the end of
  /// the body. For `large`, see ``ExchangeDriver/takeBody(into:large:)``.
  @inline(__always)
  func readBody(into output: inout OutputSpan<UInt8>, large: Bool) throws(HTTPException) {
    if isObserved { try readBodyObserved(into: &output, large: large) } else { try readBodyUnobserved(into: &output, large: large) }
  }

  func readBodyUnobserved(into output: inout OutputSpan<UInt8>, large: Bool) throws(HTTPException) {
    try refuseWithinStream()
    let before = output.count
    while true {
      switch try use({ (driver) throws(HTTPException) in try driver.takeBody(into: &output, large: large) }) {
      case .done: return
      case .waitToRead(let room): try fill(room, .readingBody)
      case .waitToReadBody(let limit):
        let count = output.count
        try readPastInput(into: &output, limit)
        if isObserved { report(received: output.span.extracting(count...)) }
        if output.count > before { return }
      }
    }
  }

  /// Returns body bytes without consuming them. If there are none, reads from the stream until some come. Empty only at the end of the
  /// body.
  func peekBody() throws(HTTPException) -> [UInt8] {
    try refuseWithinStream()
    while true {
      let (step, count) = try use { (driver) throws(HTTPException) in try driver.findBody() }
      guard case .waitToRead(let room) = step else { return use { Array($0.input.contents.prefix(count)) } }
      try fill(room, .readingBody)
    }
  }

  /// Moves body bytes to `line` until it ends in a line feed, it has `limit` bytes, or the body has ended.
  func readLine(into line: inout [UInt8], limit: Int) throws(HTTPException) {
    if isObserved {
      return try readObserved(into: &line) { (line) throws(HTTPException) in try readLineUnobserved(into: &line, limit: limit) }
    }
    try readLineUnobserved(into: &line, limit: limit)
  }

  @inline(__always)
  private func readLineUnobserved(into line: inout [UInt8], limit: Int) throws(HTTPException) {
    try refuseWithinStream()
    while true {
      let step = try use { (driver) throws(HTTPException) in try driver.takeBytes(into: &line, limit: limit, asLine: true) }
      guard case .waitToRead(let room) = step else { return }
      try fill(room, .readingBody)
    }
  }

  /// Appends the body bytes received so far, until `bytes` has `limit` of them. Does not read from the stream.
  func takeReceived(into bytes: inout [UInt8], limit: Int) throws(HTTPException) {
    if isObserved {
      return try readObserved(into: &bytes) { (bytes) throws(HTTPException) in try takeReceivedUnobserved(into: &bytes, limit: limit) }
    }
    try takeReceivedUnobserved(into: &bytes, limit: limit)
  }

  @inline(__always)
  private func takeReceivedUnobserved(into bytes: inout [UInt8], limit: Int) throws(HTTPException) {
    try refuseWithinStream()
    _ = try use { (driver) throws(HTTPException) in try driver.takeBytes(into: &bytes, limit: limit, asLine: false) }
  }

  /// Abandons the rest of the body.
  func abandonBody() { use { $0.exchange.abandonBody() } }

  // MARK: Reading from the stream

  /// Reads once from the stream into the input. While it waits, it sends what is left of the request.
  @inline(__always)
  private func fill(_ room: Int, _ phase: TimeoutPhase) throws(HTTPException) {
    if upload != nil { try sendUntilReadable() }
    try receive(room, phase)
  }

  /// Reads once from the stream into the input, and reports what has come.
  @inline(__always)
  func receive(_ room: Int, _ phase: TimeoutPhase, atMost limit: Duration? = nil) throws(HTTPException) {
    if isObserved { try receiveObserved(room, phase, limit) } else { try receiveUnobserved(room, phase, limit) }
  }

  /// Reads once from the stream into the input. The input is taken out of the driver for that time, because the stream may look at the
  /// channel.
  @inline(__always)
  func receiveUnobserved(_ room: Int, _ phase: TimeoutPhase, _ limit: Duration?) throws(HTTPException) {
    let timeout = try timeLeft(phase, atMost: limit)
    try enterStream()
    var input = use { $0.takeInput() }
    defer {
      use { $0.input = input }
      leaveStream()
    }
    do {
      try input.fill(room) { (free) throws(HTTPException) in try source.read(into: &free, timeout: timeout) }
    } catch {
      guard isMereEnd(error), !isCancelled else { throw failed(error, phase) }
      input.isAtEnd = true
    }
    // A cancel ends the stream, which must not pass for the peer's end.
    if input.isAtEnd, isCancelled { throw failed(.cancelled, phase) }
  }

  /// Reads once from the stream, directly into the caller's memory.
  private func readPastInput(into output: inout OutputSpan<UInt8>, _ limit: Int) throws(HTTPException) {
    if upload != nil { try sendUntilReadable() }
    let timeout = try timeLeft(.readingBody)
    try enterStream()
    defer { leaveStream() }
    let before = output.count
    do {
      try output.withFreeRoom(limit) { (free) throws(HTTPException) in try source.read(into: &free, timeout: timeout) }
    } catch {
      guard isMereEnd(error), !isCancelled else {
        // What the stream appended before it failed is in the caller's memory.
        use { $0.exchange.takeBody(output.count - before) }
        throw failed(error, .readingBody)
      }
    }
    if output.count == before, isCancelled { throw failed(.cancelled, .readingBody) }
    try use { (driver) throws(HTTPException) in try driver.didReadBody(output.count - before) }
  }

  /// What can be read from the stream without waiting.
  func pendingInput() throws(HTTPException) -> PendingInput {
    try enterStream()
    defer { leaveStream() }
    return source.pendingInput()
  }

  /// Throws while a call of the stream is running: the stream must not change the exchange that is calling it. Called before anything
  /// changes.
  func refuseWithinStream() throws(HTTPException) {
    if isCallingStream { throw .responseNotReady("the stream can't use its own connection while it is being read or written") }
  }

  /// Notes that a call of the stream starts.
  func enterStream() throws(HTTPException) {
    try refuseWithinStream()
    isCallingStream = true
  }

  /// Notes that the stream's call has ended.
  func leaveStream() { isCallingStream = false }
}
