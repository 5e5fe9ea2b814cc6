import HTTPWire
import HTTPWireTesting
import Testing

/// What `getResponse()` leaves behind: the connection as it can be used next.
struct GetResponseTests {
  @Test func `requests follow each other on one stream, a write each`() throws {
    let (connection, stream) = try scripted(okReply, emptyReply, okReply)
    #expect(try connection.get("/a") == "hi")
    #expect(try connection.get("/b").isEmpty)
    #expect(try connection.get("/c") == "hi")
    #expect(stream.writtenPieces == ["/a", "/b", "/c"].map { getHead.replacing("GET /", with: "GET \($0)") })
    #expect(stream.closes == 0)
  }

  @Test(arguments: [
    ("GET", emptyReply), ("HEAD", okReply.replacing("hi", with: "")), ("GET", "HTTP/1.1 204 No Content\r\n\r\n"),
    ("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"),
    ("GET", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ("GET", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n"),
  ])
  func `a response without a body need not be read before the next`(method: String, reply: String) throws {
    for leniency in presets {
      let (connection, stream) = try scripted(reply, okReply, leniency: leniency)
      try connection.request(method, "/")
      let first = try connection.getResponse()
      #expect(first.isClosed)
      try connection.request("GET", "/")
      #expect(try connection.getResponse().read() == Array("hi".utf8))
      #expect(try first.read().isEmpty)
      #expect(stream.overReads == 0)
    }
  }

  /// What can be wrong with a reply: its bytes, what follows them, and whether the error is the one.
  static let failures: [(reply: String, atEnd: ScriptedStream.AtEnd, check: @Sendable (HTTPException) -> Bool)] = [
    ("", .end, { $0 == .remoteDisconnected }),
    ("", .reset, { $0.isConnectionReset }),
    ("", .timeout, { $0 == .timedOut(.waitingForResponse) }),
    ("HTTP/1.1 2", .timeout, { $0 == .timedOut(.readingHead) }),
    ("HTTP/1.1 200 OK\r\nA: b\r\n", .timeout, { $0 == .timedOut(.readingHead) }),
    ("what?\r\n\r\n", .fail, { $0.isBadStatusLine }),
    ("HTTP/2.0 200 OK\r\n\r\n", .fail, { $0 == .unknownProtocol("HTTP/2.0") }),
    ("HTTP/1.1 200 " + String(repeating: "x", count: 70_000), .fail, { $0 == .lineTooLong(kind: "status line", limit: 65_536) }),
    (
      "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 101) + "\r\n", .fail,
      { $0 == .limitExceeded(what: "headers", limit: 100) }
    ),
  ]

  @Test(arguments: failures.indices, presets.indices)
  func `after an error the connection is closed and the next request opens it anew`(index: Int, preset: Int) throws {
    let (reply, atEnd, check) = Self.failures[index]
    let first = ScriptedStream(exchanges: [[reply]], atEnd: atEnd)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, opener) = try connection(first, second, leniency: presets[preset])
    try connection.request("GET", "/")
    #expect { try connection.getResponse() } throws: { ($0 as? HTTPException).map(check) == true }
    #expect(first.closes == 1)
    #expect(connection.stream == nil)
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    #expect(try connection.get() == "hi")
    #expect(opener.targets.count == 2)
  }

  @Test func `with autoOpen off, an error leaves a connection that says it is not connected`() throws {
    let (connection, _) = try scripted("", atEnd: .end)
    connection.autoOpen = false
    try connection.request("GET", "/")
    #expect(throws: HTTPException.remoteDisconnected) { try connection.getResponse() }
    #expect(throws: HTTPException.notConnected) { try connection.request("GET", "/") }
  }

  @Test(arguments: presets) func `100 is skipped before the final response`(leniency: ParsingLeniency) throws {
    let (connection, _) = try scripted("HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" + okReply, okReply, leniency: leniency)
    #expect(try connection.get() == "hi")
    #expect(try connection.get() == "hi")
  }

  @Test(arguments: [100, 102, 103, 199]) func `every interim response but 101 is skipped`(status: Int) throws {
    let interim = "HTTP/1.1 \(status) Wait\r\nLink: </a>\r\n\r\n"
    let (connection, _) = try scripted(interim + interim + okReply, okReply)
    #expect(try connection.get() == "hi")
    #expect(try connection.get() == "hi")
  }

  @Test func `withResponse closes a response that was not read, and the connection opens anew`() throws {
    let first = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second)
    try connection.request("GET", "/")
    #expect(try connection.withResponse { $0.status } == 200)
    #expect(first.closes == 1)
    try connection.request("GET", "/")
    #expect(try connection.withResponse { try $0.read() } == Array("hi".utf8))
    #expect(second.closes == 0)
  }

  @Test func `a response given up while the next request waits costs that request, not the connection`() throws {
    let first = ScriptedStream(exchanges: [[okReply], [okReply]], atEnd: .fail)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second)
    try connection.request("GET", "/a")
    let response = try connection.getResponse()
    try connection.request("GET", "/b")
    response.close()
    #expect(throws: HTTPException.closed) { try connection.getResponse() }
    #expect(try connection.get() == "hi")
    #expect(first.closes == 1)
  }
}
