/// Opens streams through an HTTP proxy, by a CONNECT request for each (RFC 9110 section 9.3.6).
///
/// ```swift
/// let authorization = try HTTPConnection.basicProxyAuthorization(user: "asker", password: "secret")
/// connection.opener = TunnelDialer("proxy.example", port: 8080, headers: ["Proxy-Authorization": authorization]).dial
/// ```
///
/// ``HTTPConnection/setTunnel(_:port:headers:)`` asks for a tunnel in the same way, and is Python's. With a dialer, the connection is made
/// for the server itself, and there may be several proxies, one behind the other. A proxy that is reached over TLS is dialed ``over`` a
/// `TLSDialer`.
public struct TunnelDialer: Dialer {
  /// The proxy's name or address.
  public var host: String
  /// The proxy's port.
  public var port: Int
  /// Headers for the proxy, such as `Proxy-Authorization`; see ``HTTPConnection/basicProxyAuthorization(user:password:)``.
  public var headers: HTTPMessage
  /// Opens the stream to the proxy.
  public var over: any Dialer

  /// Makes a dialer. Its values are checked when it dials.
  public init(_ host: String, port: Int, headers: HTTPMessage = [:], over: any Dialer = TCPDialer()) {
    self.host = host
    self.port = port
    self.headers = headers
    self.over = over
  }

  /// Connects to the proxy, and asks it for a tunnel to the target. Each wait may take the target's timeout.
  ///
  /// Throws `tunnelRefused` if the proxy refuses, `unexpectedTunnelData`, `timedOut(.tunneling)`, and what reading its reply throws. Before
  /// anything is opened, throws `invalidURL`, `invalidHeaderName`, `invalidHeaderValue` and `notEncodable` for invalid values. Also throws
  /// what ``over`` throws. Errors at the proxy, or on the way to it, name it.
  public func dial(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    let plan = try TunnelPlan(target.host, port: target.port, headers: headers, defaultPort: httpPort, leniency: .default)
    let control = ConnectionControl(timeout: target.timeout)
    control.observe(target)
    return try ProxyHop(host, port).open(over.dial, for: target) { (stream) throws(HTTPException) in
      try plan.open(
        over: stream, version: .http11, control: control,
        deadline: target.deadline.map { ExchangeDeadline($0) }, leniency: .default, limits: .default, debug: nil
      ) { _ in }
    }
  }
}

/// Hides the credentials when a program prints the dialer.
extension TunnelDialer: CustomReflectable {
  /// The dialer's properties, with a mask for the value of `Proxy-Authorization`.
  public var customMirror: Mirror {
    Mirror(self, children: ["host": host, "port": port, "headers": ProxyCredentials.hidden(in: headers), "over": over])
  }
}
