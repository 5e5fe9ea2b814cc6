#if Compression
/// The errors of ``Inflater``.
public enum InflateFailure: Error, Sendable, Hashable {
  /// The bytes are not a stream of the coding, or their checksum is wrong. The text says why.
  case corrupted(String)
  /// The bytes ended before the end of the stream.
  case truncated
  /// There is no memory for a decoder.
  case outOfMemory
}
#endif
