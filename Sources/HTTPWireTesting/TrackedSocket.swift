import HTTPWire

/// A server's socket that reports to the server when it is closed, also when a stream over it closes it.
final class TrackedSocket: ByteStream {
  private let socket: SocketStream
  private let state: LoopbackState

  init(_ socket: SocketStream, _ state: LoopbackState) {
    self.socket = socket
    self.state = state
  }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    try socket.read(into: &buffer, timeout: timeout)
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) { try socket.write(bytes, timeout: timeout) }

  func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    try socket.writeSome(bytes, timeout: timeout)
  }

  func close() { state.close(socket) }

  var fileDescriptor: Int32? { socket.fileDescriptor }

  func pendingInput() -> PendingInput { socket.pendingInput() }
}
