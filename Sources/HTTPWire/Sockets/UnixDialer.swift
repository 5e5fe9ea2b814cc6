/// Opens connections to a Unix socket, whatever host and port a connection was made for.
///
/// ```swift
/// connection.opener = UnixDialer(path: "/run/docker.sock").dial
/// ```
public struct UnixDialer: Dialer, Hashable {
  /// The socket's path.
  public var path: String

  /// Makes a dialer. The path is checked when it is connected to.
  public init(path: String) { self.path = path }

  /// Connects as ``connect(timeout:)`` does, for at most the target's timeout.
  public func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    target.report(.connectBegan(address: path))
    do throws(HTTPException) {
      let stream = try connect(timeout: target.timeout)
      target.report(.connected(address: path, from: nil))
      return stream
    } catch {
      target.report(.connectFailed(address: path, error))
      throw error
    }
  }

  /// Connects to the socket. If the listener's queue is full, waits at most for the timeout; nil waits for ever.
  ///
  /// Throws `system` with the path, `timedOut(.connecting)`, and `invalidArgument` for a path that is empty, has a NUL byte or is too long
  /// (more than 107 bytes on Linux, 103 on Darwin).
  public func connect(timeout: Duration? = nil) throws(HTTPException) -> SocketStream {
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
