import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// Which bytes a text stands for, and bytes of other kinds of memory.
struct BodyTextTests {
  static var refused: [(literal: RequestBody, text: String)] {
    [
      ("caf\u{E9}", "caf\u{E9}"), ("\u{80}", "\u{80}"), ("\u{20AC}", "\u{20AC}"), ("a\("\u{E9}")", "a\u{E9}"),
    ]
  }

  @Test(arguments: 0..<refused.count) func `a literal beyond ASCII is refused before anything is sent, with both ways out`(row: Int) throws
  {
    let (literal, text) = Self.refused[row]
    let (connection, stream) = try scripted(okReply)
    let error = #expect(throws: HTTPException.notEncodable(part: "body literal", text: text)) {
      try connection.request("POST", "/", body: literal)
    }
    #expect(error?.description.hasSuffix("say which bytes it stands for: .utf8(text), or .text(text) for Latin-1 as in Python") == true)
    #expect(error?.description.contains("is not valid ASCII") == true)
    try connection.putRequest("POST", "/")
    #expect(throws: HTTPException.notEncodable(part: "body literal", text: text)) { try connection.endHeaders(literal) }
    #expect(stream.writes.isEmpty)
  }

  @Test func `as in Python, a literal is Latin-1 with loose request heads`() throws {
    let (connection, stream) = try scripted(leniency: .python)
    try connection.request("PUT", "/", body: "caf\u{E9}")
    #expect(stream.written.suffix(4) == [0x63, 0x61, 0x66, 0xE9])
    let (other, _) = try scripted(leniency: .python)
    #expect(throws: HTTPException.notEncodable(part: "Body", text: "\u{20AC}")) { try other.request("PUT", "/", body: "\u{20AC}") }
  }

  static var bodies: [(body: RequestBody, bytes: [UInt8], type: String?)] {
    [
      ("", [], nil), ("a\u{7F}", [0x61, 0x7F], nil), ("a\(1)", [0x61, 0x31], nil),
      (.text("\u{E9}\u{FF}"), [0xE9, 0xFF], nil),
      (.utf8("\u{E9}\u{20AC}"), [0xC3, 0xA9, 0xE2, 0x82, 0xAC], "text/plain; charset=utf-8"),
      (.utf8("e\u{301}"), [0x65, 0xCC, 0x81], "text/plain; charset=utf-8"),
      (.utf8("<p>").withContentType("text/html"), Array("<p>".utf8), "text/html"),
      (.bytes([1, 2]), [1, 2], nil), (.bytes([0, 1, 2, 3][1...2]), [1, 2], nil), (.bytes("\u{E9}".utf8), [0xC3, 0xA9], nil),
      (.bytes(Data([0, 1, 2, 3])[2...]), [2, 3], nil), (.bytes([UInt8]([4, 5]).span), [4, 5], nil),
      (.bytes(repeatElement(7, count: 3)), [7, 7, 7], nil),
    ]
  }

  @Test(arguments: 0..<bodies.count) func `a body is the bytes of its text or memory, and no media type is sent by itself`(row: Int) throws
  {
    let (body, bytes, type) = Self.bodies[row]
    #expect(body.contentType == type)
    let (connection, stream) = try scripted()
    try connection.request("PUT", "/", body: body)
    #expect(
      stream.written == Array("PUT / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: identity\r\nContent-Length: \(bytes.count)\r\n\r\n".utf8)
        + bytes)
  }

  @Test func `a media type and trailers do not displace each other`() throws {
    let typed = RequestBody.chunks([[0x61]]).withContentType("text/csv").endingWith(["X-Sum"]) { ["X-Sum": "1"] }
    let late = RequestBody.chunks([[0x61]]).endingWith(["X-Sum"]) { ["X-Sum": "1"] }.withContentType("text/csv")
    for body in [typed, late] {
      #expect(body.contentType == "text/csv")
      let (connection, stream) = try scripted()
      try connection.request("PUT", "/", body: body)
      #expect(stream.writtenText.hasSuffix("1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n"))
    }
  }
}
