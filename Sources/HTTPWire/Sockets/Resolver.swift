/// Names to addresses, as Python's `socket.getaddrinfo` finds them.
package enum Resolver {
  /// The most bytes a host name can have (RFC 1035 section 2.3.4, written with dots).
  static let longestName = 253

  /// The addresses of a host, in the order in which they are to be tried. An empty host is this machine's loopback, a numeric address
  /// is itself, and one of IPv6 may carry its scope (`fe80::1%eth0`; RFC 4007 section 11).
  ///
  /// Throws `nameResolution`, and `invalidArgument` for a port that is none or a name with a NUL byte.
  package static func addresses(of host: String, port: Int) throws(HTTPException) -> [SocketAddress] {
    try Syscalls.resolve(checked(host), port: checked(port), for: .connecting)
  }

  /// The address to bind a socket of a family to. An empty host is any interface.
  ///
  /// Throws as ``addresses(of:port:)`` does, also where the host has no address of that family.
  static func sourceAddress(_ source: SourceAddress, family: Int32) throws(HTTPException) -> SocketAddress? {
    try Syscalls.resolve(checked(source.host), port: checked(source.port), for: .binding(family: family)).first
  }

  /// The host for the system's resolver: nil for an empty one.
  private static func checked(_ host: String) throws(HTTPException) -> String? {
    if host.isEmpty { return nil }
    if host.utf8.contains(0) { throw .invalidArgument("the host \(PythonRepr.string(host)) has a NUL byte") }
    // Few hosts are so long that their name has to be told from their scope to be counted.
    if host.utf8.count > longestName, nameLength(host) > longestName {
      throw .nameResolution(
        ResolutionFailure(host: host, code: Syscalls.noSuchName, message: "the name is longer than \(longestName) bytes"))
    }
    return host
  }

  /// The bytes of a host without its scope and without the dot of the root.
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
