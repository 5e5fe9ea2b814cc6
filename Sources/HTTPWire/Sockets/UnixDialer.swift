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

  /// Connects as ``connect(timeout:)`` does, at most until the target's timeout has passed or its deadline has come. Its canceller ends the
  /// wait, too, and then this throws `cancelled`.
  public func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    target.report(.connectBegan(address: path))
    do throws(HTTPException) {
      let stream = try connect(until: target.stepEnd, target.canceller)
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
    try connect(until: Deadline(after: timeout), nil)
  }

  /// How long the wait for space in the queue may go on before a cancel is noticed.
  private static let longestDeafness = Duration.milliseconds(50)

  private func connect(until end: Deadline, _ canceller: Canceller?) throws(HTTPException) -> SocketStream {
    let address = try Syscalls.unixAddress(path)
    let descriptor = try Syscalls.openSocket(family: address.family)
    return try Syscalls.closing(descriptor) { () throws(HTTPException) in
      while true {
        if canceller?.isCancelled == true { throw HTTPException.cancelled }
        // The connection is made at once, or waits for space in the queue. `poll` can't wait for that, and no call from another thread ends
        // it. The sending timeout limits it, so what may be cancelled waits several times.
        let limit = canceller == nil ? end.remaining : min(end.remaining ?? Self.longestDeafness, Self.longestDeafness)
        if let limit { try Syscalls.setSendTimeout(descriptor, limit) }
        switch try Syscalls.beginConnecting(descriptor, to: address) {
        case .done: break
        case .wouldBlock:
          if end.endsWait { throw HTTPException.timedOut(.connecting) }
          continue
        case .underway:
          guard try Syscalls.waitUntilWritable(descriptor, until: end) else { throw HTTPException.timedOut(.connecting) }
          try Syscalls.finishConnecting(descriptor, to: address)
        }
        return SocketStream(connected: descriptor, to: address)
      }
    }
  }
}
