#if TLS
/// Numeric addresses as text.
enum AddressText {
  /// An address of 4 or 16 bytes as text (RFC 5952). Other lengths give their bytes in hexadecimal.
  static func text(of bytes: [UInt8]) -> String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    guard bytes.count == 16 else { return bytes.map { String($0, radix: 16) }.joined(separator: ":") }
    let groups = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
    let hidden = longestZeros(groups)
    let digits = groups.map { String($0, radix: 16) }
    if hidden.count < 2 { return digits.joined(separator: ":") }
    return digits[..<hidden.lowerBound].joined(separator: ":") + "::" + digits[hidden.upperBound...].joined(separator: ":")
  }

  private static func longestZeros(_ groups: [Int]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for (index, group) in groups.enumerated() {
      if group != 0 { start = index + 1 } else if index + 1 - start > longest.count { longest = start..<index + 1 }
    }
    return longest
  }
}
#endif
