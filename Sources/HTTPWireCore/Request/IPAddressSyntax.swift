/// The textual forms of IP addresses.
package enum IPAddressSyntax {
  /// Whether a text is an IPv6 address (RFC 4291 section 2.2), with or without a scope (RFC 4007 section 11).
  package static func isIPv6(_ text: String) -> Bool {
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, parts.count == 1 || isScope(parts[1]) else { return false }
    let halves = address.components(separatedBy: "::")
    switch halves.count {
    case 1: return groups(halves[0], mayEndInIPv4: true) == 8
    case 2:
      guard let head = groups(halves[0], mayEndInIPv4: false), let tail = groups(halves[1], mayEndInIPv4: true) else { return false }
      return head + tail <= 7
    default: return false
    }
  }

  private static func isScope(_ scope: Substring) -> Bool {
    !scope.isEmpty && scope.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "%") }
  }

  /// The number of 16-bit groups in the text, or nil if it is not valid.
  private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
    if text.isEmpty { return 0 }
    var count = 0
    let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, piece) in pieces.enumerated() {
      if mayEndInIPv4, index == pieces.count - 1, piece.contains(".") {
        guard ipv4Bytes(piece) != nil else { return nil }
        count += 2
      } else {
        guard 1...4 ~= piece.utf8.count, piece.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        count += 1
      }
    }
    return count
  }

  /// The bytes of an IPv4 address, or nil if the text is not one.
  package static func ipv4Bytes(_ text: some StringProtocol) -> [UInt8]? {
    ipv4(text).map { [UInt8($0 >> 24), UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
  }

  /// An IPv4 address as a number, or nil if the text is not four decimal numbers up to 255. A leading zero is refused, because some
  /// parsers read such a number as octal.
  package static func ipv4(_ text: some StringProtocol) -> UInt32? {
    var address: UInt32 = 0
    var dots = 0
    var number: UInt32?
    for byte in text.utf8 {
      let digit = UInt32(byte &- 0x30)
      switch number {
      case let value? where byte == 0x2E && dots < 3:
        address = address << 8 | value
        dots += 1
        number = nil
      case nil where 0...9 ~= digit: number = digit
      case let value? where 0...9 ~= digit && value > 0 && value * 10 + digit < 256: number = value * 10 + digit
      default: return nil
      }
    }
    guard let number, dots == 3 else { return nil }
    return address << 8 | number
  }
}

extension Substring {
  /// The pieces between occurrences of a two-character separator.
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = self
    while let range = rest.firstRange(ofText: separator) {
      pieces.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return pieces + [rest]
  }

  private func firstRange(ofText text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
