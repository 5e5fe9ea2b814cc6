import HTTPWire

/// A connection's socket with the command's time limits: `--max-time` for all operations, and `--connect-timeout` for those before the
/// first request.
///
/// Each read and write gets only the time that is left, so the limits also hold if bytes come slowly.
final class LimitedStream: ByteStream {
  private let stream: SocketStream
  private let deadline: Deadline
  /// The deadline for tunnel and TLS; nil once they are set up.
  private var opening: Deadline?

  init(_ stream: SocketStream, _ deadline: Deadline, opening: Deadline) {
    self.stream = stream
    self.deadline = deadline
    self.opening = opening
  }

  /// Ends the opening. From now on only `--max-time` applies.
  func endOpening() { opening = nil }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.read(into: &buffer, timeout: limited(timeout, .reading))
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.write(bytes, timeout: limited(timeout, .sending))
  }

  func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    try stream.writeSome(bytes, timeout: limited(timeout, .sending))
  }

  var interrupter: (any StreamInterrupter)? { stream.interrupter }

  func close() { stream.close() }

  var fileDescriptor: Int32? { stream.fileDescriptor }

  func pendingInput() -> PendingInput { stream.pendingInput() }

  private func limited(_ timeout: Duration?, _ phase: TimeoutPhase) throws(HTTPException) -> Duration? {
    let limits = [deadline.remaining, opening?.remaining].compactMap { $0 }
    guard let remaining = limits.min() else { return timeout }
    if remaining == .zero { throw .timedOut(opening == nil ? phase : .connecting) }
    return timeout.map { min($0, remaining) } ?? remaining
  }
}
