/// Bytes as programs and traces have them: a character each, U+0000 to U+00FF.
enum Latin1 {
  /// The bytes of a text; nil where a character is none.
  static func bytes(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
