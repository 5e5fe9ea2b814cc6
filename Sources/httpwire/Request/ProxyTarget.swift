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
