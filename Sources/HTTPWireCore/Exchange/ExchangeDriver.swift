/// An exchange and its received bytes: everything that changes during a request, as one value.
///
/// Nothing here waits or calls a stream. A step that needs bytes returns what it waits for, a ``Step``. The caller waits for it (in a
/// blocking thread, a task or an event loop) and repeats the step. All ways of waiting share this code. A stream may also use its
/// connection while it is being read, because this value is not being accessed then (docs/decisions/0011).
package struct ExchangeDriver: Sendable {
  package var exchange: ClientExchange
  package var input = InputBuffer()
  private let lineLimit: Int

  /// What a step needs before it can continue.
  package enum Step: Sendable, Equatable {
    /// Nothing: the step is complete.
    case done
    /// More bytes in the input, with room for `room` bytes.
    case waitToRead(room: Int)
    /// At most `limit` body bytes, which may be read directly into the caller's memory.
    case waitToReadBody(limit: Int)
  }

  /// Room for one `recv` while a head is expected. Most responses fit.
  package static let headRoom = 16_384
  /// Room for one `recv` while a body is read through the input. More would be faster to fill but slower to read, because it would not
  /// stay in the processor's nearer caches.
  private static let bodyRoom = 65_536
  /// The size from which a read directly into the caller's memory is worth a system call of its own.
  package static let largeRead = 16_384

  package init(_ exchange: ClientExchange, limits: ParsingLimits) {
    self.exchange = exchange
    lineLimit = limits.lineLength
  }

  /// Takes the bytes that nothing has consumed, for whoever goes on with the stream.
  package mutating func takeUnread() -> [UInt8] {
    let unread = Array(input.contents)
    input.consume(unread.count)
    return unread
  }

  /// Takes the input out, to be filled and put back.
  package mutating func takeInput() -> InputBuffer {
    var taken = InputBuffer()
    swap(&taken, &input)
    return taken
  }

  /// Ends the request being sent, if there is one.
  package mutating func endRequest() throws(HTTPException) {
    if exchange.requestPhase == .sending { try exchange.finishRequest() }
  }

  // MARK: Response heads

  /// What the last head decided: how the body ends, whether the connection ends with it (RFC 9112 section 9.3), and whether there is a
  /// body to read. It is `mutating` because any other function would be called on a copy of the driver.
  package mutating func outcome() -> (framing: BodyFraming, willClose: Bool, hasBody: Bool) {
    (exchange.framing, !exchange.isReusable, exchange.responsePhase == .body)
  }

  /// Parses the next head, interim or final. Returns nil if it needs more bytes, for which ``headRoom`` is a good size.
  package mutating func nextHead() throws(HTTPException) -> ResponseHead? {
    let head = try input.nextHead(of: &exchange)
    if exchange.responsePhase == .idle { input.rest() }
    return head
  }

  /// The status line of a head that could not be read to its end, for the debug output. Nil if the line is incomplete or too long.
  /// CPython prints the line after checking its length and before parsing it.
  package var unfinishedStatusLine: [UInt8]? {
    let bytes = input.contents
    let feed = bytes.firstIndex(of: ASCII.lineFeed)
    guard feed != nil || input.isAtEnd else { return nil }
    let line = feed.map { bytes[...$0] } ?? bytes
    return line.count <= lineLimit ? Array(line) : nil
  }

  // MARK: Bodies

  /// Moves body bytes from the input to `output`. Appends nothing at the body's end, or if the step has to wait.
  ///
  /// A `large` read takes the data of as many chunks as fit, and may bypass the input for the rest of the room. Any other read takes the
  /// data of one chunk.
  package mutating func takeBody(into output: inout OutputSpan<UInt8>, large: Bool) throws(HTTPException) -> Step {
    let before = output.count
    repeat {
      let step = try nextBody()
      if step.isEnd { break }
      if step.data == 0 {
        if output.count > before { return .done }
        let limit = input.isEmpty ? exchange.contiguousLength : 0
        return isWorthBypassing(limit, output.freeCapacity, large: large) ? .waitToReadBody(limit: limit) : roomForBody
      }
      try take(input.copy(step.data, to: &output))
    } while large && output.freeCapacity > 0 && exchange.responsePhase == .body
    return .done
  }

  /// Returns the number of body bytes at the start of the input: 0 at the body's end, or if the step has to wait.
  package mutating func findBody() throws(HTTPException) -> (step: Step, count: Int) {
    let step = try nextBody()
    return (step.data > 0 || step.isEnd ? .done : roomForBody, step.data)
  }

  /// Moves body bytes from the input to `bytes`, with `asLine` up to and including the next line feed. The step is done at that line feed,
  /// when there are `limit` bytes, or at the body's end.
  package mutating func takeBytes(into bytes: inout [UInt8], limit: Int, asLine: Bool) throws(HTTPException) -> Step {
    while bytes.count < limit {
      let step = try nextBody()
      if step.isEnd { break }
      if step.data == 0 { return roomForBody }
      let available = min(step.data, limit &- bytes.count)
      let length = asLine ? input.lineLength(within: available) : nil
      input.copy(length ?? available, to: &bytes)
      try take(length ?? available)
      if length != nil { break }
    }
    return .done
  }

  /// Parses the framing at the start of the input. Frees the input's memory at the body's end.
  @inline(__always)
  private mutating func nextBody() throws(HTTPException) -> BodyStep {
    let step = try input.nextBody(of: &exchange)
    if step.isEnd { input.rest() }
    return step
  }

  /// Records that `count` body bytes were read directly from the stream. A count of 0 means that the peer has ended the stream.
  package mutating func didReadBody(_ count: Int) throws(HTTPException) {
    if count == 0 { input.isAtEnd = true }
    try finishTaking(count)
  }

  /// Drops `count` body bytes from the start of the input.
  private mutating func take(_ count: Int) throws(HTTPException) {
    input.consume(count)
    try finishTaking(count)
  }

  private mutating func finishTaking(_ count: Int) throws(HTTPException) {
    exchange.takeBody(count)
    try input.settleBody(of: &exchange)
    if exchange.responsePhase != .body { input.rest() }
  }

  /// Whether to bypass the input buffer: only if a large part of the body is left and the caller has room for it. Short remainders go
  /// through the buffer, so that framing or excess bytes behind them are seen.
  private func isWorthBypassing(_ limit: Int, _ room: Int, large: Bool) -> Bool {
    limit >= Self.largeRead && (room >= Self.largeRead || large && exchange.framing != .chunked)
  }

  /// The bytes already in the input (framing cut off by the last read) count towards the room.
  private var roomForBody: Step { .waitToRead(room: max(Self.bodyRoom - input.count, Self.headRoom)) }
}
