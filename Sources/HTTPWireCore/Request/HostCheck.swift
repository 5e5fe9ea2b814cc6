/// What a host may be: a registered name, an IPv4 address, or an IPv6 address in brackets (RFC 3986 section 3.2.2).
enum HostCheck {
  /// Refuses control characters and blanks, as CPython does (`_validate_host`).
  static func controlCharacters(_ host: String) throws(HTTPException) {
    for scalar in host.unicodeScalars where scalar.value <= 0x20 || scalar.value == 0x7F {
      throw .invalidURL(
        "URL can't contain control characters. \(PythonRepr.string(host)) (found at least \(PythonRepr.string(String(scalar))))")
    }
  }

  /// The host without brackets. An address without them is taken too, as it can only come with its port apart.
  static func checked(_ host: String) throws(HTTPException) -> String {
    // Most hosts are ASCII; to compare characters of Unicode takes far longer than all else that is done with a host.
    if host.utf8.allSatisfy({ $0 < 0x80 && isNameCharacter(Unicode.Scalar($0)) }) { return host }
    if host.hasPrefix("[") || host.hasSuffix("]") || host.contains(":") {
      let address = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
      guard IPAddressSyntax.isIPv6(address) else { throw .invalidURL("not an IPv6 address: \(PythonRepr.string(host))") }
      return address
    }
    for scalar in host.unicodeScalars where !isNameCharacter(scalar) {
      throw .invalidURL("host can't contain \(PythonRepr.string(String(scalar))): \(PythonRepr.string(host))")
    }
    return host
  }

  /// reg-name without percent-encoding, which resolvers do not know, and beyond ASCII what IDNA will judge.
  private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", "~", "!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=": true
    default: scalar.value >= 0x80
    }
  }
}
