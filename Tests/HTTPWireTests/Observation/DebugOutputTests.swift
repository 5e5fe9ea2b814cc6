import HTTPWire
import HTTPWireTesting
import Synchronization
import Testing

/// What a connection tells of its traffic, to the letter of CPython (Scripts/python-vectors).
struct DebugOutputTests {
  private static let reply = "HTTP/1.1 100 Continue\r\nQ: r\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\nA: c\r\nContent-Length: 0\r\n\r\n"

  /// Has a connection do what a row says.
  private static func run(_ row: [String], on connection: HTTPConnection) throws(HTTPException) {
    let body = CPythonVectorTests.body(row[0], row[1])
    switch row[2] {
    case "alone": if let body { try connection.send(body) }
    case "send":
      try connection.putRequest("PUT", "/p", skipHost: true, skipAcceptEncoding: true)
      try connection.endHeaders()
      if let body { try connection.send(body) }
    default:
      let headers: HTTPMessage = row[2] == "plain" ? [:] : ["Transfer-Encoding": "chunked"]
      try connection.request("POST", "/p", body: body, headers: headers, encodeChunked: row[2] == "encoded")
      _ = try connection.getResponse().read()
    }
  }

  @Test(arguments: Vectors.rows("debug")) func `traffic is told as CPython prints it`(row: [String]) throws {
    let (connection, _) = try scripted(Self.reply)
    var printed = ""
    connection.debugSink = { printed += $0 + "\n" }
    connection.setDebugLevel(1)
    #expect(connection.debugLevel == 1)
    try Self.run(row, on: connection)
    #expect(printed == row[3])
  }

  @Test(arguments: Vectors.rows("debug")) func `without a debug level nothing is told and the same is sent`(row: [String]) throws {
    var sent: [[[UInt8]]] = []
    for level in [0, 1, 2, -1] {
      let (connection, stream) = try scripted(Self.reply)
      var lines = 0
      connection.debugSink = { _ in lines += 1 }
      connection.setDebugLevel(level)
      try Self.run(row, on: connection)
      #expect((lines > 0) == (level > 0))
      sent.append(stream.writes)
    }
    #expect(Set(sent).count == 1)
  }

  @Test func `what is to be sent is told before sending fails`() throws {
    let (connection, stream) = try scripted()
    stream.failWrites(afterBytes: 0)
    var lines: [String] = []
    connection.debugSink = { lines.append($0) }
    connection.setDebugLevel(1)
    #expect(throws: ScriptedStream.brokenPipe) { try connection.request("PUT", "/", body: "abc") }
    #expect(lines.last == "send: b'abc'")
  }

  @Test func `a response gets the level its connection has when it comes`() throws {
    let (connection, _) = try scripted(okReply, okReply)
    var lines: [String] = []
    connection.debugSink = { lines.append($0) }
    try connection.request("GET", "/")
    connection.setDebugLevel(3)
    let response = try connection.getResponse()
    #expect(response.debugLevel == 3)
    #expect(lines == ["reply: 'HTTP/1.1 200 OK\\r\\n'", "header: Content-Length: 2"])
    connection.setDebugLevel(0)
    #expect(response.debugLevel == 3)
    #expect(try response.read() == Array("hi".utf8))
    #expect(try connection.get() == "hi")
    #expect(lines.count == 2)
  }

  @Test func `the bytes of a span are told`() throws {
    let (connection, _) = try scripted()
    var lines: [String] = []
    connection.debugSink = { lines.append($0) }
    connection.setDebugLevel(1)
    try Array("a'\"\\\r\n\t\0\u{7F}".utf8).withRawSpan { (span) throws(HTTPException) in try connection.send(span) }
    #expect(lines == [#"send: b'a\'"\\\r\n\t\x00\x7f'"#])
  }
}
