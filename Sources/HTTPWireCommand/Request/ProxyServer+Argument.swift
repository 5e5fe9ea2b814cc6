import HTTPWire

extension ProxyServer {
  /// Parses what `--proxy` names: `scheme://user:password@host:port`. Everything except the host may be left out. User and password may be
  /// percent-encoded. As with curl, the default port is 1080, and 443 for https.
  ///
  /// Throws `badURL`, `unsupportedScheme`, and `badUsage` for a user name that Basic authentication can't contain. No message has a text
  /// that may be a password.
  init(argument text: String) throws(Complaint) {
    let authority: URLAuthority
    let address: HostPort
    let scheme: Scheme
    do throws(HTTPException) {
      authority = try URLAuthority(text, "the proxy")
      scheme = authority.scheme == "https" ? .https : .http
      address = try authority.hostPort(defaultPort: scheme == .https ? 443 : 1080, "the proxy")
    } catch {
      throw Complaint(error)
    }
    guard [nil, "http", "https"].contains(authority.scheme) else {
      throw Complaint(.unsupportedScheme, "the proxy's scheme is not known; http and https are")
    }
    // Where a password has a slash, that is what is behind the host.
    guard ["", "/"].contains(authority.behind) else { throw .malformed("proxy", "has a path") }
    do {
      try self.init(scheme, host: address.host, port: address.port, user: authority.user, password: authority.password)
    } catch {
      throw Complaint(.badUsage, "\(error)")
    }
  }
}
