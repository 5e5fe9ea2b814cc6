import HTTPWire

/// A proxy as `--proxy` names it.
struct ProxyTarget: Equatable {
  /// Whether TLS is spoken to the proxy.
  var isSecure = false
  /// The host, without brackets.
  var host: String
  /// The port. As with curl, the default is 1080, and 443 for TLS.
  var port: Int
  /// The value of `Proxy-Authorization`, made from the user information.
  var authorization: String?

  init(isSecure: Bool = false, host: String, port: Int, authorization: String? = nil) {
    self.isSecure = isSecure
    self.host = host
    self.port = port
    self.authorization = authorization
  }

  /// Parses `scheme://user:password@host:port`. Everything except the host may be left out. User and password may be percent-encoded.
  ///
  /// Throws `badURL`, `unsupportedScheme`, and `badUsage` for a user name that Basic authentication can't contain. No message has a text
  /// that may be a password.
  init(_ text: String) throws(Complaint) {
    if text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
      throw .malformed("proxy", "has whitespace or a control character")
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
      throw .malformed("proxy", "has user information that is not UTF-8")
    }
    do {
      return try HTTPConnection.basicProxyAuthorization(user: user, password: password)
    } catch {
      throw Complaint(.badUsage, "the proxy's user information can't be sent: \(error)")
    }
  }
}
