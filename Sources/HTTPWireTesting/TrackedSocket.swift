import HTTPWire

/// A server's socket, which the server is told of when it is closed, by whatever has been laid over it.
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

  func close() { state.close(socket) }

  var fileDescriptor: Int32? { socket.fileDescriptor }

  func pendingInput() -> PendingInput { socket.pendingInput() }
}
