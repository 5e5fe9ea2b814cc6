/// What a SOCKS proxy is to connect to.
package enum SOCKSDestination: Sendable, Hashable {
  /// The 4 bytes of an IPv4 address.
  case ipv4([UInt8])
  /// The 16 bytes of an IPv6 address.
  case ipv6([UInt8])
  /// A name in ASCII, which the proxy looks up.
  case name(String)
}
