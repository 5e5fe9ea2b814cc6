/// Parses a header block that has no start line out of bytes that arrive in pieces (`http.client.parse_headers`; RFC 9112 section 5).
public struct HeaderBlockParser: Sendable {
  private var fields = FieldSectionParser()
  private let leniency: ParsingLeniency
  private let limits: ParsingLimits

  /// A parser at the begin of a block.
  public init(leniency: ParsingLeniency = .default, limits: ParsingLimits = .default) {
    self.leniency = leniency
    self.limits = limits
  }

  /// Reads on; the front of `input` is the block as far as it has come. Returns the fields when the block is complete, which is then
  /// taken off the input, and nil when more is needed.
  ///
  /// Throws `malformedHeader`, `lineTooLong` and `limitExceeded` for bad lines, `incompleteHead` at the end of the stream.
  public mutating func advance(_ input: inout InputBuffer) throws(HTTPException) -> HTTPMessage? {
    let isEmail = leniency.contains(.fieldLinesAsEmail)
    let progress = try fields.advance(
      input.bytes.span, base: input.start, limits: limits, leniency: leniency, naming: .headers, looseLines: isEmail)
    let length: Int
    switch progress {
    case .complete(let end): length = end
    case .needMore where !input.isAtEnd: return nil
    case .needMore:
      guard leniency.contains(.truncatedHeads) else { throw .incompleteHead(received: Array(input.contents)) }
      length = input.count
      try fields.checkEnd(length: length, limits: limits, naming: .headers)
    }
    let block = Array(input.contents.prefix(length))
    input.consume(length)
    return isEmail ? EmailFieldParser.parse(block) : fields.takeMessage(storage: block)
  }
}
