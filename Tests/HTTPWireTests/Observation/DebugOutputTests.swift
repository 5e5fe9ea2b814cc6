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

  /// Chunks that are announced and not sent, which the default refuses, and the default otherwise.
  private static func leniency(_ row: [String]) -> ParsingLeniency {
    row[2] == "given" || row[2] == "encoded" && row[0] == "none" ? .python : .default
  }

  @Test(arguments: Vectors.rows("debug")) func `traffic is told as CPython prints it`(row: [String]) throws {
    let (connection, _) = try scripted(Self.reply, leniency: Self.leniency(row))
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
      let (connection, stream) = try scripted(Self.reply, leniency: Self.leniency(row))
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
    try connection.send(Array("a'\"\\\r\n\t\0\u{7F}".utf8).span)
    #expect(lines == [#"send: b'a\'"\\\r\n\t\x00\x7f'"#])
  }

  // MARK: Heads that come to nothing

  /// A reply that comes to no final head, what follows it, and what CPython tells of it.
  struct Unfinished: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: String
    let atEnd: ScriptedStream.AtEnd
    let reported: [String]
    /// How much is told of the last line by `.default` when it comes byte by byte, if that shows at once that it is no HTTP.
    let firstByte: String?
    /// The presets that make no head of it.
    let presets: [ParsingLeniency]

    init(
      _ testDescription: String, _ reply: String, before atEnd: ScriptedStream.AtEnd = .end, _ reported: [String],
      firstByte: String? = nil, in presets: [ParsingLeniency] = HTTPWireTests.presets
    ) {
      self.testDescription = testDescription
      self.reply = reply
      self.atEnd = atEnd
      self.reported = reported
      self.firstByte = firstByte
      self.presets = presets
    }
  }

  private static let ok = "HTTP/1.1 200 OK\r\n"
  private static let reportedOK = #"reply: 'HTTP/1.1 200 OK\r\n'"#
  private static let wait = "HTTP/1.1 100 C\r\n"
  private static let reportedWait = #"reply: 'HTTP/1.1 100 C\r\n'"#

  static let unfinished = [
    Unfinished("what is no status line is told", "what?\r\n\r\n", [#"reply: 'what?\r\n'"#], firstByte: "reply: 'w'"),
    Unfinished("an empty line is told", "\r\n", [#"reply: '\r\n'"#], firstByte: #"reply: '\r'"#),
    Unfinished("a status line with a bad code is told", "HTTP/1.1 2 OK\r\n", [#"reply: 'HTTP/1.1 2 OK\r\n'"#]),
    Unfinished("an unknown protocol is told, and not its fields", "HTTP/2.0 200 OK\r\nA: b\r\n\r\n", [#"reply: 'HTTP/2.0 200 OK\r\n'"#]),
    Unfinished("no reply is told as an empty line", "", ["reply: ''"]),
    Unfinished("a status line that the end cuts short is told", "HTTP/1.1 2", ["reply: 'HTTP/1.1 2'"]),
    Unfinished("the status line of a head that breaks off is told", ok + "A: b\r\n", before: .reset, [reportedOK]),
    Unfinished("the status line of a head that times out is told", ok, before: .timeout, [reportedOK]),
    Unfinished("the status line of a head that ends early is told", ok + "A: b\r\n", [reportedOK], in: [.default]),
    Unfinished("the status line of too many headers is told", ok + String(repeating: "A: b\r\n", count: 101) + "\r\n", [reportedOK]),
    Unfinished("the status line before a refused header is told", ok + "A b\r\n\r\n", [reportedOK], in: [.default]),
    Unfinished("the status line of a refused length is told", ok + "Content-Length: x\r\n\r\n", [reportedOK], in: [.default]),
    Unfinished(
      "the status line of a refused switch of protocols is told", "HTTP/1.1 101 S\r\n\r\n", [#"reply: 'HTTP/1.1 101 S\r\n'"#],
      in: [.default]),
    Unfinished("nothing is told of silence", "", before: .timeout, []),
    Unfinished("nothing is told of a reset", "", before: .reset, []),
    Unfinished("nothing is told of a status line that times out", "HTTP/1.1 200 OK", before: .timeout, []),
    Unfinished("nothing is told of a status line that breaks off", "HTTP/1.1 200 OK\r", before: .reset, []),
    Unfinished("nothing is told of a status line without end", "HTTP/1.1 200 " + String(repeating: "x", count: 70_000), []),
    Unfinished(
      "nothing is told of a status line that is a byte too long", "HTTP/1.1 200 " + String(repeating: "x", count: 65_522) + "\r\n\r\n", []),
    Unfinished(
      "a status line as long as one may be is told", "HTTP/1.1 2xx " + String(repeating: "x", count: 65_521) + "\r\n\r\n",
      [#"reply: 'HTTP/1.1 2xx "# + String(repeating: "x", count: 65_521) + #"\r\n'"#]),
    Unfinished(
      "a bad line behind an interim response is told", wait + "\r\nwhat?\r\n",
      [reportedWait, #"headers: [b'\r\n']"#, #"reply: 'what?\r\n'"#], firstByte: "reply: 'w'"),
    Unfinished("the end behind an interim response is told", wait + "\r\n", [reportedWait, #"headers: [b'\r\n']"#, "reply: ''"]),
    Unfinished("the status line of an interim response that times out is told", wait + "A: b\r\n", before: .timeout, [reportedWait]),
    Unfinished(
      "an interim response cut off in a field has an empty line besides", wait + "A: b",
      [reportedWait, "headers: [b'A: b', b'']", "reply: ''"],
      in: [.python]),
    Unfinished(
      "an interim response cut off behind a field has an empty line besides", wait + "A: b\r\n",
      [reportedWait, #"headers: [b'A: b\r\n', b'']"#, "reply: ''"], in: [.python]),
    Unfinished(
      "an interim response cut off behind its status line has an empty line", wait, [reportedWait, "headers: [b'']", "reply: ''"],
      in: [.python]),
    Unfinished(
      "an interim response cut off in its status line has an empty line", "HTTP/1.1 100 C",
      ["reply: 'HTTP/1.1 100 C'", "headers: [b'']", "reply: ''"], in: [.python]),
  ]

  @Test(arguments: unfinished) func `of a reply that comes to nothing its status line is told, once it has come`(reply: Unfinished) throws {
    for leniency in reply.presets {
      for delivery in [Delivery.whole, .byteByByte] {
        let (connection, _) = try connection(
          ScriptedStream(exchanges: [delivery.pieces(of: reply.reply)], atEnd: reply.atEnd), leniency: leniency)
        try connection.request("GET", "/")
        var lines: [String] = []
        connection.debugSink = { lines.append($0) }
        connection.setDebugLevel(1)
        #expect(throws: HTTPException.self) { try connection.getResponse() }
        var expected = reply.reported
        if let firstByte = reply.firstByte, leniency == .default, delivery == .byteByByte { expected[expected.count - 1] = firstByte }
        #expect(lines == expected)
      }
    }
  }
}
