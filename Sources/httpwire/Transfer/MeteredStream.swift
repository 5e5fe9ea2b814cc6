import HTTPWire

/// A connection's stream under the command's eyes: what passes is counted, and no operation outlasts `--max-time`.
///
/// The limit holds for every read and write, however slowly bytes come, since each gets only the time that is left.
final class MeteredStream: ByteStream {
  private let stream: SocketStream
  private let meter: Meter
  private let deadline: Deadline

  /// A large block is written in pieces of this size, so that progress shows.
  private static let piece = 262_144

  init(_ stream: SocketStream, _ meter: Meter, _ deadline: Deadline) {
    self.stream = stream
    self.meter = meter
    self.deadline = deadline
  }

  func read(into buffer: inout OutputRawSpan, timeout: Duration?) throws(HTTPException) {
    try stream.read(into: &buffer, timeout: limited(timeout, .reading))
    meter.sawInput()
  }

  func write(_ bytes: RawSpan, timeout: Duration?) throws(HTTPException) {
    var offset = 0
    while offset < bytes.byteCount {
      let end = min(offset + Self.piece, bytes.byteCount)
      let part = bytes.extracting(offset..<end)
      try stream.write(part, timeout: limited(timeout, .sending))
      meter.sent(part)
      offset = end
    }
  }

  func close() { stream.close() }

  var fileDescriptor: Int32? { stream.fileDescriptor }

  func pendingInput() -> PendingInput { stream.pendingInput() }

  private func limited(_ timeout: Duration?, _ phase: TimeoutPhase) throws(HTTPException) -> Duration? {
    guard let remaining = deadline.remaining else { return timeout }
    if remaining == .zero { throw .timedOut(phase) }
    return timeout.map { min($0, remaining) } ?? remaining
  }
}
