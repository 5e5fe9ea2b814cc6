/// Opens TCP connections (`socket.create_connection`).
public enum TCPConnector {
  /// Looks up the target's host and connects to the first of its addresses that accepts. Each address may take the target's timeout. Small
  /// writes are sent at once (TCP_NODELAY), because each is a whole request or block.
  ///
  /// If no address accepts, throws the last failure: `system` with the address, or `timedOut(.connecting)`. Also throws `nameResolution`,
  /// and `invalidArgument` for a port out of range.
  public static func connect(to target: ConnectionTarget) throws(HTTPException) -> SocketStream {
    try connect(to: Resolver.addresses(of: target.host, port: target.port), of: target)
  }

  /// Connects to the first address that accepts. If none does, throws the last failure.
  package static func connect(to addresses: [SocketAddress], of target: ConnectionTarget) throws(HTTPException) -> SocketStream {
    var failure = HTTPException.nameResolution(
      ResolutionFailure(host: target.host, code: Syscalls.noSuchName, message: "the name has no addresses"))
    for address in addresses {
      do {
        return try connect(to: address, of: target)
      } catch {
        failure = error
      }
    }
    throw failure
  }

  private static func connect(to address: SocketAddress, of target: ConnectionTarget) throws(HTTPException) -> SocketStream {
    let descriptor = try Syscalls.openSocket(family: address.family, isBlocking: target.timeout == nil)
    return try Syscalls.closing(descriptor) { () throws(HTTPException) in
      if let source = target.sourceAddress, let local = try Resolver.sourceAddress(source, family: address.family) {
        try Syscalls.bindSocket(descriptor, to: local)
      }
      try establish(descriptor, to: address, timeout: target.timeout)
      try Syscalls.setNoDelay(descriptor)
      return SocketStream(connected: descriptor, to: address)
    }
  }

  /// Connects a socket within the timeout, and leaves it in blocking mode. If there is a timeout, the socket must be in non-blocking mode.
  private static func establish(_ descriptor: Int32, to address: SocketAddress, timeout: Duration?) throws(HTTPException) {
    let deadline = Deadline(after: timeout)
    switch try Syscalls.beginConnecting(descriptor, to: address) {
    case .done: break
    case .wouldBlock: throw .timedOut(.connecting)
    case .underway:
      guard try Syscalls.waitUntilWritable(descriptor, until: deadline) else { throw .timedOut(.connecting) }
      try Syscalls.finishConnecting(descriptor, to: address)
    }
    if timeout != nil { try Syscalls.endNonBlocking(descriptor) }
  }
}
