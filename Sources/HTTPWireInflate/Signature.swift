/// The bytes by which formats are known. Each answer is nil if there are too few bytes for it.
enum Signature {
  /// RFC 1952 section 2.3.1.
  static func isGzipMember(_ bytes: ArraySlice<UInt8>) -> Bool? { starts(bytes, with: [0x1F, 0x8B]) }

  /// Whether deflate is wrapped as zlib does it.
  ///
  /// RFC 1950 section 2.2: the method is 8, the window is at most 32 KiB, and the two bytes as a number are a multiple of 31. Raw deflate
  /// starts like this only with a stored block whose padding is not zero.
  static func isZlib(_ bytes: ArraySlice<UInt8>) -> Bool? {
    guard let first = bytes.first, let second = bytes.dropFirst().first else { return nil }
    return first & 0x0F == 8 && first >> 4 <= 7 && (UInt16(first) << 8 | UInt16(second)) % 31 == 0
  }

  /// RFC 8878 sections 3.1.1 and 3.1.2: a frame, or one that is skipped, of which there are sixteen kinds.
  static func isZstandardFrame(_ bytes: ArraySlice<UInt8>) -> Bool? {
    guard let first = bytes.first else { return nil }
    return starts(bytes, with: first & 0xF0 == 0x50 ? [first, 0x2A, 0x4D, 0x18] : [0x28, 0xB5, 0x2F, 0xFD])
  }

  private static func starts(_ bytes: ArraySlice<UInt8>, with signature: [UInt8]) -> Bool? {
    if !zip(bytes, signature).allSatisfy({ $0 == $1 }) { return false }
    return bytes.count < signature.count ? nil : true
  }
}
