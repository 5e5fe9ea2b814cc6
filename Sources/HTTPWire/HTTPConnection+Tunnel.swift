extension HTTPConnection {
  /// Sets the host to reach through a proxy (`HTTPConnection.set_tunnel`). The proxy is the server that the connection was made for. It is
  /// asked for a tunnel each time the connection is opened.
  ///
  /// - Parameters:
  ///   - host: The host to reach. Write an IPv6 address in brackets. If `port` is nil, `:port` may follow.
  ///   - port: The port to reach; nil takes it from `host`, or else the connection's ``defaultPort``.
  ///   - headers: Headers for the proxy only, such as `Proxy-Authorization`; see ``basicProxyAuthorization(user:password:)``.
  ///
  /// Errors and debug output show the value of `Proxy-Authorization` as `***`; CPython prints it. If the proxy refuses, the error has the
  /// part of its body that comes within two seconds, at most 64 KiB.
  ///
  /// Throws `invalidArgument` if the connection is open. Throws `invalidURL`, `invalidHeaderName`, `invalidHeaderValue` and `notEncodable`
  /// for invalid arguments.
  ///
  /// ```swift
  /// let connection = try HTTPSConnection("proxy.example", port: 8080)
  /// try connection.setTunnel("www.python.org")
  /// try connection.request("HEAD", "/index.html")
  /// ```
  public func setTunnel(_ host: String, port: Int? = nil, headers: HTTPMessage = [:]) throws(HTTPException) {
    guard channel?.isClosed ?? true else { throw .invalidArgument("Can't set up tunnel for established connection") }
    tunnel = try TunnelPlan(host, port: port, headers: headers, defaultPort: defaultPort, leniency: leniency)
  }

  /// The value of `Proxy-Authorization` for the Basic scheme (RFC 7617). User and password are encoded as UTF-8.
  ///
  /// Throws `invalidArgument` for a colon in the user's name, or a control character in the name or password. The error shows neither of
  /// them.
  public static func basicProxyAuthorization(user: String, password: String) throws(HTTPException) -> String {
    try ProxyCredentials.basic(user: user, password: password)
  }

  /// The tunnel that the next opening asks for: the one that was set, or the one of the route.
  func tunnelToOpen() throws(HTTPException) -> TunnelPlan? {
    guard let routing, case .tunnel = routing.route else { return tunnel }
    var headers = routing.httpProxy?.headers ?? HTTPMessage()
    if let authorization = routing.authorization { headers.add("Proxy-Authorization", authorization) }
    return try TunnelPlan(host, port: port, headers: headers, defaultPort: defaultPort, leniency: leniency)
  }

  /// Asks the proxy for the tunnel, if there is one. Keeps the headers of its reply, whether it opened the tunnel or not.
  func openTunnel(_ tunnel: TunnelPlan?, over stream: any ByteStream) throws(HTTPException) {
    proxyResponseHeaders = nil
    guard let tunnel else { return }
    try tunnel.open(
      over: stream, version: httpVersion, control: control, deadline: openingDeadline, leniency: leniency, limits: limits, debug: debug
    ) { proxyResponseHeaders = $0 }
  }
}
