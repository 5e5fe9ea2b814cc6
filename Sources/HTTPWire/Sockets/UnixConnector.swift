/// Opens connections to Unix sockets.
public enum UnixConnector {
  /// Connects to the socket at a path. If the listener's queue is full, waits at most for the timeout; nil waits for ever.
  ///
  /// Throws `system` with the path, `timedOut(.connecting)`, and `invalidArgument` for a path that is empty, has a NUL byte or is too long
  /// (more than 107 bytes on Linux, 103 on Darwin).
  public static func connect(path: String, timeout: Duration? = nil) throws(HTTPException) -> SocketStream {
    let address = try Syscalls.unixAddress(path)
    let descriptor = try Syscalls.openSocket(family: address.family)
    return try Syscalls.closing(descriptor) { () throws(HTTPException) in
      // The connection is made at once, or waits for space in the queue. `poll` can't wait for that; the sending timeout limits it.
      if let timeout { try Syscalls.setTimeout(descriptor, .sending, timeout) }
      switch try Syscalls.beginConnecting(descriptor, to: address) {
      case .done: break
      case .wouldBlock: throw .timedOut(.connecting)
      case .underway:
        guard try Syscalls.waitUntilWritable(descriptor, until: Deadline(after: timeout)) else { throw .timedOut(.connecting) }
        try Syscalls.finishConnecting(descriptor, to: address)
      }
      return SocketStream(connected: descriptor, to: address, sendTimeout: timeout)
    }
  }
}
