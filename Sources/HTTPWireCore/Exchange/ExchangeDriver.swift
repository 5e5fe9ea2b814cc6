/// An exchange with the bytes that were received for it: all that changes in the course of a request, as one value.
///
/// Nothing here waits, and nothing here calls a stream. A step that can't go on says what it waits for, ``Step``; whoever runs the driver
/// gets that (in a thread that blocks, a task that awaits or an event loop) and repeats the step. So all ways of waiting share these
/// lines, and a stream that looks at its connection while it is being read finds nothing in use (docs/decisions/0011).
package struct ExchangeDriver: Sendable {
  package var exchange: ClientExchange
  package var input = InputBuffer()
  private let lineLimit: Int

  /// What a step needs before it can go on.
  package enum Step: Sendable, Equatable {
    /// Nothing: it has done what it was asked for.
    case done
    /// Bytes in the input, for which there should be so much room.
    case waitToRead(room: Int)
    /// Body bytes where the caller wants them, at most so many. They need not come by way of the input.
    case waitToReadBody(limit: Int)
  }

  /// Room for one `recv` while a head is expected; most responses fit as a whole.
  package static let headRoom = 16_384
  /// Room for one `recv` while a body is read by way of the input. More would be faster to fill and slower to read: it no longer stays
  /// in the processor's nearer caches.
  private static let bodyRoom = 65_536
  /// A read from the stream as large as this is worth a call of its own.
  package static let largeRead = 16_384

  package init(_ exchange: ClientExchange, limits: ParsingLimits) {
    self.exchange = exchange
    lineLimit = limits.lineLength
  }

  /// Takes the input out, to be filled and put back, or to be handed to whoever goes on with the stream.
  package mutating func takeInput() -> InputBuffer {
    var taken = InputBuffer()
    swap(&taken, &input)
    return taken
  }

  /// Ends the request that is being sent, if there is one.
  package mutating func endRequest() throws(HTTPException) {
    if exchange.requestPhase == .sending { try exchange.finishRequest() }
  }

  // MARK: Response heads

  /// The next head, interim or final; nil when ``headRoom`` more bytes have to be waited for.
  package mutating func nextHead() throws(HTTPException) -> ResponseHead? {
    let head = try input.nextHead(of: &exchange)
    if exchange.responsePhase == .idle { input.rest() }
    return head
  }

  /// The status line of a head that could not be read to its end, for the debug output; nil when it has not come as a whole or is too
  /// long. CPython shows it once it has its length, before it looks at it.
  package var unfinishedStatusLine: [UInt8]? {
    let bytes = input.contents
    let feed = bytes.firstIndex(of: ASCII.lineFeed)
    guard feed != nil || input.isAtEnd else { return nil }
    let line = feed.map { bytes[...$0] } ?? bytes
    return line.count <= lineLimit ? Array(line) : nil
  }

  // MARK: Bodies

  /// Appends body bytes that are in the input to `output`. Nothing is appended at the body's end, or when the step has to wait.
  ///
  /// For a `large` read, that is the data of as many chunks as there are, and the stream is read past the input for what is left of the
  /// room, too; otherwise it is the data of one chunk.
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

  /// How many body bytes are at the front of the input: none at the body's end, or when the step has to wait.
  package mutating func findBody() throws(HTTPException) -> (step: Step, count: Int) {
    let step = try nextBody()
    return (step.data > 0 || step.isEnd ? .done : roomForBody, step.data)
  }

  /// Moves body bytes to `line` up to and including the next line feed, or `limit` bytes, as far as they are in the input. The line is
  /// complete when the step is done: by its line feed, by the limit, or because the body has ended.
  package mutating func takeLine(into line: inout [UInt8], limit: Int) throws(HTTPException) -> Step {
    while line.count < limit {
      let step = try nextBody()
      if step.isEnd { break }
      if step.data == 0 { return roomForBody }
      let available = min(step.data, limit &- line.count)
      let length = input.lineLength(within: available)
      input.copy(length ?? available, to: &line)
      try take(length ?? available)
      if length != nil { break }
    }
    return .done
  }

  /// What stands at the front of the input; its memory is given back when that is the body's end.
  private mutating func nextBody() throws(HTTPException) -> BodyStep {
    let step = try input.nextBody(of: &exchange)
    if step.isEnd { input.rest() }
    return step
  }

  /// Notes that `count` body bytes were read past the input; none say that the peer has ended the stream.
  package mutating func didReadBody(_ count: Int) throws(HTTPException) {
    if count == 0 { input.isAtEnd = true }
    try finishTaking(count)
  }

  /// Drops `count` body bytes from the front of the input.
  private mutating func take(_ count: Int) throws(HTTPException) {
    input.consume(count)
    try finishTaking(count)
  }

  private mutating func finishTaking(_ count: Int) throws(HTTPException) {
    exchange.takeBody(count)
    try input.settleBody(of: &exchange)
    if exchange.responsePhase != .body { input.rest() }
  }

  /// Whether to bypass the input: only when a large part of the body is left and the caller has room for it. Short remainders go through
  /// the input, so that framing or excess bytes behind them are seen.
  private func isWorthBypassing(_ limit: Int, _ room: Int, large: Bool) -> Bool {
    limit >= Self.largeRead && (room >= Self.largeRead || large && exchange.framing != .chunked)
  }

  /// Framing that is torn at the end of one read stands before the next, in the same room.
  private var roomForBody: Step { .waitToRead(room: max(Self.bodyRoom - input.count, Self.headRoom)) }
}
