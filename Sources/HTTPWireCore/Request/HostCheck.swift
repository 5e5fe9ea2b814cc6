/// Checks of a host: a registered name, an IPv4 address, or an IPv6 address in brackets (RFC 3986 section 3.2.2).
enum HostCheck {
  /// Throws `invalidURL` for control characters and spaces, as CPython does (`_validate_host`).
  static func controlCharacters(_ host: String) throws(HTTPException) {
    for scalar in host.unicodeScalars where scalar.value <= 0x20 || scalar.value == 0x7F {
      throw .invalidURL(
        "URL can't contain control characters. \(PythonRepr.string(host)) (found at least \(PythonRepr.string(String(scalar))))")
    }
  }

  /// Throws `invalidURL` for a URL, and names the host to pass instead. Text with whitespace or control characters is no URL and left to
  /// the other checks.
  static func notURL(_ text: String) throws(HTTPException) {
    let scalars = text.unicodeScalars
    guard scalars.contains("/"), !scalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else { return }
    var rest = scalars[...]
    var scheme = ""
    if let slash = rest.firstIndex(of: "/"), rest[slash...].starts(with: "//".unicodeScalars),
      slash == rest.startIndex || rest[rest.index(before: slash)] == ":"
    {
      scheme = String(rest[..<slash])
      rest = rest[slash...].dropFirst(2)
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let target = rest[authority.endIndex...].prefix { $0 != "#" }
    // A password may be in front of the "@", so the URL is not shown as it came.
    let userEnd = authority.lastIndex(of: "@")
    let host = userEnd.map { authority[authority.index(after: $0)...] } ?? authority
    guard !host.isEmpty else { return }
    let prefix = scheme.isEmpty && rest.startIndex == scalars.startIndex ? "" : scheme + "//"
    let shown = prefix + (userEnd == nil ? "" : "***@") + String(host) + String(rest[authority.endIndex...])
    let isRoot = target.isEmpty || target.elementsEqual("/".unicodeScalars)
    let path = isRoot ? "" : ", and \(PythonRepr.string(String(target))) as the target of the request"
    let secure = scheme.lowercased() == "https:" ? " to HTTPSConnection" : ""
    throw .invalidURL(
      "host is a URL: \(PythonRepr.string(shown)); pass only the host, \(PythonRepr.string(String(host)))\(secure)\(path)"
        + "; or make the connection with HTTPConnection(url:) of HTTPWireSession")
  }

  /// The host without brackets. An IPv6 address without brackets is accepted, too: its port was given separately.
  static func checked(_ host: String) throws(HTTPException) -> String {
    // Most hosts are ASCII, and comparing Unicode characters is the slowest part of handling a host.
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

  /// Whether ASCII text is a host of a URI (RFC 3986 section 3.2.2): a name, which may be percent-encoded, or an address, which has
  /// brackets if it is not of IPv4. IPv6 addresses have no scope there.
  static func isURIHost(_ host: String) -> Bool {
    if host.hasPrefix("[") {
      let address = String(host.dropFirst().dropLast())
      guard host.hasSuffix("]"), !address.contains("%") else { return false }
      return IPAddressSyntax.isIPv6(address) || isFutureAddress(address)
    }
    var digitsDue = 0
    for byte in host.utf8 {
      if digitsDue > 0 {
        guard ASCII.hexValue(byte) != nil else { return false }
        digitsDue -= 1
      } else if byte == UInt8(ascii: "%") {
        digitsDue = 2
      } else if !isNameCharacter(Unicode.Scalar(byte)) {
        return false
      }
    }
    return digitsDue == 0
  }

  /// Whether text is an IPvFuture, `v1.x`.
  private static func isFutureAddress(_ text: String) -> Bool {
    guard text.utf8.first.map({ $0 | 0x20 }) == UInt8(ascii: "v"), let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else {
      return false
    }
    let version = text.utf8[..<dot].dropFirst()
    let address = text.utf8[dot...].dropFirst()
    return !version.isEmpty && version.allSatisfy { ASCII.hexValue($0) != nil } && !address.isEmpty
      && address.allSatisfy { $0 == UInt8(ascii: ":") || isNameCharacter(Unicode.Scalar($0)) }
  }

  /// Whether a scalar may be in a reg-name. Percent-encoding is not allowed, because resolvers do not know it. IDNA checks scalars beyond
  /// ASCII later.
  private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", "~", "!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=": true
    default: scalar.value >= 0x80
    }
  }
}
