/// The versions of SOCKS. The raw values are the schemes of proxy URLs, as curl has them.
public enum SOCKSVersion: String, Sendable, Hashable, CaseIterable {
  /// SOCKS4: the name is looked up here, and only IPv4 addresses can be reached. The proxy can be given a user, but no password.
  case socks4
  /// SOCKS4a: as SOCKS4, but the proxy looks the name up.
  case socks4a
  /// SOCKS5 (RFC 1928): the name is looked up here.
  case socks5
  /// SOCKS5 (RFC 1928): the proxy looks the name up.
  case socks5h

  /// Whether the proxy is given names as they are, and looks them up.
  public var resolvesAtProxy: Bool { self == .socks4a || self == .socks5h }

  /// Whether the protocol is that of version 5.
  package var isFive: Bool { self == .socks5 || self == .socks5h }
}
