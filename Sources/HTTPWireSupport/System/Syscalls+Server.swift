package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Sockets from the server's side.
extension Syscalls {
  /// Has a socket take connections, so many of which may wait for ``acceptConnection(_:)``.
  package static func startListening(_ descriptor: Int32, backlog: Int32 = 128) throws(HTTPException) {
    _ = try retrying("listen") { listen(descriptor, backlog) }
  }

  /// Takes the next connection of a listener that doesn't block; nil when there is none, or when it has gone away again.
  package static func acceptConnection(_ listener: Int32) throws(HTTPException) -> Int32? {
    let descriptor = accept(listener, nil, nil)
    if descriptor < 0 {
      let code = errno
      if code == EAGAIN || code == EWOULDBLOCK || code == EINTR || code == ECONNABORTED { return nil }
      throw failure("accept", code)
    }
    try closing(descriptor) { () throws(HTTPException) in
      try setCloseOnExec(descriptor)
      try silenceSIGPIPE(descriptor)
    }
    return descriptor
  }

  /// Ends the sending half of a connection, so that the peer reads the end of the stream.
  package static func shutDownSending(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("shutdown") { shutdown(descriptor, Int32(SHUT_WR)) }
  }

  /// Ends both halves of a connection; a thread that waits on it wakes up. Fails quietly, as the connection may be gone already.
  package static func shutDown(_ descriptor: Int32) {
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Has closing a connection reset it (SO_LINGER of zero), so that the peer's next call fails with ECONNRESET.
  package static func resetWhenClosed(_ descriptor: Int32) throws(HTTPException) {
    try setOption(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
  }
}
