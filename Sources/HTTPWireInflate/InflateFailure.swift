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

extension InflateFailure: CustomStringConvertible {
  /// The error in words.
  public var description: String {
    switch self {
    case .corrupted(let reason): "the compressed data are corrupted: \(reason)"
    case .truncated: "the compressed data end too early"
    case .outOfMemory: "there is no memory left to decompress"
    }
  }
}
#endif
