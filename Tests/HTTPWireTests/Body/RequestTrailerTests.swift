import HTTPWire
import HTTPWireTesting
import Testing

/// A request that ends with trailers (RFC 9112 section 7.1.2).
struct RequestTrailerTests {
  private static let head =
    "PUT / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: identity\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Y\r\n\r\n"

  @Test func `the fields follow the last chunk of any body`() throws {
    for body in [.bytes(Array("abc".utf8)), "abc", .chunks([Array("abc".utf8)]), .file(PieceSource("abc"))] as [RequestBody] {
      let (connection, stream) = try scripted(okReply)
      try connection.request("PUT", "/", body: body.endingWith(["X-Sum", "Y"]) { ["x-sum": "900150", "Y": "z"] })
      #expect(stream.writtenText == Self.head + "3\r\nabc\r\n0\r\nx-sum: 900150\r\nY: z\r\n\r\n")
      #expect(try connection.getResponse().read() == Array("hi".utf8))
    }
  }

  @Test func `the fields are asked for when the body was read to its end`() throws {
    let (connection, stream) = try scripted(okReply)
    var count = 0
    var blocks = [[UInt8]](repeating: [1, 2, 3], count: 5)
    let body = RequestBody.chunks { () -> [UInt8]? in
      guard let block = blocks.popLast() else { return nil }
      count += block.count
      return block
    }
    try connection.request("PUT", "/", body: body.endingWith(["Count"]) { ["Count": "\(count)"] })
    #expect(stream.writtenText.hasSuffix("0\r\nCount: 15\r\n\r\n"))
  }

  @Test func `an empty body and no fields are fine`() throws {
    let (connection, stream) = try scripted(okReply)
    try connection.request("PUT", "/", body: RequestBody.bytes([]).endingWith(["A"]) { [:] })
    #expect(stream.writtenText.hasSuffix("Trailer: A\r\n\r\n0\r\n\r\n"))
  }

  @Test(arguments: [
    "Content-Length", "transfer-encoding", "HOST", "Authorization", "Cookie", "Content-Type", "Content-Encoding", "Content-Range",
    "Trailer", "Range", "If-Match", "Expect", "TE", "Connection",
  ])
  func `a field that servers need before the body is refused`(name: String) throws {
    let (connection, stream) = try scripted(okReply)
    let error = #expect(throws: HTTPException.self) {
      try connection.request("PUT", "/", body: RequestBody.bytes([1]).endingWith(["X", name]) { [:] })
    }
    #expect(error?.description.contains("can't be a trailer") == true)
    #expect(stream.written.isEmpty)
  }

  @Test func `names that are no tokens, and none, are refused`() throws {
    for names in [["a b"], [""], ["a\r\nb"], []] {
      let (connection, stream) = try scripted(okReply)
      #expect(throws: HTTPException.self) {
        try connection.request("PUT", "/", body: RequestBody.bytes([1]).endingWith(names) { [:] })
      }
      #expect(stream.written.isEmpty)
    }
  }

  @Test func `a field that was not declared ends the request and the connection`() throws {
    let (connection, stream) = try scripted(okReply)
    let error = #expect(throws: HTTPException.self) {
      try connection.request("PUT", "/", body: RequestBody.bytes([1]).endingWith(["A"]) { ["B": "1"] })
    }
    #expect(error?.description.contains("'B'") == true)
    #expect(stream.closes == 1)
  }

  @Test func `a length of the caller's, and HTTP/1.0, leave no place for trailers`() throws {
    let body = RequestBody.bytes([1]).endingWith(["A"]) { [:] }
    let (connection, stream) = try scripted(okReply)
    #expect(throws: HTTPException.self) { try connection.request("PUT", "/", body: body, headers: ["Content-Length": "1"]) }
    connection.httpVersion = .http10
    #expect(throws: HTTPException.self) { try connection.request("PUT", "/", body: body) }
    #expect(stream.written.isEmpty)
  }
}
