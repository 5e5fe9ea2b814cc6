/// Looks up the addresses of names, as Python's `socket.getaddrinfo` does.
package enum Resolver {
  /// The greatest length of a host name in bytes (RFC 1035 section 2.3.4, written with dots).
  static let longestName = 253

  /// The addresses of a host, in the order in which to try them. An empty host means the loopback addresses. A numeric address is
  /// converted; an IPv6 address may have a scope (`fe80::1%eth0`; RFC 4007 section 11).
  ///
  /// Throws `nameResolution`, and `invalidArgument` for a port out of range or a name with a NUL byte.
  package static func addresses(of host: String, port: Int) throws(HTTPException) -> [SocketAddress] {
    try addresses(of: host, port: port, for: .connecting(.any))
  }

  /// The addresses of a target's host, as ``addresses(of:port:)`` finds them, by the target's deadline and unless it is cancelled.
  ///
  /// Also throws `timedOut(.lookingUp)` and `cancelled`.
  static func addresses(
    of target: ConnectionTarget, _ family: AddressFamily, until deadline: Deadline
  ) throws(HTTPException) -> [SocketAddress] {
    try waiting(for: target.host, until: deadline, target.canceller) { () throws(HTTPException) in
      try addresses(of: target.host, port: target.port, for: .connecting(family))
    }
  }

  /// The address to bind a socket of a family to. An empty host means any interface.
  ///
  /// Throws as ``addresses(of:port:)`` does, also if the host has no address of that family, and `timedOut(.lookingUp)` and `cancelled`.
  static func sourceAddress(
    _ source: SourceAddress, family: Int32, until deadline: Deadline, _ canceller: Canceller?
  ) throws(HTTPException) -> SocketAddress? {
    try waiting(for: source.host, until: deadline, canceller) { () throws(HTTPException) in
      try addresses(of: source.host, port: source.port, for: .binding(family: family))
    }.first
  }

  /// The addresses in their order, with the two families alternating for as long as there are both (RFC 8305 section 4).
  package static func interleaved(_ addresses: [SocketAddress]) -> [SocketAddress] {
    guard let family = addresses.first?.family, addresses.contains(where: { $0.family != family }) else { return addresses }
    let (first, second) = (addresses.filter { $0.family == family }, addresses.filter { $0.family != family })
    return (0..<max(first.count, second.count)).flatMap { index in
      [first, second].compactMap { index < $0.count ? $0[index] : nil }
    }
  }

  /// Whether a host is a number, and not a name that is looked up.
  static func isNumeric(_ host: String) -> Bool { IPAddressSyntax.ipv4(host) != nil || IPAddressSyntax.isIPv6(host) }

  /// The error for a name that has no addresses, or none of the family that was asked for.
  static func noAddresses(_ host: String) -> HTTPException {
    .nameResolution(ResolutionFailure(host: host, code: Syscalls.noSuchName, message: "the name has no addresses of this kind"))
  }

  private static func addresses(of host: String, port: Int, for purpose: Syscalls.Purpose) throws(HTTPException) -> [SocketAddress] {
    try Syscalls.resolve(checked(host), port: checked(port), for: purpose)
  }

  /// What `find` finds for a host. If that is a name and something may end the wait, it is looked up in a thread.
  private static func waiting(
    for host: String, until deadline: Deadline, _ canceller: Canceller?,
    _ find: @escaping @Sendable () throws(HTTPException) -> [SocketAddress]
  ) throws(HTTPException) -> [SocketAddress] {
    if host.isEmpty || isNumeric(host) || deadline.remaining == nil && canceller == nil { return try find() }
    return try LookUp.addresses(of: host, until: deadline, canceller, find)
  }

  /// The host for the system's resolver, checked; nil if it is empty.
  private static func checked(_ host: String) throws(HTTPException) -> String? {
    if host.isEmpty { return nil }
    if host.utf8.contains(0) { throw .invalidArgument("the host \(PythonRepr.string(host)) has a NUL byte") }
    // The scope does not count. It is only searched for if the host as a whole is too long.
    if host.utf8.count > longestName, nameLength(host) > longestName {
      throw .nameResolution(
        ResolutionFailure(host: host, code: Syscalls.noSuchName, message: "the name is longer than \(longestName) bytes"))
    }
    return host
  }

  /// The length of a host in bytes, without its scope and without the final dot.
  private static func nameLength(_ host: String) -> Int {
    var name = host.prefix { $0 != "%" }
    if name.hasSuffix(".") { name.removeLast() }
    return name.utf8.count
  }

  /// The port, checked.
  static func checked(_ port: Int) throws(HTTPException) -> UInt16 {
    guard let port = UInt16(exactly: port) else { throw .invalidArgument("port \(port) is not in 0...65535") }
    return port
  }
}
