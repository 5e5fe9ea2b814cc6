/// Reads a header block from a stream, up to and including the empty line that ends it (`http.client.parse_headers`; RFC 9112 section 5).
/// The stream must be at the first header line, after the start line. Later reads of the stream return what follows the empty line.
///
/// It reads one byte at a time, because a stream can't take bytes back. If that is too slow, use ``/HTTPWireCore/ClientExchange``.
///
/// Throws `malformedHeader`, `lineTooLong` and `limitExceeded` for invalid lines, `incompleteHead` if the stream ends before the empty
/// line, and what the stream throws.
public func parseHeaders(
  from stream: some ByteStream, leniency: ParsingLeniency = .default, limits: ParsingLimits? = nil, timeout: Duration? = nil
) throws(HTTPException) -> HTTPMessage {
  var parser = HeaderBlockParser(leniency: leniency, limits: limits ?? .matching(leniency))
  var input: [UInt8] = []
  var isAtEnd = false
  while true {
    if let block = try parser.nextBlock(in: input.span, isAtEnd: isAtEnd) { return block.headers }
    let before = input.count
    try input.append(addingCapacity: 1) { (free) throws(HTTPException) in try stream.read(into: &free, timeout: timeout) }
    isAtEnd = input.count == before
  }
}
