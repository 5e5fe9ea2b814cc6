/// The textual forms of IP addresses.
package enum IPAddressSyntax {
  /// Whether a text is an IPv6 address (RFC 4291 section 2.2), with or without a scope (RFC 4007 section 11).
  package static func isIPv6(_ text: String) -> Bool { ipv6Bytes(text) != nil }

  /// The bytes of an IPv6 address without its scope, or nil if the text is not one.
  package static func ipv6Bytes(_ text: String) -> [UInt8]? {
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, parts.count == 1 || isScope(parts[1]) else { return nil }
    let halves = address.components(separatedBy: "::")
    switch halves.count {
    case 1:
      guard let bytes = groups(halves[0], mayEndInIPv4: true), bytes.count == 16 else { return nil }
      return bytes
    case 2:
      guard let head = groups(halves[0], mayEndInIPv4: false), let tail = groups(halves[1], mayEndInIPv4: true),
        head.count + tail.count <= 14
      else { return nil }
      return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    default: return nil
    }
  }

  private static func isScope(_ scope: Substring) -> Bool {
    !scope.isEmpty && scope.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "%") }
  }

  /// The bytes of the 16-bit groups in the text, or nil if it is not valid.
  private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, piece) in pieces.enumerated() {
      if mayEndInIPv4, index == pieces.count - 1, piece.contains(".") {
        guard let address = ipv4Bytes(piece) else { return nil }
        bytes += address
      } else {
        guard 1...4 ~= piece.utf8.count else { return nil }
        var group: UInt16 = 0
        for byte in piece.utf8 {
          guard let digit = ASCII.hexValue(byte) else { return nil }
          group = group << 4 | UInt16(digit)
        }
        bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
      }
    }
    return bytes
  }

  /// The bytes of an IPv4 address, or nil if the text is not one.
  package static func ipv4Bytes(_ text: some StringProtocol) -> [UInt8]? {
    ipv4(text).map { [UInt8($0 >> 24), UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
  }

  /// The bytes of an IPv4 address in any form that `inet_aton` reads, such as `127.1` or `0x7f000001`: one to four numbers in decimal,
  /// octal or hexadecimal, of which the last fills the bytes that are left. Resolvers take such a text for the address.
  package static func looseIPv4Bytes(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 4 else { return nil }
    for (index, part) in parts.enumerated() {
      guard let number = number(part) else { return nil }
      let width = index == parts.count - 1 ? 4 - index : 1
      guard width == 4 || number >> UInt32(8 * width) == 0 else { return nil }
      for shift in stride(from: 8 * (width - 1), through: 0, by: -8) { bytes.append(UInt8(number >> UInt32(shift) & 0xFF)) }
    }
    return bytes
  }

  /// A number in the notation of C, or nil.
  private static func number(_ text: Substring) -> UInt32? {
    if text.hasPrefix("0x") || text.hasPrefix("0X") { return unsigned(text.dropFirst(2), radix: 16) }
    return unsigned(text, radix: text.utf8.first == 0x30 && text.utf8.count > 1 ? 8 : 10)
  }

  private static func unsigned(_ digits: Substring, radix: Int) -> UInt32? {
    guard let first = digits.utf8.first, ASCII.hexValue(first) != nil else { return nil }
    return UInt32(digits, radix: radix)
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
}
