extension HTTPConnection {
  /// The server that requests are for: the tunnel's target where there is a tunnel.
  var server: HostPort { tunnel?.target ?? HostPort(host: host, port: port) }

  /// Checks that a request for a URL belongs on this connection. nil stands for a part that the request leaves open.
  ///
  /// Throws `invalidArgument` if the scheme or the server is another, and `invalidURL` for an authority that is not a host with an optional
  /// port. No error shows user information.
  package func checkServer(scheme: String?, authority: String?) throws(HTTPException) {
    if let scheme, scheme.lowercased() != self.scheme {
      throw .invalidArgument("the request is for the scheme \(scheme), but the connection speaks \(self.scheme)")
    }
    guard let authority else { return }
    guard !authority.utf8.contains(UInt8(ascii: "@")) else {
      throw .invalidURL("the request's authority must not have user information: use the Authorization field")
    }
    let usual = self.scheme == "https" ? httpsPort : httpPort
    guard try !HostPort(authority, port: nil, defaultPort: usual, leniency: .emptyPort).host.isEmpty else {
      throw .invalidURL("the request's authority has no host")
    }
    if !server.mayBeNamed(by: authority, defaultPorts: usual) {
      throw .invalidArgument("the request is for the server \(authority), but the connection leads to \(server.host):\(server.port)")
    }
  }
}
