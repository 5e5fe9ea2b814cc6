/// Reads a header block from a stream, up to and including the blank line that ends it, and leaves the stream at what follows
/// (`http.client.parse_headers`; RFC 9112 section 5). There is no start line in front.
///
/// A stream can't take bytes back, so they are asked for one at a time; where that costs too much, use
/// ``/HTTPWireCore/ClientExchange`` and its input buffer.
///
/// Throws `malformedHeader`, `lineTooLong` and `limitExceeded` for what is wrong with the lines, `incompleteHead` when the stream ends
/// before the blank line, and whatever the stream throws.
public func parseHeaders(
  from stream: some ByteStream, leniency: ParsingLeniency = .default, limits: ParsingLimits? = nil, timeout: Duration? = nil
) throws(HTTPException) -> HTTPMessage {
  var parser = HeaderBlockParser(leniency: leniency, limits: limits ?? .matching(leniency))
  var input = InputBuffer()
  while true {
    if let headers = try parser.advance(&input) { return headers }
    let before = input.count
    try input.fill(1) { (free) throws(HTTPException) in try stream.read(into: &free, timeout: timeout) }
    if input.count == before { input.isAtEnd = true }
  }
}
