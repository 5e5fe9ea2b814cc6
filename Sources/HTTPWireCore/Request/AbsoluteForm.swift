/// Request targets in absolute form (RFC 9112 section 3.2.2).
package enum AbsoluteForm {
  /// Whether a target may be in absolute form, found out at its first byte.
  package static func mayBe(_ url: String) -> Bool { url.utf8.first == UInt8(ascii: "h") }

  /// The authority of a target that begins with "http" and names one, as `urllib.parse.urlsplit` finds it. The target is ASCII.
  ///
  /// Throws `invalidURL` for brackets that are not around an address.
  package static func authority(of url: String) throws(HTTPException) -> Substring? {
    guard url.hasPrefix("http"), let colon = url.firstIndex(of: ":") else { return nil }
    let scheme = url[..<colon]
    guard scheme.utf8.allSatisfy({ isSchemeCharacter($0) }), url[colon...].hasPrefix("://") else { return nil }
    let authority = url[url.index(colon, offsetBy: 3)...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard hasSoundBrackets(authority) else { throw .invalidURL("Invalid IPv6 URL") }
    return authority
  }

  /// The authority without the scope of its address, which means nothing to another machine (RFC 6874).
  package static func withoutScope(_ authority: Substring) -> String {
    guard let percent = authority.firstIndex(of: "%"), let bracket = authority[percent...].firstIndex(of: "]") else {
      return String(authority)
    }
    return String(authority[..<percent]) + authority[bracket...]
  }

  /// No brackets, or one pair of them around an IPv6 address or a later kind of it (RFC 3986 section 3.2.2).
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
