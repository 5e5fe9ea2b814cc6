/// The errors of decoding.
package enum InflateFailure: Error, Hashable {
  /// The bytes are not a stream of the coding, or their checksum is wrong. The text says why.
  case corrupted(String)
  /// The bytes ended before the end of the stream.
  case truncated
  case outOfMemory
}
