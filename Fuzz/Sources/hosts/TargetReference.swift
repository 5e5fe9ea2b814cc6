/// Request targets in absolute form (RFC 9112 section 3.2.2), taken apart the plain way.
enum TargetReference {
  /// The authority of a target whose scheme begins with "http".
  static func authority(of target: String) -> String? {
    let bytes = Array(target.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes.starts(with: "http".utf8),
      bytes[colon...].starts(with: "://".utf8), bytes[..<colon].allSatisfy(isSchemeByte)
    else { return nil }
    let rest = bytes[(colon + 3)...]
    return String(decoding: rest.prefix { !"/?#".utf8.contains($0) }, as: UTF8.self)
  }

  /// The authority without user information and without the scope of an address.
  static func hostField(_ authority: String) -> String {
    var bytes = Array(authority.utf8)[...]
    if let at = bytes.lastIndex(of: UInt8(ascii: "@")) { bytes = bytes[(at + 1)...] }
    if let percent = bytes.firstIndex(of: UInt8(ascii: "%")), let close = bytes[percent...].firstIndex(of: UInt8(ascii: "]")) {
      bytes.removeSubrange(percent..<close)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || "+-.".utf8.contains(byte)
  }
}
