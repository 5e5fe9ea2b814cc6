/// Looks up the addresses of names, as Python's `socket.getaddrinfo` does.
package enum Resolver {
  /// The greatest length of a host name in bytes (RFC 1035 section 2.3.4, written with dots).
  static let longestName = 253

  /// The addresses of a host, in the order in which to try them. An empty host means the loopback addresses. A numeric address is
  /// converted; an IPv6 address may have a scope (`fe80::1%eth0`; RFC 4007 section 11).
  ///
  /// Throws `nameResolution`, and `invalidArgument` for a port out of range or a name with a NUL byte.
  package static func addresses(of host: String, port: Int) throws(HTTPException) -> [SocketAddress] {
    try Syscalls.resolve(checked(host), port: checked(port), for: .connecting)
  }

  /// The addresses of a target's host, as ``addresses(of:port:)`` finds them, by the target's deadline and unless it is cancelled.
  ///
  /// Also throws `timedOut(.lookingUp)` and `cancelled`.
  static func addresses(of target: ConnectionTarget, until deadline: Deadline) throws(HTTPException) -> [SocketAddress] {
    let (host, port) = (target.host, target.port)
    // Numbers are not looked up, so they need no thread.
    let isNumeric = host.isEmpty || IPAddressSyntax.ipv4(host) != nil || IPAddressSyntax.isIPv6(host)
    if isNumeric || deadline.remaining == nil && target.canceller == nil {
      return try addresses(of: host, port: port)
    }
    return try LookUp.addresses(of: host, until: deadline, target.canceller) { () throws(HTTPException) in
      try addresses(of: host, port: port)
    }
  }

  /// The address to bind a socket of a family to. An empty host means any interface.
  ///
  /// Throws as ``addresses(of:port:)`` does, also if the host has no address of that family.
  static func sourceAddress(_ source: SourceAddress, family: Int32) throws(HTTPException) -> SocketAddress? {
    try Syscalls.resolve(checked(source.host), port: checked(source.port), for: .binding(family: family)).first
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

  private static func checked(_ port: Int) throws(HTTPException) -> UInt16 {
    guard let port = UInt16(exactly: port) else { throw .invalidArgument("port \(port) is not in 0...65535") }
    return port
  }
}
