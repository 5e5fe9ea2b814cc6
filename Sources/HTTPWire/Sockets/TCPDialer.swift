/// Opens TCP connections (`socket.create_connection`).
public struct TCPDialer: Dialer, Hashable {
  /// Makes a dialer that lets the system choose everything.
  public init() {}

  /// Connects as ``connect(to:)`` does.
  public func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream { try connect(to: target) }

  /// Looks up the target's host and connects to the first of its addresses that accepts. Each address may take the target's timeout. Small
  /// writes are sent at once (TCP_NODELAY), because each is a whole request or block. The target's deadline is for the look-up and all
  /// addresses together.
  ///
  /// If no address accepts, throws the last failure: `system` with the address, or `timedOut(.connecting)`. Also throws `nameResolution`,
  /// `timedOut(.lookingUp)` at the deadline, `cancelled`, and `invalidArgument` for a port out of range.
  public func connect(to target: ConnectionTarget) throws(HTTPException) -> SocketStream {
    let deadline = Deadline(after: target.deadline.map { ContinuousClock.now.duration(to: $0) })
    target.report(.lookUpBegan(host: target.host))
    let addresses = try Resolver.addresses(of: target, until: deadline)
    target.report(.lookUpEnded(addresses: addresses.map(\.text)))
    return try connect(to: addresses, of: target, until: deadline)
  }

  /// Connects to the first address that accepts. If none does, throws the last failure.
  package func connect(
    to addresses: [SocketAddress], of target: ConnectionTarget, until deadline: Deadline = Deadline(after: nil)
  ) throws(HTTPException) -> SocketStream {
    var failure = HTTPException.nameResolution(
      ResolutionFailure(host: target.host, code: Syscalls.noSuchName, message: "the name has no addresses"))
    for address in addresses {
      do {
        target.report(.connectBegan(address: address.text))
        return try connect(to: address, of: target, until: deadline)
      } catch {
        target.report(.connectFailed(address: address.text, error))
        if error == .cancelled { throw error }
        if deadline.hasPassed { throw .timedOut(.connecting) }
        failure = error
      }
    }
    throw failure
  }

  private func connect(
    to address: SocketAddress, of target: ConnectionTarget, until deadline: Deadline
  ) throws(HTTPException) -> SocketStream {
    let end = deadline.earlier(after: target.timeout)
    // Without an end, the system waits. What wakes a waiting `connect` differs between systems, so with a canceller `poll` waits.
    let waitsHere = end.remaining != nil || target.canceller != nil
    let descriptor = try Syscalls.openSocket(family: address.family, isBlocking: !waitsHere)
    return try Syscalls.closing(descriptor) { () throws(HTTPException) in
      if let source = target.sourceAddress, let local = try Resolver.sourceAddress(source, family: address.family) {
        try Syscalls.bindSocket(descriptor, to: local)
      }
      try cancellable(descriptor, target.canceller) { () throws(HTTPException) in try establish(descriptor, to: address, until: end) }
      if waitsHere { try Syscalls.endNonBlocking(descriptor) }
      try Syscalls.setNoDelay(descriptor)
      let stream = SocketStream(connected: descriptor, to: address)
      target.report(.connected(address: address.text, from: stream.localAddress))
      return stream
    }
  }

  /// Lets the canceller end the waits of `body` on a socket. Throws `cancelled` in place of what that makes them throw.
  private func cancellable(
    _ descriptor: Int32, _ canceller: Canceller?, _ body: () throws(HTTPException) -> Void
  ) throws(HTTPException) {
    guard let canceller else { return try body() }
    let waker = SocketWaker(descriptor)
    defer {
      canceller.forget(waker)
      waker.forget()
    }
    do throws(HTTPException) {
      canceller.watchOpening(waker)
      if canceller.isCancelled { throw HTTPException.cancelled }
      try body()
    } catch {
      throw canceller.isCancelled ? .cancelled : error
    }
  }

  /// Connects a socket. If the deadline ever passes, the socket must be in non-blocking mode.
  private func establish(_ descriptor: Int32, to address: SocketAddress, until deadline: Deadline) throws(HTTPException) {
    switch try Syscalls.beginConnecting(descriptor, to: address) {
    case .done: break
    case .wouldBlock: throw .timedOut(.connecting)
    case .underway:
      guard try Syscalls.waitUntilWritable(descriptor, until: deadline) else { throw .timedOut(.connecting) }
      try Syscalls.finishConnecting(descriptor, to: address)
    }
  }
}
