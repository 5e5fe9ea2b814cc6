/// Latin-1 (ISO 8859-1), the charset `http.client` reads and writes heads in: each byte is the scalar of the same number.
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

  /// Appends the Latin-1 bytes of a text, and returns true; where a scalar has none, the array stays as it was.
  static func append(_ text: String, to bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    bytes.append(addingCapacity: text.utf8.count) { $0.append(utf8: text) }
    if Scanner.isASCII(bytes.span.extracting(start...)) { return true }
    bytes.removeLast(bytes.count &- start)
    // In UTF-8, the scalars up to U+00FF are the single bytes and the sequences that start with C2 or C3.
    guard text.utf8.allSatisfy({ $0 < 0xC4 }) else { return false }
    for scalar in text.unicodeScalars { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) }
    return true
  }

  /// The Latin-1 bytes of a text, or nil when a scalar has none.
  package static func bytes(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    return append(text, to: &bytes) ? bytes : nil
  }
}
