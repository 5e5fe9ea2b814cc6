/// Request targets that name a host: those in absolute form, and those of CONNECT (RFC 9112 sections 3.2.2 and 3.2.3).
package enum AbsoluteForm {
  /// The value of `Host` for a target that names a host: its authority (RFC 9110 section 7.2). Returns nil for another target; the
  /// request then has the connection's host.
  ///
  /// Throws `invalidURL` for an authority that is not a host with an optional port, and for a target of CONNECT that is not a host with a
  /// port. CPython sends CONNECT with the connection's host.
  package static func hostField(
    of target: String, method: String, leniency: ParsingLeniency
  ) throws(HTTPException) -> String? {
    if method.utf8.count == 7, method == HTTPMethod.connect, !leniency.contains(.looseRequestHeads) {
      return try connectField(of: target)
    }
    // Most targets start with a slash.
    guard target.utf8.first == UInt8(ascii: "h"), let authority = try authority(of: target), !authority.isEmpty else { return nil }
    if leniency.contains(.looseRequestHeads) { return withoutScope(authority) }
    // RFC 9110 section 4.2.4: a client must not send user information.
    let field = withoutScope(authority[(authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)...])
    guard HostPort.isField(Array(field.utf8)[...]) else {
      throw .invalidURL("the target's authority is not a host with an optional port: \(PythonRepr.string(field))")
    }
    return field
  }

  /// The target of a request for `origin` as a proxy that forwards it needs it (RFC 9112 section 3.2.2). The target of CONNECT and an
  /// absolute one stay as they are. `*` becomes a URL without a path, which the last proxy turns back (section 3.2.4).
  ///
  /// Throws `invalidURL` for a relative target, which would become a part of the host, and for user information, which the proxy must not
  /// get (RFC 9110 section 4.2.4). The error does not show the target.
  package static func forwarded(_ target: String, method: String, origin: String) throws(HTTPException) -> String {
    if method == HTTPMethod.connect { return target }
    switch target.utf8.first {
    case nil: return "http://\(origin)/"
    case UInt8(ascii: "/"): return "http://\(origin)\(target)"
    case UInt8(ascii: "*") where target.utf8.count == 1: return "http://\(origin)"
    default: break
    }
    guard let authority = try authority(of: target), !authority.isEmpty else {
      throw .invalidURL("a target that a proxy forwards must start with a slash or be a URL with http:// or https://")
    }
    guard !authority.utf8.contains(UInt8(ascii: "@")) else {
      throw .invalidURL("a target must not have user information: the proxy would get it; use the Authorization field")
    }
    return target
  }

  /// The `Host` of CONNECT is its target (RFC 9112 section 3.2), which always has a port (RFC 9110 section 9.3.6).
  private static func connectField(of target: String) throws(HTTPException) -> String {
    let field = withoutScope(target[...])
    let port = field.utf8.lastIndex(of: ASCII.colon).map { field.utf8[$0...].dropFirst() }
    guard let port, !port.isEmpty, port.allSatisfy(ASCII.isDigit), HostPort.isField(Array(field.utf8)[...]), field.utf8.first != ASCII.colon
    else { throw .invalidURL("the target of CONNECT must be a host and a port, as in 'example.org:443', not \(PythonRepr.string(target))") }
    return field
  }

  /// The authority of a target, as `urllib.parse.urlsplit` finds it. The target must be ASCII. Returns nil if it does not start with
  /// "http" or has no authority.
  ///
  /// Throws `invalidURL` for brackets that are not around an address.
  static func authority(of url: String) throws(HTTPException) -> Substring? {
    guard url.hasPrefix("http"), let colon = url.firstIndex(of: ":") else { return nil }
    let scheme = url[..<colon]
    guard scheme.utf8.allSatisfy({ isSchemeCharacter($0) }), url[colon...].hasPrefix("://") else { return nil }
    let authority = url[url.index(colon, offsetBy: 3)...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard hasSoundBrackets(authority) else { throw .invalidURL("Invalid IPv6 URL") }
    return authority
  }

  /// The authority without the scope of its IPv6 address, which has no meaning on another machine (RFC 6874).
  static func withoutScope(_ authority: Substring) -> String {
    guard let percent = authority.firstIndex(of: "%"), let bracket = authority[percent...].firstIndex(of: "]") else {
      return String(authority)
    }
    return String(authority[..<percent]) + authority[bracket...]
  }

  /// Whether there are no brackets, or one pair around an IPv6 address or an IPvFuture (RFC 3986 section 3.2.2).
  private static func hasSoundBrackets(_ authority: Substring) -> Bool {
    guard authority.contains(where: { $0 == "[" || $0 == "]" }) else { return true }
    guard let open = authority.firstIndex(of: "["), let close = authority.lastIndex(of: "]"), open < close else { return false }
    let address = authority[authority.index(after: open)..<close]
    return address.first == "v" || address.first == "V" || IPAddressSyntax.isIPv6(String(address))
  }

  private static func isSchemeCharacter(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "+", "-", ".": true
    default: false
    }
  }
}
