import HTTPWire
import HTTPWireTesting
import Testing

/// A server that answers before it has read the request, or stops reading it (RFC 9112 section 9.5).
struct EarlyResponseTests {
  private static let refusal = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig"

  /// Where in the request the writing fails: in the head, in the body, at its end.
  @Test(arguments: [0, 10, 60, 75_000, 200_000], presets.indices)
  func `after a failed write a refusal that came early is the result, and the connection given up`(bytes: Int, preset: Int) throws {
    let first = ScriptedStream([Array(Self.refusal.utf8)], atEnd: .reset)
    first.failWrites(afterBytes: bytes)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second, leniency: presets[preset])
    let block = [UInt8](repeating: 0x61, count: 50_000)
    if presets[preset].contains(.staleConnections) {
      // As in CPython, the failure is thrown, and the refusal can be read.
      #expect(throws: ScriptedStream.brokenPipe) {
        try connection.request("PUT", "/", body: .chunks([block, block, block, block, block]))
      }
      #expect(throws: ScriptedStream.brokenPipe) { try connection.send(block) }
    } else {
      try connection.request("PUT", "/", body: .chunks([block, block, block, block, block]))
      // What else is sent of the refused body goes nowhere.
      try connection.send(block)
    }
    let response = try connection.getResponse()
    #expect(response.status == 413)
    #expect(response.willClose)
    #expect(try response.read() == Array("big".utf8))
    #expect(first.closes == 1)
    #expect(try connection.get() == "hi")
  }

  @Test func `after a failed write the next request may come at once, on a new stream`() throws {
    let first = ScriptedStream()
    first.failWrites(afterBytes: 0)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second)
    #expect(throws: ScriptedStream.brokenPipe) { try connection.request("GET", "/") }
    #expect(try connection.get() == "hi")
    #expect(first.closes == 1)
  }

  @Test func `after a failed write without a response the error of reading is thrown`() throws {
    let first = ScriptedStream([], atEnd: .reset)
    first.failWrites(afterBytes: 0)
    let (connection, _) = try connection(first, ScriptedStream(exchanges: [[okReply]], atEnd: .fail))
    #expect(throws: ScriptedStream.brokenPipe) { try connection.request("GET", "/") }
    #expect(throws: ScriptedStream.reset) { try connection.getResponse() }
    #expect(try connection.get() == "hi")
  }

  @Test(arguments: presets.indices) func `a server that refuses an upload and hangs up is heard`(preset: Int) throws {
    let server = try LoopbackServer { connection in
      guard let request = try connection.readHead() else { return }
      if request.method == "GET" { return try connection.send(okReply) }
      try connection.send(Self.refusal)
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(10), leniency: presets[preset])
    let block = [UInt8](repeating: 0x61, count: 1 << 20)
    do throws(HTTPException) {
      try connection.request("PUT", "/", body: .chunks(repeatElement(block, count: 64)))
    } catch {
      // As in CPython, if the peer has hung up before it was heard.
      #expect(presets[preset].contains(.staleConnections) && error.isConnectionReset)
    }
    let response = try connection.getResponse()
    #expect(response.status == 413)
    #expect(try response.read() == Array("big".utf8))
    #expect(try connection.get() == "hi")
  }

  @Test func `a response before the body is sent ends the connection's use`() throws {
    let first = ScriptedStream(exchanges: [[Self.refusal]], atEnd: .fail)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second)
    try connection.putRequest("PUT", "/")
    try connection.putHeader("Content-Length", 1000)
    try connection.putHeader("Expect", "100-continue")
    try connection.endHeaders()
    let response = try connection.getResponse()
    #expect(response.willClose)
    #expect(try response.read() == Array("big".utf8))
    #expect(first.closes == 1)
    #expect(try connection.get() == "hi")
  }

  @Test func `a body source that fails ends the request and the connection`() throws {
    let failure = HTTPException.bodySource("no more")
    let first = ScriptedStream()
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second)
    #expect(throws: failure) { try connection.request("PUT", "/", body: .file(PieceSource("ab", thenThrows: failure))) }
    #expect(first.closes == 1)
    #expect(first.writtenText.hasSuffix("\r\n\r\n2\r\nab\r\n"))
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    #expect(try connection.get() == "hi")
  }
}
