/// The scheme and the authority of a URL (RFC 3986 section 3.2). The parts behind them are left out.
package struct URLAuthority {
  /// The scheme in lower case, or nil if the text has none.
  package let scheme: String?
  /// The decoded user information.
  package let user: String?
  package let password: String?
  /// The host with its brackets, and the port with its colon.
  private let hostAndPort: String

  /// Takes a URL apart. `name` says in errors what the URL is for. No error has a text that may be a password.
  ///
  /// Throws `invalidURL` for whitespace and control characters, for an "@" behind the authority, which a password must have moved there,
  /// and for user information that is not UTF-8 or has control characters.
  package init(_ text: String, _ name: String) throws(HTTPException) {
    let scalars = text.unicodeScalars
    guard !scalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
      throw .invalidURL("\(name) has whitespace or a control character")
    }
    var rest = scalars[...]
    if let colon = scalars.firstIndex(of: ":"), scalars[colon...].starts(with: "://".unicodeScalars) {
      scheme = String(scalars[..<colon]).lowercased()
      rest = scalars[scalars.index(colon, offsetBy: 3)...]
    } else {
      scheme = nil
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let userEnd = authority.lastIndex(of: "@")
    if let userEnd {
      let information = authority[..<userEnd]
      let user = information.prefix { $0 != ":" }
      self.user = try Self.decoded(user, name)
      password = try Self.decoded(information[user.endIndex...].dropFirst(), name)
    } else {
      user = nil
      password = nil
    }
    hostAndPort = String(userEnd.map { authority[authority.index(after: $0)...] } ?? authority)
    behind = String(rest[authority.endIndex...])
  }

  /// What follows the authority.
  package let behind: String

  /// The host in ASCII without brackets, and the port. "%25" in front of an IPv6 address's scope (RFC 6874) is "%" in the host.
  ///
  /// Throws `invalidURL` for a host or a port that is not valid, or that is missing.
  package func hostPort(defaultPort: Int, _ name: String) throws(HTTPException) -> HostPort {
    var text = hostAndPort
    if text.hasPrefix("["), let percent = text.utf8.firstIndex(of: UInt8(ascii: "%")), text[percent...].hasPrefix("%25") {
      text = String(text[..<percent]) + "%" + text[percent...].dropFirst(3)
    }
    // What comes in front of a "/" that a password has may look like a host and a port, so the errors of `HostPort` are not shown.
    // Only a URL may have an empty port: `http:/example.org` names no host `http`.
    let leniency: ParsingLeniency = scheme == nil ? .default.subtracting(.emptyPort) : .emptyPort
    guard var found = try? HostPort(text, port: nil, defaultPort: defaultPort, leniency: leniency), !found.host.isEmpty,
      let ascii = try? IDNA.ascii(found.host)
    else { throw .invalidURL("\(name) has no valid host and port") }
    found.host = ascii
    return found
  }

  private static func decoded(_ text: Substring.UnicodeScalarView, _ name: String) throws(HTTPException) -> String {
    guard let decoded = PercentEncoding.decoded(String(text)) else { throw .invalidURL("\(name) has user information beyond UTF-8") }
    return decoded
  }
}
