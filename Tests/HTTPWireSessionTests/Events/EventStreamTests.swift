import HTTPWireSession
import HTTPWireTesting
import Testing

/// Events of responses, over a socket.
struct EventStreamTests {
  private static func connect(_ server: LoopbackServer) throws -> HTTPConnection {
    try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
  }

  @Test func `events come as they are sent, and the next request continues behind the last`() throws {
    let server = try LoopbackServer { connection in
      while let request = try connection.readRequest() {
        let first = (Int(request.headers["Last-Event-ID"] ?? "0") ?? -1) + 1
        try connection.sendChunkedHead(headers: ["Content-Type": "text/event-stream; charset=utf-8"])
        try connection.sendChunk(Array("retry: 1\nid: \(first)\ndata: number \(first)\n\ni".utf8))
        try connection.sendChunk(Array("d: \(first + 1)\rdata: number \(first + 1)\r\rid: 99\ndata: cut short".utf8))
        try connection.endChunks()
      }
    }
    defer { server.stop() }
    let connection = try Self.connect(server)
    var reader = ServerSentEventReader()
    var data: [String] = []
    for _ in 0..<3 {
      try connection.request("GET", "/", headers: reader.requestHeaders)
      var events = try EventStream(connection.getResponse(), continuing: reader)
      while let event = try events.next() { data.append(event.data) }
      #expect(try events.next() == nil)
      reader = events.reader
    }
    #expect(data == (1...6).map { "number \($0)" })
    #expect(reader.lastEventID == "6")
    #expect(reader.reconnectionTime == .milliseconds(1))
    #expect(server.requests.map { $0.headers["Last-Event-ID"] } == [nil, "2", "4"])
    #expect(server.connectionCount == 1)
  }

  @Test func `an event is there while the response goes on, and a timeout loses nothing`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.sendChunkedHead(headers: ["Content-Type": "text/event-stream"])
      try connection.sendChunk(Array("data: a\n\ndata: b".utf8))
      // The second request's bytes say that the first event and the timeout were seen.
      _ = try connection.read()
      try connection.sendChunk(Array("c\n\n".utf8))
      try connection.sleepUntilStopped()
    }
    defer { server.stop() }
    let connection = try Self.connect(server)
    try connection.request("GET", "/")
    var events = try EventStream(connection.getResponse())
    #expect(try events.next()?.data == "a")
    connection.timeout = .milliseconds(50)
    #expect(throws: HTTPException.timedOut(.readingBody)) { try events.next() }
    connection.timeout = .seconds(30)
    let stream = try #require(connection.stream)
    try stream.write([0x21].span, timeout: .seconds(30))
    #expect(try events.next()?.data == "bc")
  }

  @Test func `a stream that breaks says so, and its events continue elsewhere`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.sendChunkedHead(headers: ["Content-Type": "TEXT/Event-Stream"])
      try connection.sendChunk(Array("id: 1\ndata: a\n\nid: 2\ndata: b".utf8))
    }
    defer { server.stop() }
    let connection = try Self.connect(server)
    try connection.request("GET", "/")
    var events = try EventStream(connection.getResponse())
    #expect(try events.next() == ServerSentEvent(id: "1", data: "a"))
    #expect(throws: HTTPException.self) { try events.next() }
    #expect(events.reader.requestHeaders["Last-Event-ID"] == "1")
  }

  static let refused: [(LoopbackServer.Response, EventStreamRefusalText)] = [
    (.init(status: 204), .init(204, nil, "the server has no more events (204)")),
    (
      .init(headers: ["Content-Type": "text/html"], text: "x"),
      .init(200, "text/html", "not an event stream: status 200, content type text/html")
    ),
    (.init(text: "data: a\n\n"), .init(200, nil, "not an event stream: status 200, content type missing")),
    (
      .init(status: 503, headers: ["Content-Type": "text/event-stream"], text: "data: a\n\n"),
      .init(503, "text/event-stream", "not an event stream: status 503, content type text/event-stream")
    ),
    (
      .init(headers: ["Content-Type": "text/event-streams"], text: "x"),
      .init(200, "text/event-streams", "not an event stream: status 200, content type text/event-streams")
    ),
  ]

  struct EventStreamRefusalText: Sendable {
    let status: Int
    let contentType: String?
    let text: String

    init(_ status: Int, _ contentType: String?, _ text: String) {
      self.status = status
      self.contentType = contentType
      self.text = text
    }
  }

  @Test(arguments: 0..<refused.count) func `what is no event stream is refused, and can be read`(row: Int) throws {
    let (reply, expected) = Self.refused[row]
    let server = try LoopbackServer.replying { _ in reply }
    defer { server.stop() }
    let connection = try Self.connect(server)
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    let error = #expect(throws: HTTPException.self) { try EventStream(response) }
    guard case .custom(let reason as EventStreamRefusal)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(reason.status == expected.status && reason.contentType == expected.contentType && "\(reason)" == expected.text)
    #expect(try response.read() == (reply.status == 204 ? [] : reply.body))
  }
}
