/// Which of a name's addresses to connect to (curl's `-4` and `-6`).
public enum AddressFamily: Sendable, Hashable, CaseIterable {
  /// Addresses of both families.
  case any
  /// IPv4 addresses only.
  case ipv4
  /// IPv6 addresses only.
  case ipv6
}
