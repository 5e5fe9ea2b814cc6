/// Latin-1 (ISO 8859-1), the charset of heads in `http.client`. Each byte is the Unicode scalar of the same number.
package enum Latin1 {
  /// The text of Latin-1 bytes.
  package static func string(_ bytes: ArraySlice<UInt8>) -> String { string(bytes.span) }

  /// The text of Latin-1 bytes.
  package static func string(_ bytes: [UInt8]) -> String { string(bytes.span) }

  /// The text of Latin-1 bytes.
  package static func string(_ bytes: Span<UInt8>) -> String {
    if Scanner.isASCII(bytes) { return String(copyingUTF8: bytes) }
    var text = String.UnicodeScalarView()
    for index in bytes.indices { text.append(Unicode.Scalar(bytes[index])) }
    return String(text)
  }

  /// Appends the Latin-1 bytes of a text. Returns false, and appends nothing, if a scalar is beyond Latin-1.
  static func append(_ text: String, to bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    bytes.append(addingCapacity: text.utf8.count) { $0.append(utf8: text) }
    if Scanner.isASCII(bytes.span.extracting(start...)) { return true }
    bytes.removeLast(bytes.count &- start)
    // In UTF-8, scalars up to U+00FF are single bytes or start with C2 or C3.
    guard text.utf8.allSatisfy({ $0 < 0xC4 }) else { return false }
    for scalar in text.unicodeScalars { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) }
    return true
  }

  /// The Latin-1 bytes of a text, or nil if a scalar is beyond Latin-1.
  package static func bytes(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    return append(text, to: &bytes) ? bytes : nil
  }
}
