package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Sockets of servers.
extension Syscalls {
  /// Makes a socket listen. At most `backlog` connections wait for ``acceptConnection(_:)``.
  package static func startListening(_ descriptor: Int32, backlog: Int32 = 128) throws(HTTPException) {
    _ = try retrying("listen") { listen(descriptor, backlog) }
  }

  /// Accepts the next connection of a non-blocking listener. Returns nil if there is none, or if its client has closed it already.
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

  /// Ends the sending direction of a connection. The peer reads the end of the stream.
  package static func shutDownSending(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("shutdown") { shutdown(descriptor, Int32(SHUT_WR)) }
  }

  /// Makes closing a connection reset it (SO_LINGER of zero). The peer's next call then fails with ECONNRESET.
  package static func resetWhenClosed(_ descriptor: Int32) throws(HTTPException) {
    try setOption(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
  }
}
