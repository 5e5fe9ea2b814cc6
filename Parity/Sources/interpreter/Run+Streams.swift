import HTTPWire

// The steps over a connection of the peer that no HTTPConnection has opened.

extension Run {
  func response(_ step: Fields) throws -> JSON {
    let level = try step.optionalInt("debugLevel") ?? 0
    let begins = try step.bool("begin", default: true)
    let response = HTTPResponse(
      stream: try reply(), debugLevel: level, method: try step.optionalText("method"), url: try step.optionalText("url"),
      leniency: program.leniency)
    if level > 0 { hasPrintingResponse = true }
    responses.append(response)
    if begins { try response.begin() }
    return .null
  }

  func parseHeaders(_ step: Fields) throws -> JSON {
    let rest = try step.optionalInt("rest") ?? 0
    let stream = try reply()
    let headers = try HTTPWire.parseHeaders(from: stream, leniency: program.leniency)
    return .object(HeaderFacts.fields(headers) + [("rest", .bytes(try Self.read(stream, rest < 0 ? .max : rest)))])
  }

  /// The next connection of the peer, whose first reply needs no request.
  private func reply() throws -> PeerConnection {
    if program.loopback != nil { throw Skipped() }
    let stream = try peer.next()
    stream.beginExchange()
    return stream
  }

  /// So many bytes, fewer at the end only.
  private static func read(_ stream: PeerConnection, _ amount: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < amount {
      let more = try Room.filled(min(amount - bytes.count, 65_536)) { (buffer) throws(HTTPException) in
        try stream.read(into: &buffer, timeout: nil)
      }
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }
}
