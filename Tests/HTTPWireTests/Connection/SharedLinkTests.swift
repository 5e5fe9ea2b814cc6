import HTTPWire
import HTTPWireTesting
import Testing

/// What one request does to the response before it, and what is sent outside of any does to the next.
struct SharedLinkTests {
  private static let long = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789"

  /// What can go wrong with the connection while a response is being read.
  static let mishaps: [(String, @Sendable (HTTPConnection) throws -> Void)] = [
    (
      "a body that can't be read",
      { connection in
        let source = PieceSource([Array("a".utf8)], thenThrows: .bodySource("gone"))
        try connection.request("POST", "/", body: .file(source))
      }
    ),
    ("connect, when no more can be opened", { try $0.connect() }),
    ("another stream", { $0.stream = ScriptedStream(okReply) }),
  ]

  @Test(arguments: mishaps.indices) func `a response that is being read is not cut short by what happens next`(mishap: Int) throws {
    let (connection, stream) = try scripted(Self.long)
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(try response.read(1) == Array("0".utf8))
    try? Self.mishaps[mishap].1(connection)
    #expect(!response.isClosed)
    #expect(try response.read() == Array("123456789".utf8), "\(Self.mishaps[mishap].0)")
    #expect(stream.closes == 1)
  }

  @Test func `a response that is dropped unread gives its connection up, and the next request opens another`() throws {
    let first = ScriptedStream(exchanges: [[Self.long]], atEnd: .fail)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second)
    try connection.request("GET", "/a")
    _ = try connection.getResponse()
    #expect(first.closes == 1)
    #expect(try connection.get("/b") == "hi")
  }

  @Test func `a response that has ended can be dropped, and the connection is kept`() throws {
    let (connection, stream) = try scripted(emptyReply, okReply)
    try connection.request("GET", "/a")
    _ = try connection.getResponse()
    #expect(try connection.get("/b") == "hi")
    #expect(stream.closes == 0)
  }

  @Test func `bytes sent between two requests end the connection, as they would pass for a request`() throws {
    let first = ScriptedStream(exchanges: [[okReply], [okReply]], atEnd: .fail)
    let second = ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo"]], atEnd: .fail)
    let (connection, _) = try connection(first, second)
    #expect(try connection.get("/1") == "hi")
    try connection.send("GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(try connection.get("/2") == "two")
    #expect(first.closes == 1)
  }

  @Test func `bytes sent before the head are not sent ahead of it on the same connection`() throws {
    let first = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second)
    try connection.putRequest("GET", "/")
    try connection.send("junk")
    try connection.endHeaders()
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(first.writtenText == "junk")
    #expect(second.writtenText == getHead)
  }

  @Test func `a stream that was handed off survives another in its place`() throws {
    let (connection, stream) = try scripted("HTTP/1.1 200 OK\r\n\r\nearly", atEnd: .end)
    try connection.request("CONNECT", "far:1")
    _ = try connection.getResponse()
    let raw = try #require(connection.stream)
    connection.stream = PrefixedStream(Array("x".utf8), raw)
    #expect(stream.closes == 0)
    #expect(try connection.stream?.readToEnd() == Array("xearly".utf8))
  }

  @Test func `a stream can be taken out, wrapped and handed back`() throws {
    let stream = ScriptedStream(exchanges: [[okReply], [okReply]], atEnd: .fail)
    let (connection, opener) = try connection(stream)
    #expect(connection.detachStream() == nil)
    #expect(try connection.get() == "hi")
    let plain = try #require(connection.detachStream())
    #expect(connection.stream == nil)
    #expect(stream.closes == 0)
    connection.stream = PrefixedStream([], plain)
    #expect(try connection.get() == "hi")
    #expect(opener.targets.count == 1)
    connection.close()
    #expect(stream.closes == 1)
  }

  @Test(arguments: [ScriptedStream.AtEnd.end, .timeout])
  func `what a server says on a connection opened ahead is not taken for the first response`(atEnd: ScriptedStream.AtEnd) throws {
    let first = ScriptedStream("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", atEnd: atEnd)
    let second = ScriptedStream(exchanges: [[okReply]])
    let (connection, _) = try connection(first, second)
    try connection.connect()
    #expect(try connection.get() == "hi")
    #expect(first.closes == 1)
    #expect(first.writes.isEmpty)
  }

  @Test func `interim responses are handed over before the final one`() throws {
    let hints = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
    let (connection, _) = try scripted("HTTP/1.1 100 Continue\r\n\r\n" + hints + okReply)
    var seen: [String] = []
    connection.onInterimResponse = { seen.append("\($0.status) \($0.headers["Link"] ?? "-")") }
    #expect(try connection.get() == "hi")
    #expect(seen == ["100 -", "103 </style.css>"])
  }
}
