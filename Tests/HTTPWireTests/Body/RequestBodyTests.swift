import HTTPWire
import HTTPWireTesting
import Testing

/// Bodies of every kind, to the byte and to the write.
struct RequestBodyTests {
  private static func head(_ field: String) -> String { "PUT / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: identity\r\n\(field)\r\n\r\n" }

  private static func letters(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x61, count: count) }

  @Test(arguments: [(0, 1), (1, 1), (65_536, 1), (65_537, 2), (1 << 20, 2)])
  func `bytes leave with the head while they are few, and uncopied after it when they are many`(count: Int, writes: Int) throws {
    let (connection, stream) = try scripted(okReply, okReply)
    try connection.request("PUT", "/", body: .bytes(Self.letters(count)))
    #expect(stream.writes.count == writes)
    #expect(stream.written == Array(Self.head("Content-Length: \(count)").utf8) + Self.letters(count))
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    // Neither head nor body of one request is left for the next.
    #expect(try connection.get() == "hi")
    #expect(stream.writtenPieces.last == getHead)
  }

  @Test(arguments: [(0, 1), (3, 1), (65_537, 3)]) func `chunk-encoded bytes are one chunk`(count: Int, writes: Int) throws {
    let (connection, stream) = try scripted()
    try connection.request("PUT", "/", body: .bytes(Self.letters(count)), headers: ["Transfer-Encoding": "chunked"], encodeChunked: true)
    let size = String(count, radix: 16, uppercase: true)
    let body = count == 0 ? [] : Array("\(size)\r\n".utf8) + Self.letters(count) + Array("\r\n".utf8)
    #expect(stream.writes.count == writes)
    #expect(stream.written == Array(Self.head("Transfer-Encoding: chunked").utf8) + body + Array("0\r\n\r\n".utf8))
  }

  @Test(arguments: [(0, 1), (65_536, 1), (65_537, 2)]) func `the bytes of a span go out as bytes do`(count: Int, writes: Int) throws {
    let (connection, stream) = try scripted(okReply)
    try connection.request("PUT", "/", body: Self.letters(count).span)
    #expect(stream.writes.count == writes)
    #expect(stream.written == Array(Self.head("Content-Length: \(count)").utf8) + Self.letters(count))
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(stream.closes == 0)
  }

  @Test func `a source is read a block at a time, a write each`() throws {
    let (connection, stream) = try scripted()
    connection.blockSize = 4
    let source = PieceSource("abcdef", "gh", "ijkl")
    try connection.request("PUT", "/", body: .file(source))
    #expect(
      stream.writtenPieces == [
        Self.head("Transfer-Encoding: chunked"), "4\r\nabcd\r\n", "2\r\nef\r\n", "2\r\ngh\r\n", "4\r\nijkl\r\n", "0\r\n\r\n",
      ])
    #expect(Set(source.rooms) == [4])
  }

  @Test func `a source with a Content-Length goes out as it is`() throws {
    let (connection, stream) = try scripted(okReply)
    try connection.request("PUT", "/", body: .file(PieceSource("abc", "de")), headers: ["content-length": "5"], encodeChunked: true)
    #expect(stream.writtenPieces == [Self.head("content-length: 5"), "abc", "de"])
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(stream.closes == 0)
  }

  @Test func `a sequence is drawn as it is sent, and its empty elements are left out`() throws {
    let (connection, stream) = try scripted()
    var counts: [Int] = []
    let elements = ["a", "", "bc"].lazy.map { element -> [UInt8] in
      counts.append(stream.writes.count)
      return Array(element.utf8)
    }
    try connection.request("PUT", "/", body: .chunks(elements))
    #expect(counts == [1, 2, 2])
    #expect(stream.writtenPieces.dropFirst() == ["1\r\na\r\n", "2\r\nbc\r\n", "0\r\n\r\n"])
  }

  @Test(arguments: [(1, 1), (65_536, 1), (65_537, 3)]) func `an element is one chunk, which is not copied when it is large`(
    count: Int, writes: Int
  ) throws {
    let (connection, stream) = try scripted()
    let elements = [Self.letters(count), Self.letters(3), Self.letters(count)]
    try connection.request("PUT", "/", body: .chunks(elements))
    let chunks = elements.map { String($0.count, radix: 16, uppercase: true) + "\r\n" + latin1($0) + "\r\n" }
    #expect(stream.writtenText == Self.head("Transfer-Encoding: chunked") + chunks.joined() + "0\r\n\r\n")
    #expect(stream.writes.count == 2 + 2 * writes)
  }

  @Test func `a sequence can be sent again from its beginning`() throws {
    let (connection, stream) = try scripted(okReply, okReply)
    let body = RequestBody.chunks([Array("ab".utf8), Array("c".utf8)])
    for _ in 1...2 {
      try connection.request("PUT", "/", body: body)
      #expect(try connection.getResponse().read() == Array("hi".utf8))
    }
    let once = Self.head("Transfer-Encoding: chunked") + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
    #expect(stream.writtenText == once + once)
  }

  @Test func `send sends a body of any kind as it is`() throws {
    let (connection, stream) = try scripted()
    try connection.send("caf\u{E9}")
    try connection.send([1, 2])
    try connection.send(.file(PieceSource("ab", "c")))
    try connection.send(.textFile(PieceSource("\u{E9}")))
    try connection.send(.chunks([[3], [], [4]]))
    try connection.send([])
    try connection.send([UInt8]().span)
    #expect(stream.writes == [[0x63, 0x61, 0x66, 0xE9], [1, 2], [0x61, 0x62], [0x63], [0xE9], [3], [4]])
  }

  @Test func `text beyond Latin-1 is refused with what it was, before anything is sent`() throws {
    let (connection, stream) = try scripted(okReply)
    let error = #expect(throws: HTTPException.notEncodable(part: "Body", text: "€")) {
      try connection.request("POST", "/", body: .text("€"))
    }
    #expect(
      error?.description
        == "Body ('€') is not valid Latin-1: character 1 is '€' (U+20AC); send it as UTF-8: .utf8(text)")
    #expect(throws: HTTPException.notEncodable(part: "Body", text: "€")) { try connection.send("€") }
    #expect(stream.writes.isEmpty)
    #expect(try connection.get() == "hi")
  }

  struct Worn: Error {}

  @Test func `the elements of a function that fails are sent up to its error, which gives the request up`() throws {
    let (connection, stream) = try scripted(okReply)
    var left = [Array("ab".utf8), [], Array("c".utf8)]
    #expect(throws: HTTPException.custom(Worn())) {
      try connection.request(
        "PUT", "/",
        body: .chunks {
          if left.isEmpty { throw Worn() }
          return left.removeFirst()
        })
    }
    #expect(latin1(stream.writes.dropFirst().joined()) == "2\r\nab\r\n1\r\nc\r\n")
    #expect(stream.closes == 1)
  }

  @Test func `the elements of a function that ends are sent like those of a sequence`() throws {
    let (connection, stream) = try scripted(okReply)
    var left = [Array("ab".utf8), Array("c".utf8)]
    try connection.request("PUT", "/", body: .chunks { left.isEmpty ? nil : left.removeFirst() })
    #expect(latin1(stream.writes.dropFirst().joined()) == "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")
  }
}
