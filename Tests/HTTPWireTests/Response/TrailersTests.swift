import HTTPWire
import HTTPWireTesting
import Testing

/// The trailer fields of a chunked body (RFC 9112 section 7.1.2).
struct TrailersTests {
  static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n"

  @Test(arguments: Delivery.all)
  func `trailers are there once the body has ended, and not before`(delivery: Delivery) throws {
    let response = try Scripted(latin1(Self.chunked + "Checksum: 5\r\nX: a\r\nx: b\r\n\r\n"), delivery).response
    #expect(response.trailers == nil)
    #expect(try response.read(2) == latin1("bo"))
    #expect(response.trailers == nil)
    #expect(try response.read() == latin1("dy"))
    #expect(response.trailers == ["Checksum": "5", "X": "a", "x": "b"])
    response.close()
    #expect(response.trailers?["checksum"] == "5")
  }

  @Test func `a chunked body without trailers has none of them, and other bodies have no trailer section`() throws {
    let empty = try Scripted(latin1(Self.chunked + "\r\n")).response
    _ = try empty.read()
    #expect(empty.trailers == [:])
    let plain = try Scripted(latin1("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")).response
    _ = try plain.read()
    #expect(plain.trailers == nil)
  }

  @Test func `trailers of a kept connection belong to their own response`() throws {
    let (connection, _) = try scripted(Self.chunked + "A: 1\r\n\r\n", okReply)
    try connection.request("GET", "/")
    let first = try connection.getResponse()
    #expect(try first.read() == latin1("body"))
    #expect(try connection.get() == "hi")
    #expect(first.trailers == ["A": "1"])
  }

  @Test func `a body that breaks off in its trailers has none`() throws {
    let response = try Scripted(latin1(Self.chunked + "A: 1\r\nB"), atEnd: .end).response
    #expect(throws: HTTPException.incompleteRead(partial: latin1("body"), expected: nil)) { try response.read() }
    #expect(response.trailers == nil)
  }
}
