/// What is wrong with the framing of a chunked body (RFC 9112 section 7.1).
public enum ChunkProblem: Sendable, Hashable {
  /// The chunk size is no hexadecimal number, or larger than any body can be.
  case invalidSize
  /// A chunk-size line that ends in a bare line feed.
  case bareLineFeed
  /// A control character in the chunk extensions (RFC 9112 section 7.1.1).
  case invalidExtension
  /// The two bytes after the chunk's data are not CRLF.
  case missingTerminator
  /// A line of the trailer section that is no field line (RFC 9112 section 7.1.2).
  case invalidTrailer(HeaderProblem)
}

extension ChunkProblem {
  var text: String {
    switch self {
    case .invalidSize: "has no valid chunk size"
    case .bareLineFeed: "ends in a line feed without carriage return"
    case .invalidExtension: "has a control character in its extensions"
    case .missingTerminator: "stands where the CRLF after a chunk belongs"
    case .invalidTrailer(let problem): "is a trailer line that \(problem.text)"
    }
  }
}
