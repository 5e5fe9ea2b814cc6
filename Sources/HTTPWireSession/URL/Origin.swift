internal import HTTPWireCore

extension HTTPURL {
  /// Whom a URL belongs to: its scheme, host and port (RFC 6454 section 4, RFC 9110 section 4.3.1). Credentials that were meant for one
  /// origin must not reach another.
  ///
  /// ```swift
  /// let same = try HTTPURL("HTTP://Example.org:80/a").origin == HTTPURL("example.org").origin    // true
  /// ```
  ///
  /// Hosts are compared by their text. Two spellings of an IPv6 address, and a name with and without the dot of the root, are two origins.
  public struct Origin: Sendable, Hashable {
    /// The scheme.
    public let scheme: Scheme
    /// A name in ASCII and lower case, or an address without brackets. An IPv4 address is four decimal numbers, however it was typed.
    public let host: String
    /// The port.
    public let port: Int

    /// The value of `Host` (RFC 9110 section 7.2). It has no default port, and no scope of an address.
    public var hostField: String {
      // The only error is that of a name beyond ASCII, which `host` is not.
      (try? HostPort.field(host: host, port: port, defaultPort: scheme.defaultPort)) ?? host
    }
  }
}

extension HTTPURL.Origin: CustomStringConvertible {
  /// The origin as the start of a URL. The scope of an address is written as in RFC 6874.
  public var description: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host.split(separator: "%", maxSplits: 1).joined(separator: "%25"))]" : host
    return "\(scheme.rawValue)://\(name)\(port == scheme.defaultPort ? "" : ":\(port)")"
  }
}
