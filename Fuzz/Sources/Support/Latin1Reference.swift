/// Latin-1, one scalar a byte.
package enum Latin1Reference {
  /// The bytes of a text; nil where it has a scalar beyond Latin-1.
  package static func bytes(_ text: String) -> [UInt8]? {
    let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
    return bytes.count == text.unicodeScalars.count ? bytes : nil
  }
}
