/// Parses a header block without a start line (`http.client.parse_headers`; RFC 9112 section 5). The bytes may arrive in pieces.
///
/// ```swift
/// var parser = HeaderBlockParser()
/// var input: [UInt8] = []
/// var isAtEnd = false
/// while true {
///   if let block = try parser.nextBlock(in: input.span, isAtEnd: isAtEnd) {
///     input.removeFirst(block.length)
///     print(block.headers)
///     break
///   }
///   isAtEnd = receive(into: &input)
/// }
/// ```
public struct HeaderBlockParser: Sendable {
  private var fields = FieldSectionParser()
  private let leniency: ParsingLeniency
  private let limits: ParsingLimits

  /// Creates a parser at the start of a header block.
  public init(leniency: ParsingLeniency = .default, limits: ParsingLimits = .default) {
    self.leniency = leniency
    self.limits = limits
  }

  /// Parses the block at the start of the input. Returns its fields and its length in bytes, with the empty line at its end. Returns nil
  /// if more input is needed.
  ///
  /// `isAtEnd` says that the peer has ended the stream, so nothing will follow the input.
  ///
  /// Throws `malformedHeader`, `lineTooLong` or `limitExceeded` for bad lines, and `incompleteHead` if the stream ends inside the block.
  public mutating func nextBlock(
    in input: Span<UInt8>, isAtEnd: Bool
  ) throws(HTTPException) -> (headers: HTTPMessage, length: Int)? {
    let isEmail = leniency.contains(.fieldLinesAsEmail)
    let progress = try fields.advance(input, limits: limits, leniency: leniency, naming: .headers, looseLines: isEmail)
    let length: Int
    switch progress {
    case .complete(let end): length = end
    case .needMore where !isAtEnd: return nil
    case .needMore:
      length = input.count
      guard leniency.contains(.truncatedHeads) else { throw .incompleteHead(received: Array(copying: input.extracting(..<length))) }
      try fields.checkEnd(length: length, limits: limits, naming: .headers)
    }
    let block = Array(copying: input.extracting(..<length))
    return (isEmail ? EmailFieldParser.parse(block) : fields.takeMessage(storage: block), length)
  }
}
