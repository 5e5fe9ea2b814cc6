/// Percent-encoding (RFC 3986 section 2.1).
package enum PercentEncoding {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// The bytes as text. Those that are not kept are written as "%" and two digits.
  package static func encoded(_ bytes: some Sequence<UInt8>, keeping isKept: (UInt8) -> Bool) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      if byte < 0x80, isKept(byte) {
        text.append(byte)
      } else {
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes as a part that no reader takes for more than one: a segment of a path, the name or the value of a query's parameter. Only
  /// unreserved characters are kept (RFC 3986 section 2.3).
  package static func component(_ bytes: some Sequence<UInt8>) -> String { encoded(bytes, keeping: isUnreserved) }

  /// The decoded text, or nil if it is not UTF-8. A "%" without two hexadecimal digits stays.
  package static func decoded(_ text: String) -> String? {
    let encoded = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < encoded.count {
      if encoded[index] == UInt8(ascii: "%"), index + 2 < encoded.count, let high = ASCII.hexValue(encoded[index + 1]),
        let low = ASCII.hexValue(encoded[index + 2])
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(encoded[index])
        index += 1
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": true
    default: false
    }
  }
}
