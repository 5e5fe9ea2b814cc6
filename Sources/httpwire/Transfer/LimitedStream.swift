import HTTPWire

/// A connection's socket under the command's limits: no operation outlasts `--max-time`, nor those before the first request
/// `--connect-timeout`.
///
/// The limits hold for every read and write, however slowly bytes come, since each gets only the time that is left.
final class LimitedStream: ByteStream {
  private let stream: SocketStream
  private let deadline: Deadline
  /// When tunnel and TLS have to be there; nil once they are.
  private var opening: Deadline?

  init(_ stream: SocketStream, _ deadline: Deadline, opening: Deadline) {
    self.stream = stream
    self.deadline = deadline
    self.opening = opening
  }

  /// Requests are going to be sent: only `--max-time` counts from now on.
  func endOpening() { opening = nil }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.read(into: &buffer, timeout: limited(timeout, .reading))
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.write(bytes, timeout: limited(timeout, .sending))
  }

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
