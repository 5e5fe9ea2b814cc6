/// Host and port of an authority without user information (RFC 3986 section 3.2), taken apart the plain way.
enum AuthorityReference {
  /// The host without brackets, and the port where there is one.
  static func parts(_ text: String) -> (host: String, port: Int?)? {
    let bytes = Array(text.utf8)
    let hostEnd: Int
    if bytes.first == UInt8(ascii: "[") {
      guard let close = bytes.lastIndex(of: UInt8(ascii: "]")) else { return nil }
      hostEnd = close + 1
    } else {
      hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
    }
    let inner = bytes.first == UInt8(ascii: "[") ? bytes[1..<(hostEnd - 1)] : bytes[..<hostEnd]
    let host = String(decoding: inner, as: UTF8.self)
    if hostEnd == bytes.count { return (host, nil) }
    let digits = bytes[(hostEnd + 1)...]
    guard bytes[hostEnd] == UInt8(ascii: ":"), !digits.isEmpty, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    guard let port = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
    return (host, port)
  }

  /// Whether a host as it was sent is the host that was given: without the scope of its address, and each label beyond ASCII in lower
  /// case and as an A-label.
  static func mean(_ sent: String, _ given: String) -> Bool {
    if given.utf8.contains(UInt8(ascii: ":")) { return sent.unicodeScalars.elementsEqual(given.unicodeScalars.prefix { $0 != "%" }) }
    let sentLabels = labels(sent)
    let givenLabels = labels(given)
    return sentLabels.count == givenLabels.count && zip(sentLabels, givenLabels).allSatisfy(isLabel)
  }

  private static func labels(_ host: String) -> [String] {
    host.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  private static func isLabel(_ sent: String, of given: String) -> Bool {
    if given.utf8.allSatisfy({ $0 < 0x80 }) { return sent == given }
    let lower = given.lowercased().unicodeScalars
    if sent.unicodeScalars.elementsEqual(lower) { return lower.allSatisfy(\.isASCII) }
    guard sent.hasPrefix("xn--"), sent.utf8.count <= 63, let decoded = PunycodeReference.decode(sent.dropFirst(4)) else { return false }
    return decoded.elementsEqual(lower)
  }
}
