public import HTTPWire

extension LoopbackConnection {
  /// Sends bytes as they are, in one piece.
  public func send(_ bytes: [UInt8]) throws(HTTPException) {
    try write(bytes.span, timeout: nil)
  }

  /// Sends the UTF-8 bytes of a text as they are, in one piece.
  public func send(_ text: String) throws(HTTPException) { try send(Array(text.utf8)) }

  /// Sends each piece by itself, with a pause between them. Without a pause the network may join pieces.
  public func send(pieces: [[UInt8]], pause: Duration = .zero) throws(HTTPException) {
    for (index, piece) in pieces.enumerated() {
      if index > 0, pause > .zero { try sleep(pause) }
      try send(piece)
    }
  }

  /// Sends a response. The body is left out if the response to `request` has none in HTTP (RFC 9112 section 6.3).
  public func send(_ response: LoopbackServer.Response, to request: ReceivedRequest? = nil) throws(HTTPException) {
    try send(response.bytes(inReplyTo: request))
  }

  /// Answers each request with the response that the closure returns, until the client or one of the messages ends the connection (RFC
  /// 9112 section 9.3).
  func serve(_ respond: (ReceivedRequest) throws -> LoopbackServer.Response) throws {
    while let request = try readRequest() {
      let response = try respond(request)
      try send(response, to: request)
      if !request.keepsAlive || !response.keepsAlive { return }
    }
  }

  /// Sends the head of a chunked response. Send its body with ``sendChunk(_:)`` and ``endChunks(trailers:)``.
  public func sendChunkedHead(status: Int = 200, headers: HTTPMessage = [:]) throws(HTTPException) {
    var headers = headers
    headers.add("Transfer-Encoding", "chunked")
    try send(LoopbackServer.Response(status: status, headers: headers).head(bodyCount: nil))
  }

  /// Sends a chunk of a chunked body (RFC 9112 section 7.1). An empty chunk is not sent, because it would end the body.
  public func sendChunk(_ bytes: [UInt8]) throws(HTTPException) {
    if bytes.isEmpty { return }
    try send(Array(String(bytes.count, radix: 16).utf8) + [0x0D, 0x0A] + bytes + [0x0D, 0x0A])
  }

  /// Ends a chunked body, with trailers if there are any (RFC 9112 section 7.1.2).
  public func endChunks(trailers: HTTPMessage = [:]) throws(HTTPException) {
    try send(Array("0\r\n".utf8) + LoopbackServer.Response.lines(of: trailers) + [0x0D, 0x0A])
  }
}
