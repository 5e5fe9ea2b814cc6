/// Latin-1 (ISO 8859-1), the charset `http.client` reads and writes heads in: each byte is the scalar of the same number.
package enum Latin1 {
  /// The text of Latin-1 bytes.
  package static func string(_ bytes: some Collection<UInt8>) -> String {
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }

  /// Whether every scalar of the text has a Latin-1 byte.
  package static func canEncode(_ text: String) -> Bool {
    // In UTF-8, the scalars up to U+00FF are the single bytes and the sequences that begin with C2 or C3.
    text.utf8.allSatisfy { $0 < 0xC4 }
  }

  /// Appends the Latin-1 bytes of text that `canEncode`; scalars beyond become "?".
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { bytes.append(UInt8(exactly: scalar.value) ?? UInt8(ascii: "?")) }
    }
  }

  /// The Latin-1 bytes of a text, or nil when a scalar has none.
  package static func bytes(_ text: String) -> [UInt8]? {
    guard canEncode(text) else { return nil }
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return bytes
  }
}
