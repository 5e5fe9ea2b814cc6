import HTTPWire

/// A proxy as `--proxy` names it.
struct ProxyTarget: Equatable {
  /// Whether TLS is spoken to the proxy.
  var isSecure = false
  /// The host, without brackets.
  var host: String
  /// The port; as with curl, 1080 and for TLS 443 unless another is named.
  var port: Int
  /// The value of `Proxy-Authorization`, made of the user information.
  var authorization: String?

  init(isSecure: Bool = false, host: String, port: Int, authorization: String? = nil) {
    self.isSecure = isSecure
    self.host = host
    self.port = port
    self.authorization = authorization
  }

  /// Parses `scheme://user:password@host:port`, of which all but the host may be left out. User and password may be percent-encoded.
  ///
  /// Throws `badURL`, `unsupportedScheme`, and `badUsage` for a user's name that Basic authentication can't carry. No message repeats
  /// what may be a password.
  init(_ text: String) throws(Complaint) {
    if text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
      throw .malformed("proxy", "has a blank or control character")
    }
    var rest = text[...]
    if let end = rest.firstRange(of: "://") {
      switch rest[..<end.lowerBound].lowercased() {
      case "http": isSecure = false
      case "https": isSecure = true
      default: throw Complaint(.unsupportedScheme, "the proxy's scheme is not known; http and https are")
      }
      rest = rest[end.upperBound...]
    }
    let userEnd = rest.prefix { $0 != "/" }.lastIndex(of: "@")
    let authority = userEnd.map { rest[rest.index(after: $0)...] } ?? rest
    let address = try Authority(authority.hasSuffix("/") ? authority.dropLast() : authority, of: "proxy")
    if address.host.contains("/") { throw .malformed("proxy", "has a path") }
    host = address.host
    port = address.port ?? (isSecure ? 443 : 1080)
    if let userEnd { authorization = try Self.authorization(rest[..<userEnd]) }
  }

  private static func authorization(_ userInformation: Substring) throws(Complaint) -> String {
    let user = userInformation.prefix { $0 != ":" }
    let password = userInformation[user.endIndex...].dropFirst()
    guard let user = PercentEncoding.decoded(user), let password = PercentEncoding.decoded(password) else {
      throw .malformed("proxy", "has user information that is no UTF-8")
    }
    do {
      return try HTTPConnection.basicProxyAuthorization(user: user, password: password)
    } catch {
      throw Complaint(.badUsage, "the proxy's user information can't be sent: \(error)")
    }
  }
}

/// What is asked of a proxy, and how.
struct ProxyPlan: Equatable {
  var target: ProxyTarget
  /// Whether the proxy is asked for a tunnel rather than for the URL.
  var isTunnel: Bool
  /// The fields for the proxy, its `Proxy-Authorization` among them.
  var headers = HTTPMessage()
  /// How TLS is spoken to the proxy.
  var tls = TLSPlan()

  /// Nil without a proxy. Throws `badUsage` for flags that need one, and what ``ProxyTarget`` throws.
  init?(_ options: ProxyOptions, for url: URLTarget) throws(Complaint) {
    guard let proxy = options.proxy, !proxy.isEmpty else {
      if options.tunnel || !options.headers.isEmpty || options.authorities != nil || options.isInsecure {
        throw Complaint(.badUsage, "--proxytunnel, --proxy-header, --proxy-cacert and --proxy-insecure need --proxy")
      }
      return nil
    }
    target = try ProxyTarget(proxy)
    isTunnel = options.tunnel || url.scheme == .https
    tls.isInsecure = options.isInsecure
    tls.authorityFile = options.authorities
    for text in options.headers {
      guard case .send(let name, let value) = try HeaderOption(text, flag: "--proxy-header") else {
        throw Complaint(.badUsage, "--proxy-header can't leave a field out")
      }
      headers.add(name: Array(name.utf8), value: Array(value.utf8))
    }
    if let authorization = target.authorization, !headers.contains("Proxy-Authorization") {
      headers.add("Proxy-Authorization", authorization)
    }
  }

  /// What must not be shown.
  var secrets: [String] { headers.getAll("Proxy-Authorization") }
}
