/// Through what a connection reaches its server.
public enum ProxyRoute: Sendable, Hashable {
  /// Through nothing.
  case direct
  /// Through an HTTP proxy that gets each request, with the URL in absolute form, and forwards it (RFC 9112 section 3.2.2). The proxy reads
  /// and may change everything, so this is only for connections without TLS.
  case forward(ProxyServer)
  /// Through a tunnel that an HTTP proxy opens (CONNECT, RFC 9110 section 9.3.6).
  case tunnel(ProxyServer)
  /// Through a SOCKS proxy.
  case socks(ProxyServer)

  /// The proxy; nil for a direct route.
  public var proxy: ProxyServer? {
    switch self {
    case .direct: nil
    case .forward(let proxy), .tunnel(let proxy), .socks(let proxy): proxy
    }
  }
}
