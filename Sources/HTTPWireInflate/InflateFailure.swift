/// The errors of ``Inflater``.
public enum InflateFailure: Error, Sendable, Hashable {
  /// The bytes are not a stream of the coding, or their checksum is wrong. The text says why.
  case corrupted(String)
  /// The bytes ended before the end of the stream.
  case truncated
  /// There is no memory for a decoder.
  case outOfMemory
  /// The coding's trait is off, so its library is not there (``Inflater/Coding/builtIn``).
  case notBuiltIn

  static var needsDictionary: Self { .corrupted("it needs a dictionary, which HTTP has no way to name") }
}

extension InflateFailure: CustomStringConvertible {
  /// The error in words.
  public var description: String {
    switch self {
    case .corrupted(let reason): "the compressed data are corrupted: \(reason)"
    case .truncated: "the compressed data end too early"
    case .outOfMemory: "there is no memory left to decompress"
    case .notBuiltIn: "the coding's library is not built in"
    }
  }
}
