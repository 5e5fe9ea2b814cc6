/// Escapes foreign text for a terminal. Control characters could move its cursor, change its title or hide text.
enum TerminalText {
  /// The text with all characters escaped that control a terminal.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isActive(scalar) {
        result.append(contentsOf: escape(scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Bytes as escaped text: read as UTF-8 if they are valid UTF-8, otherwise as Latin-1.
  static func escaped(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return escaped(text) }
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return escaped(String(text))
  }

  /// Whether a scalar is a C0 or C1 control other than the tab, DEL, or a mark that changes the direction of text.
  private static func isActive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2028, 0x2029, 0x2066...0x2069: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    if scalar.value > 0xFF { return "\\u{\(hex)}" }
    return "\\x" + (hex.utf8.count < 2 ? "0" : "") + hex
  }
}
