/// The character classes of RFC 9110 section 5.6 and RFC 5234, for bytes.
package enum ASCII {
  package static let tab: UInt8 = 0x09
  package static let lineFeed: UInt8 = 0x0A
  package static let carriageReturn: UInt8 = 0x0D
  package static let space: UInt8 = 0x20
  package static let comma: UInt8 = 0x2C
  package static let colon: UInt8 = 0x3A
  package static let semicolon: UInt8 = 0x3B

  @inline(__always)
  package static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// Whether a byte is a space or a horizontal tab, the characters of OWS and BWS (RFC 9110 section 5.6.3).
  @inline(__always)
  package static func isWhitespace(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  @inline(__always)
  package static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether a byte is a tchar, a character of a token (RFC 9110 section 5.6.2). The set is two 64-bit halves.
  @inline(__always)
  package static func isTokenCharacter(_ byte: UInt8) -> Bool {
    let low: UInt64 = 0x03FF_6CFA_0000_0000
    let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
    return byte < 64 ? (low >> UInt64(byte)) & 1 == 1 : byte < 128 && (high >> UInt64(byte &- 64)) & 1 == 1
  }

  /// Whether a byte is a control character or a space. A request target or host must not have any (CVE-2019-9740, CVE-2019-18348).
  @inline(__always)
  package static func isControlOrSpace(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x7F }

  /// The value of a hexadecimal digit, or nil.
  @inline(__always)
  package static func hexValue(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte &- 0x30 }
    let folded = byte | 0x20
    return folded &- 0x61 < 6 ? folded &- 0x61 &+ 10 : nil
  }
}
