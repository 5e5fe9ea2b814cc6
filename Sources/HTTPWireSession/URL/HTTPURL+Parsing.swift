public import HTTPWireCore

extension HTTPURL {
  /// Reads a URL as people type it, much as curl does.
  ///
  /// | text | what becomes of it |
  /// |---|---|
  /// | no scheme, as in `example.org/a` | it is `http` |
  /// | spaces, characters beyond ASCII and those of `"<>\^{\|}` and the backtick, behind the host | they are percent-encoded, as UTF-8 |
  /// | `%` | it stays, so nothing is encoded twice |
  /// | no path, as in `http://example.org?q` | it is `/` |
  /// | the segments `.` and `..` | they are removed (RFC 3986 section 5.2.4), unless `pathAsIs` is true |
  /// | a host beyond ASCII | it is encoded (IDNA) |
  /// | `0x7f.1` and other IPv4 addresses that resolvers read | four decimal numbers, as curl sends them |
  /// | `[fe80::1%25eth0]` or `[fe80::1%eth0]` | the address with its scope |
  /// | a colon without a port | the default port |
  /// | user information | percent-decoded; what is behind the last "@" is the host |
  ///
  /// Unlike curl, no host is guessed where slashes are missing or too many (`http:/example.org`), and percent-encoding in a host
  /// is refused.
  ///
  /// ```swift
  /// let url = try HTTPURL(CommandLine.arguments[1])
  /// ```
  ///
  /// Throws `unsupportedScheme` for a scheme other than http and https. Throws `invalidURL` for control characters, spaces around the URL,
  /// a host or port that is missing or not valid, and user information that the Basic scheme can't carry. No error shows user information.
  public init(_ text: String, pathAsIs: Bool = false) throws(HTTPException) {
    try Self.checkCharacters(text)
    let scalars = text.unicodeScalars[...]
    let name = scalars.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
    let behindName = scalars[name.endIndex...]
    if behindName.starts(with: "://".unicodeScalars) {
      try self.init(Self.scheme(name), behindName.dropFirst(3), pathAsIs: pathAsIs)
    } else if scalars.starts(with: "//".unicodeScalars) {
      try self.init(.http, scalars.dropFirst(2), pathAsIs: pathAsIs)
    } else {
      if behindName.first == ":", let scheme = Scheme(rawValue: String(name).lowercased()) {
        throw .invalidURL("the URL must have two slashes in front of its host, as in \(scheme.rawValue)://example.org/")
      }
      try self.init(nil, scalars, pathAsIs: pathAsIs)
    }
  }

  /// Reads what is behind `scheme://`, or a URL without a scheme if that is nil.
  init(_ scheme: Scheme?, _ rest: Substring.UnicodeScalarView, pathAsIs: Bool) throws(HTTPException) {
    let text = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let prefix = scheme.map { $0.rawValue + "://" } ?? ""
    let authority = try URLAuthority(prefix + String(text), "the URL")
    let usual = scheme ?? .http
    let address = try authority.hostPort(defaultPort: usual.defaultPort, "the URL")
    let parts = Parts(rest[text.endIndex...])
    var components = Components(
      origin: Origin(scheme: usual, host: Self.canonical(address.host), port: address.port), typedHost: Self.typedHost(text),
      path: parts.path.isEmpty ? "/" : pathAsIs ? parts.path : Self.withoutDotSegments(parts.path), query: parts.query,
      fragment: parts.fragment)
    if let user = authority.user, let password = authority.password, !user.isEmpty || !password.isEmpty {
      (components.user, components.password) = (user, password)
      do {
        _ = try ProxyCredentials.basic(user: user, password: password)
      } catch {
        throw .invalidURL("the URL's user information can't be sent: \(error)")
      }
    }
    self.init(components)
  }

  /// The scheme of that name, in any case.
  static func scheme(_ name: Substring.UnicodeScalarView) throws(HTTPException) -> Scheme {
    let name = String(name).lowercased()
    guard let scheme = Scheme(rawValue: name) else { throw .unsupportedScheme(name) }
    return scheme
  }

  /// Throws for characters that nothing should be guessed about: control characters, which could end or forge a line, and spaces around
  /// the URL.
  static func checkCharacters(_ text: String) throws(HTTPException) {
    let scalars = text.unicodeScalars
    if let bad = scalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw .invalidURL("the URL has the control character \(PythonRepr.string(String(bad)))")
    }
    if scalars.first == " " || scalars.last == " " { throw .invalidURL("the URL starts or ends with a space") }
  }

  /// A host that is valid, as it is compared: in lower case, except for a scope, and an IPv4 address in its usual form.
  private static func canonical(_ host: String) -> String {
    if let bytes = IPAddressSyntax.looseIPv4Bytes(host) { return bytes.map { String($0) }.joined(separator: ".") }
    let name = host.prefix { $0 != "%" }
    return name.lowercased() + host[name.endIndex...]
  }

  /// The host within an authority that is valid, without brackets.
  private static func typedHost(_ authority: Substring.UnicodeScalarView) -> String {
    let address = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    if address.first == "[" { return String(address.dropFirst().prefix { $0 != "]" }) }
    return String(address.prefix { $0 != ":" })
  }
}

extension HTTPURL {
  /// What is behind the authority, percent-encoded. The path may be empty.
  struct Parts {
    let path: String
    let query: String?
    let fragment: String?

    init(_ text: Substring.UnicodeScalarView) {
      let beforeFragment = text.prefix { $0 != "#" }
      let path = beforeFragment.prefix { $0 != "?" }
      let query = beforeFragment[path.endIndex...]
      let fragment = text[beforeFragment.endIndex...]
      self.path = Self.encoded(path)
      self.query = query.isEmpty ? nil : Self.encoded(query.dropFirst())
      self.fragment = fragment.isEmpty ? nil : Self.encoded(fragment.dropFirst())
    }

    /// The text with what no URI may contain percent-encoded (RFC 3986 section 3.3). Brackets stay, which many queries have.
    private static func encoded(_ text: Substring.UnicodeScalarView) -> String {
      PercentEncoding.encoded(String(text).utf8) { byte in
        switch Unicode.Scalar(byte) {
        // A "#" can only be inside a fragment.
        case "\"", "#", "<", ">", "\\", "^", "`", "{", "|", "}": false
        default: 0x21...0x7E ~= byte
        }
      }
    }
  }
}
