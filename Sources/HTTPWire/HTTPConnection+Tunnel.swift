extension HTTPConnection {
  /// Has the connection go through a proxy, which is the server the connection was made for, to another host
  /// (`HTTPConnection.set_tunnel`). The proxy is asked for a tunnel each time the connection is opened.
  ///
  /// - Parameters:
  ///   - host: The host to reach, an IPv6 address in brackets; with `:port` behind it when `port` is nil.
  ///   - port: The port to reach; nil takes it from `host`, or else the connection's ``defaultPort``.
  ///   - headers: Headers for the proxy alone, such as `Proxy-Authorization`; see ``basicProxyAuthorization(user:password:)``.
  ///
  /// Errors and debug output show the value of `Proxy-Authorization` as `***`; CPython prints it. Of a refusing proxy's reply, the first
  /// 64 KiB of the body are kept that come within two seconds.
  ///
  /// Throws `invalidArgument` when the connection is open, `invalidURL`, `invalidHeaderName`, `invalidHeaderValue` and `notEncodable`.
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

  /// The value of `Proxy-Authorization` for the Basic scheme (RFC 7617), as UTF-8. The user's name must have no colon.
  ///
  /// Throws `invalidArgument` for a colon in the name or a control character in either; neither is named in the error.
  public static func basicProxyAuthorization(user: String, password: String) throws(HTTPException) -> String {
    guard !user.utf8.contains(UInt8(ascii: ":")) else { throw .invalidArgument("the user's name must not have a colon") }
    for byte in user.utf8 where byte < 0x20 || byte == 0x7F { throw .invalidArgument("the user's name has a control character") }
    for byte in password.utf8 where byte < 0x20 || byte == 0x7F { throw .invalidArgument("the password has a control character") }
    return "Basic " + Base64.encode(Array((user + ":" + password).utf8))
  }

  /// Asks the proxy for the tunnel, where one is set. What the proxy said is kept whether it opened it or not.
  func openTunnel(over stream: any ByteStream) throws(HTTPException) {
    proxyResponseHeaders = nil
    guard let tunnel else { return }
    try tunnel.open(
      over: stream, version: httpVersion, timeout: timeout, leniency: leniency, limits: limits, debug: debug
    ) { proxyResponseHeaders = $0 }
  }
}
