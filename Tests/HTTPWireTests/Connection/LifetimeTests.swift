import HTTPWire
import HTTPWireTesting
import Testing

/// Who keeps a stream open, and who closes it.
struct LifetimeTests {
  @Test(arguments: [
    closingReply, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbye", "HTTP/1.1 200 OK\r\n\r\nbye",
    "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbye\r\n0\r\n\r\n",
  ])
  func `a response that will close the connection lives on by itself`(reply: String) throws {
    let first = ScriptedStream(exchanges: [Delivery.lineByLine.pieces(of: reply)], atEnd: .end)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, opener) = try connection(first, second)
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(response.willClose)
    #expect(connection.stream == nil)
    #expect(try connection.get() == "hi")
    connection.close()
    #expect(first.closes == 0)
    #expect(try response.read() == Array("bye".utf8))
    #expect(first.closes == 1)
    #expect(opener.targets.count == 2)
  }

  @Test func `close ends a kept response: what it has not read is gone`() throws {
    let (connection, stream) = try scripted(okReply)
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(try response.read(1) == Array("h".utf8))
    connection.close()
    #expect(stream.closes == 1)
    #expect(try response.read().isEmpty)
    #expect(response.isClosed)
  }

  private static func respond(over stream: ScriptedStream) throws(HTTPException) -> HTTPResponse {
    let (connection, _) = try connection(stream)
    try connection.request("GET", "/")
    return try connection.getResponse()
  }

  @Test func `a response can be read after its connection was released`() throws {
    let stream = ScriptedStream(exchanges: [Delivery.byteByByte.pieces(of: okReply)], atEnd: .fail)
    let response = try Self.respond(over: stream)
    #expect(stream.closes == 0)
    #expect(try response.read() == Array("hi".utf8))
    #expect(stream.closes == 1)
  }

  @Test func `a released connection closes its stream`() throws {
    let stream = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    do {
      let (connection, _) = try connection(stream)
      #expect(try connection.get() == "hi")
      #expect(stream.closes == 0)
    }
    #expect(stream.closes == 1)
  }

  @Test func `connect on an open connection closes what was open`() throws {
    let first = ScriptedStream()
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, opener) = try connection(first, second)
    try connection.connect()
    try connection.connect()
    #expect(first.closes == 1)
    #expect(connection.stream === second)
    #expect(try connection.get() == "hi")
    #expect(opener.targets.count == 2)
  }

  @Test func `a stream put in the place of one that waits for a response frees the connection`() throws {
    let (connection, first) = try scripted(okReply)
    try connection.request("GET", "/")
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    connection.stream = second
    #expect(first.closes == 1)
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    #expect(try connection.get() == "hi")
    connection.stream = connection.stream
    #expect(second.closes == 0)
    connection.stream = nil
    #expect(second.closes == 1)
  }

  @Test func `a request that was begun goes out on a stream that is set after it`() throws {
    let (connection, _) = try connection()
    try connection.putRequest("GET", "/")
    let stream = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    connection.stream = stream
    try connection.endHeaders()
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(stream.writtenText == getHead)
  }

  @Test func `an opening that fails leaves a connection that can be opened`() throws {
    let stream = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let opener = ScriptedOpener([stream])
    let connection = try HTTPConnection("h")
    connection.opener = { _ throws(HTTPException) in throw noMoreStreams }
    #expect(throws: noMoreStreams) { try connection.request("GET", "/") }
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    #expect(throws: noMoreStreams) { try connection.connect() }
    connection.opener = opener.open
    #expect(try connection.get() == "hi")
  }

  @Test func `a connection can be sent to a task`() async throws {
    let (connection, _) = try scripted(okReply)
    let task = Task { try connection.get() }
    #expect(try await task.value == "hi")
  }

  @Test func `a connection can be handed on, and its responses come out of the task as bytes`() async throws {
    func use(_ connection: sending HTTPConnection) -> Task<String, any Error> { Task { try connection.get() } }
    let server = try LoopbackServer.replying { request in .init(text: request.target) }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(10))
    #expect(try connection.get("/first") == "/first")
    #expect(try await use(connection).value == "/")
    #expect(server.connectionCount == 1)
  }
}
