/// What is wrong with the framing of a chunked body (RFC 9112 section 7.1).
public enum ChunkProblem: Sendable, Hashable {
  /// The chunk size is not a hexadecimal number, or does not fit 63 bits.
  case invalidSize
  /// The chunk-size line ends in a line feed without a carriage return.
  case bareLineFeed
  /// The chunk extensions contain a control character (RFC 9112 section 7.1.1).
  case invalidExtension
  /// The two bytes after a chunk's data are not CRLF.
  case missingTerminator
  /// A line of the trailer section is not a valid field line (RFC 9112 section 7.1.2).
  case invalidTrailer(HeaderProblem)
}

extension ChunkProblem {
  var text: String {
    switch self {
    case .invalidSize: "has no valid chunk size"
    case .bareLineFeed: "ends in a line feed without a carriage return"
    case .invalidExtension: "has a control character in its extensions"
    case .missingTerminator: "is not the CRLF that must follow a chunk's data"
    case .invalidTrailer(let problem): "is a trailer line that \(problem.text)"
    }
  }
}
