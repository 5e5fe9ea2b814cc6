import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// Several bodies sent as one.
struct ConcatenatedBodyTests {
  private static func body(_ stream: ScriptedStream) -> String {
    let text = latin1(stream.written)
    guard let range = text.firstRange(of: "\r\n\r\n") else { return "no head" }
    return String(text[range.upperBound...])
  }

  static var known: [[RequestBody]] {
    [
      [], ["a"], ["a", "b"], ["", .bytes([]), "a"], [.utf8("\u{E9}"), .text("\u{E9}")],
      [.concatenating(["a", "b"]), .concatenating([]), "c"],
      [.bytes([UInt8](repeating: 0x61, count: 70_000)), "b"],
    ]
  }

  @Test(arguments: 0..<known.count) func `lengths are added up`(row: Int) throws {
    let parts = Self.known[row]
    var expected = ""
    for part in parts {
      let (connection, stream) = try scripted()
      try connection.request("PUT", "/", body: part)
      expected += Self.body(stream)
    }
    let (connection, stream) = try scripted(okReply)
    try connection.request("PUT", "/", body: .concatenating(parts))
    #expect(Self.body(stream) == expected)
    #expect(stream.writtenText.contains("Content-Length: \(expected.unicodeScalars.count)\r\n"))
    #expect(try connection.getResponse().read() == Array("hi".utf8))
  }

  @Test func `a file with its length is one part of many, and can be sent again`() throws {
    let file = try TemporaryFile(Array("0123456789".utf8))
    let descriptor = try file.open(skipping: 8)
    defer { Syscalls.release(descriptor) }
    let body = RequestBody.concatenating([
      "<", .file(path: file.path, length: .known(in: 2..<5)), "|", .file(path: file.path, length: .known), "|",
      .file(descriptor: descriptor, length: .known(from: 8)), ">",
    ])
    for blockSize in [1, 3, 65_536] {
      let (connection, stream) = try scripted()
      connection.blockSize = blockSize
      try connection.request("PUT", "/", body: body)
      #expect(Self.body(stream) == "<234|0123456789|89>")
      #expect(stream.writtenText.contains("Content-Length: 19\r\n"))
    }
  }

  static var unknown: [(String, () -> RequestBody)] {
    [
      ("a source", { .file(PieceSource("ab", "c")) }), ("a sequence", { .chunks([[0x61, 0x62], [], [0x63]]) }),
      ("text of a source", { .textFile(PieceSource("a", "bc")) }),
      ("a joined sequence", { .chunks([[0x61], [0x62, 0x63]], joinedUpTo: 8) }),
    ]
  }

  @Test(arguments: 0..<unknown.count) func `one part of unknown length has the whole sent in chunks`(row: Int) throws {
    let (connection, stream) = try scripted()
    try connection.request("PUT", "/", body: .concatenating(["x", Self.unknown[row].1(), "y"]))
    #expect(stream.writtenText.contains("Transfer-Encoding: chunked\r\n"))
    let pieces = Self.body(stream).split(separator: "\r\n", omittingEmptySubsequences: false)
    let data = stride(from: 1, to: pieces.count, by: 2).map { String(pieces[$0]) }
    #expect(data.joined() == "xabcy")
    #expect(Self.body(stream).hasSuffix("0\r\n\r\n"))
  }

  @Test func `what was collected does not wait for a part that has to be waited for`() throws {
    let (connection, stream) = try scripted()
    let body = RequestBody.concatenating(["a", "b", .file(PieceSource("c")), "d"])
    try connection.request("PUT", "/", body: body)
    #expect(Self.body(stream).hasPrefix("2\r\nab\r\n1\r\nc\r\n"))
  }

  static var refused: [(String, [RequestBody], HTTPException)] {
    [
      (
        "trailers", ["a", RequestBody.chunks([[1]]).endingWith([]) { [:] }],
        .invalidArgument("trailers end a whole body, so a part of one can't have any")
      ),
      ("a literal beyond ASCII", ["a", "\u{E9}"], .notEncodable(part: "body literal", text: "\u{E9}")),
      ("text beyond Latin-1", [.text("\u{20AC}")], .notEncodable(part: "Body", text: "\u{20AC}")),
      ("one of these within", [.concatenating(["\u{E9}"])], .notEncodable(part: "body literal", text: "\u{E9}")),
    ]
  }

  @Test(arguments: 0..<refused.count) func `a part that can't be sent is refused before anything is`(row: Int) throws {
    let (connection, stream) = try scripted(okReply)
    #expect(throws: Self.refused[row].2) { try connection.request("PUT", "/", body: .concatenating(Self.refused[row].1)) }
    #expect(stream.writes.isEmpty)
    #expect(try connection.get() == "hi")
  }

  @Test func `a missing file is found before anything is sent`() throws {
    let (connection, stream) = try scripted()
    let body = RequestBody.concatenating(["a", .file(path: "/nowhere/at/all", length: .known)])
    let error = #expect(throws: HTTPException.self) { try connection.request("PUT", "/", body: body) }
    #expect(error?.description.contains("/nowhere/at/all") == true)
    #expect(stream.writes.isEmpty)
  }
}
