/// A proxy: how it is spoken to, where it is, and the credentials for it.
///
/// ```swift
/// var proxy = try ProxyServer("http://user:secret@proxy.example:3128")
/// proxy.sendsCredentialsWhenAsked = true
/// print(proxy)    // http://***@proxy.example:3128
/// ```
///
/// The credentials are in no description of a value. Read ``user`` and ``password`` to get them.
public struct ProxyServer: Sendable, Hashable {
  /// The protocol that a proxy speaks.
  public enum Scheme: String, Sendable, Hashable, CaseIterable {
    /// HTTP without TLS.
    case http
    /// HTTP over TLS.
    case https
    /// SOCKS 4. This side looks the host's name up.
    case socks4
    /// SOCKS 4A. The proxy looks the host's name up.
    case socks4a
    /// SOCKS 5. This side looks the host's name up.
    case socks5
    /// SOCKS 5. The proxy looks the host's name up.
    case socks5h

    /// Whether the proxy speaks a version of SOCKS.
    public var isSOCKS: Bool { self != .http && self != .https }
  }

  /// The protocol that the proxy speaks.
  public let scheme: Scheme
  /// The proxy's name in ASCII, or its address without brackets.
  public let host: String
  /// The proxy's port.
  public let port: Int
  /// The name of the user; nil if there are no credentials.
  public let user: String?
  /// The password; nil if there are no credentials, empty if there is only a user.
  public let password: String?
  /// Whether a proxy that speaks HTTP gets the credentials only after it has asked for them (407 with a Basic challenge; RFC 9110 section
  /// 11.7). Otherwise it gets them with each request to it. A SOCKS proxy is always offered them.
  public var sendsCredentialsWhenAsked = false
  /// Further fields for a proxy that speaks HTTP (curl's `--proxy-header`): with the CONNECT request of a tunnel, and with each request
  /// that is forwarded and has no field of the same name. The server behind a tunnel does not get them. A `Proxy-Authorization` of these
  /// takes the place of user and password. Opening throws `invalidArgument` for `Content-Length` and `Transfer-Encoding`.
  ///
  /// ```swift
  /// var proxy = try ProxyServer("http://proxy.example:3128")
  /// proxy.headers = ["X-Team": "spam"]
  /// ```
  public var headers = HTTPMessage()

  /// Reads a proxy's URL as curl does: `scheme://user:password@host:port`, of which only the host is needed. Without a scheme it is
  /// `http`, without a port 1080, or 443 for `https`. `socks` is SOCKS 4. User and password are percent-encoded. A path is ignored.
  ///
  /// Throws `invalidURL` for an unknown scheme, for a host or port that is missing or not valid, and for credentials that the proxy's
  /// protocol can't carry. No error shows the user information.
  public init(_ url: String) throws(HTTPException) {
    let name = "the proxy's URL"
    let authority = try URLAuthority(url, name)
    // A "/", "?" or "#" in a password would have ended the host in the middle of the password.
    if authority.behind.utf8.contains(UInt8(ascii: "@")) {
      throw .invalidURL("\(name) has an @ behind the host; percent-encode what is special in the user and the password")
    }
    let scheme = authority.scheme == "socks" ? .socks4 : Scheme(rawValue: authority.scheme ?? "http")
    guard let scheme else {
      throw .invalidURL("\(name) has an unknown scheme; known are \(Scheme.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let address = try authority.hostPort(defaultPort: scheme == .https ? httpsDefault : 1_080, name)
    try self.init(scheme, address, authority.user, authority.password)
  }

  /// Makes a proxy from its parts. Write an IPv6 address in brackets or without. A user without a password has an empty one.
  ///
  /// Throws `invalidURL` for a host or port that is not valid, and for credentials that the proxy's protocol can't carry.
  public init(
    _ scheme: Scheme, host: String, port: Int, user: String? = nil, password: String? = nil
  ) throws(HTTPException) {
    var address = try HostPort(host, port: port, defaultPort: port, leniency: .default)
    if address.host.isEmpty { throw .invalidURL("a proxy needs a host") }
    address.host = try IDNA.ascii(address.host)
    try self.init(scheme, address, user ?? password.map { _ in "" }, password)
  }

  private init(_ scheme: Scheme, _ address: HostPort, _ user: String?, _ password: String?) throws(HTTPException) {
    self.scheme = scheme
    host = address.host
    port = address.port
    self.user = user
    self.password = user.map { _ in password ?? "" }
    guard let user else { return }
    do {
      // In SOCKS a user's name may have a colon.
      let name = scheme.isSOCKS ? String(String.UnicodeScalarView(user.unicodeScalars.filter { $0 != ":" })) : user
      _ = try ProxyCredentials.basic(user: name, password: self.password ?? "")
    } catch {
      throw .invalidURL("the proxy's credentials can't be sent: \(error)")
    }
  }

  /// Feeds the proxy to a hasher. Proxies that differ only in their fields have the same hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(scheme)
    hasher.combine(host)
    hasher.combine(port)
    hasher.combine(user)
  }

  /// The value of `Proxy-Authorization`; nil without credentials, for SOCKS, and if the fields have one.
  package var authorization: String? {
    guard !scheme.isSOCKS, !headers.contains("Proxy-Authorization"), let user, let password else { return nil }
    // The initializers have checked that the scheme can carry them.
    return try? ProxyCredentials.basic(user: user, password: password)
  }

  /// The proxy as `host:port`, as errors name it.
  package var address: String { (host.utf8.contains(ASCII.colon) ? "[\(host)]" : host) + ":\(port)" }
}

/// The port of an https proxy whose URL has none.
private let httpsDefault = 443

extension ProxyServer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The proxy's URL, with `***` for the credentials.
  public var description: String { "\(scheme.rawValue)://\(user == nil ? "" : "***@")\(address)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows what ``description`` shows, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
