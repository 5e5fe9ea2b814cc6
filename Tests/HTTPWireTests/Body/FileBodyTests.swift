import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// Files as request bodies.
struct FileBodyTests {
  /// A pipe's reading end from which these bytes come; the caller releases it.
  private static func descriptor(giving bytes: [UInt8]) throws(HTTPException) -> Int32 {
    let (reading, writing) = try Syscalls.makePipe()
    defer { Syscalls.release(writing) }
    try Syscalls.writeFile(writing, bytes.span)
    return reading
  }

  private static func body(_ stream: ScriptedStream) -> String {
    let text = latin1(stream.written)
    return text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? text
  }

  @Test func `a file is sent in chunks of the block size`() throws {
    let contents = try FileSource(path: #filePath).contents()
    let (connection, stream) = try scripted()
    connection.blockSize = 512
    try connection.request("PUT", "/", body: .file(path: #filePath))
    let size = String(min(contents.count, 512), radix: 16, uppercase: true)
    let first = Array("\r\n\r\n\(size)\r\n".utf8) + contents.prefix(512) + Array("\r\n".utf8)
    #expect(stream.writes[0].suffix(first.count) == first[...])
    #expect(stream.writes.count == 1 + (contents.count + 511) / 512)
  }

  @Test func `a file with a Content-Length arrives whole`() throws {
    let contents = try FileSource(path: #filePath).contents()
    let server = try LoopbackServer.replying { request in .init(body: request.body) }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(10))
    try connection.request("PUT", "/", body: .file(path: #filePath), headers: ["Content-Length": String(contents.count)])
    #expect(try connection.getResponse().read() == contents)
    try connection.request("PUT", "/", body: .file(path: #filePath))
    #expect(try connection.getResponse().read() == contents)
    #expect(server.requests.map { $0.headers.contains("Transfer-Encoding") } == [false, true])
    #expect(server.connectionCount == 1)
  }

  @Test func `a descriptor is read from where it stands and left open`() throws {
    let descriptor = try Self.descriptor(giving: Array("skip and send".utf8))
    defer { Syscalls.release(descriptor) }
    let source = FileSource(descriptor: descriptor)
    let start = try [UInt8](capacity: 9) { (free) throws(HTTPException) in try source.read(into: &free) }
    #expect(start == Array("skip and ".utf8))
    let (connection, stream) = try scripted()
    try connection.request("PUT", "/", body: .file(descriptor: descriptor))
    #expect(Self.body(stream) == "4\r\nsend\r\n0\r\n\r\n")
    #expect(try Syscalls.isCloseOnExec(descriptor))
  }

  @Test func `a file that is not there costs no request`() throws {
    for body in [RequestBody.file(path: "/nonexistent"), .textFile(path: "/nonexistent"), .file(path: "a\0b")] {
      let (connection, stream) = try scripted(okReply)
      #expect(throws: HTTPException.self) { try connection.request("PUT", "/", body: body) }
      #expect(throws: HTTPException.self) { try connection.send(body) }
      #expect(stream.writes.isEmpty)
      #expect(try connection.get() == "hi")
    }
  }

  @Test(arguments: 1...6) func `text whose characters lie across the ends of blocks is sent as Latin-1`(blockSize: Int) throws {
    let text = "a\u{80}\u{FF}b\u{E9}\u{E9}\u{BF}c"
    let pieces = Delivery.random(seed: UInt64(blockSize), longest: blockSize).pieces(of: text)
    let wire = "a\u{80}\u{FF}b\u{E9}\u{E9}\u{BF}c"
    for source in [PieceSource(pieces), PieceSource([Array(text.utf8)])] {
      let (connection, stream) = try scripted()
      connection.blockSize = blockSize
      try connection.request("PUT", "/", body: .textFile(source), headers: ["Content-Length": "8"])
      #expect(Self.body(stream) == wire)
      #expect(stream.writes.dropFirst().allSatisfy { !$0.isEmpty && $0.count <= blockSize })
    }
  }

  @Test func `a text file is sent as Latin-1`() throws {
    // This file has a character beyond ASCII: é.
    let (connection, stream) = try scripted()
    let text = String(decoding: try FileSource(path: #filePath).contents(), as: UTF8.self)
    try connection.request("PUT", "/", body: .textFile(path: #filePath), headers: ["Content-Length": String(text.unicodeScalars.count)])
    #expect(Self.body(stream) == text)
    #expect(stream.written.contains(0xE9))
  }

  /// Bytes that are no text, or none in Latin-1, and what is said.
  static let malformed: [(bytes: [UInt8], error: HTTPException)] = [
    ([0x61, 0xE2, 0x82, 0xAC], .notEncodable(part: "Body", text: "...")), ([0x61, 0x80], .bodySource("the text is not UTF-8")),
    ([0x61, 0xC3], .bodySource("the text ends inside a UTF-8 character")), ([0x61, 0xC3, 0x61], .bodySource("the text is not UTF-8")),
    ([0x61, 0xC0, 0x80], .bodySource("the text is not UTF-8")), ([0x61, 0xFF], .bodySource("the text is not UTF-8")),
  ]

  @Test(arguments: malformed.indices, [1, 65_536]) func `a text file that is no Latin-1 ends the connection, not its use`(
    index: Int, blockSize: Int
  ) throws {
    let (bytes, error) = Self.malformed[index]
    let first = ScriptedStream()
    let (connection, _) = try connection(first, ScriptedStream(exchanges: [[okReply]], atEnd: .fail))
    connection.blockSize = blockSize
    #expect(throws: error) { try connection.request("PUT", "/", body: .textFile(PieceSource([bytes]))) }
    #expect(first.closes == 1)
    #expect(try connection.get() == "hi")
  }
}
