import HTTPWire
import HTTPWireTesting
import Testing

/// Several requests that wait for their responses at the same time.
struct PipelineTests {
  private static func requests(_ count: Int) -> [PipelinedRequest] { (0..<count).map { PipelinedRequest("GET", "/\($0)") } }

  /// Replies to eight requests, and what becomes of the requests.
  private struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The reply to the first request, and those to the rest, which is sent at once.
    let first: String
    let rest: [String]
    var atEnd = ScriptedStream.AtEnd.end
    let answered: Int
    var writes = 2
  }

  private static let closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"

  private static let rows = [
    Row(testDescription: "all are answered", first: okReply, rest: Array(repeating: okReply, count: 7), atEnd: .fail, answered: 8),
    Row(testDescription: "some have no body", first: emptyReply, rest: Array(repeating: emptyReply, count: 7), atEnd: .fail, answered: 8),
    Row(
      testDescription: "a failure ends nothing", first: okReply,
      rest: ["HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 500 Oh\r\nContent-Length: 1\r\n\r\n!"]
        + Array(repeating: okReply, count: 5), atEnd: .fail, answered: 8),
    Row(
      testDescription: "interim responses", first: "HTTP/1.1 103 Early Hints\r\n\r\n" + okReply,
      rest: Array(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n" + okReply, count: 7), atEnd: .fail, answered: 8),
    Row(testDescription: "the first closes", first: closing, rest: [], answered: 1, writes: 1),
    Row(testDescription: "one in the middle closes", first: okReply, rest: [okReply, okReply, closing, okReply], answered: 4),
    Row(testDescription: "a body ends with the connection", first: okReply, rest: [okReply, "HTTP/1.1 200 OK\r\n\r\nbye"], answered: 3),
    Row(testDescription: "the connection ends", first: okReply, rest: [okReply, okReply], answered: 3),
    Row(testDescription: "the connection is reset", first: okReply, rest: [okReply, okReply], atEnd: .reset, answered: 3),
    Row(testDescription: "nothing but the first", first: okReply, rest: [], answered: 1),
    Row(testDescription: "one in the middle has HTTP/1.0", first: okReply, rest: [okReply, closingReply], answered: 3),
  ]

  @Test(arguments: rows.indices, Delivery.all) func `a reply that closes gives back what is unanswered`(row: Int, delivery: Delivery) throws
  {
    let row = Self.rows[row]
    let stream = ScriptedStream(
      exchanges: [delivery.pieces(of: row.first), delivery.pieces(of: row.rest.joined())], atEnd: row.atEnd)
    let (connection, opener) = try connection(stream)
    var seen: [String] = []
    let left = try connection.pipeline(Self.requests(8)) { request, response in
      _ = try response.read()
      seen.append(request.url)
    }
    #expect(seen == (0..<row.answered).map { "/\($0)" }, "\(row.testDescription)")
    #expect(left.map(\.url) == (row.answered..<8).map { "/\($0)" })
    #expect(stream.writes.count == row.writes)
    #expect(opener.opened.count == 1)
    #expect((connection.stream == nil) == (row.answered < 8))
  }

  @Test func `a server of HTTP 1.0 gets one after the other`() throws {
    let kept = "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi"
    let (connection, stream) = try scripted(kept, kept, kept)
    #expect(try connection.pipeline(Self.requests(3)) { _, response in _ = try response.read() }.isEmpty)
    #expect(stream.writes.count == 3)
  }

  @Test(arguments: [1, 2, 3, 7, 100, .max]) func `no more requests wait than depth says`(depth: Int) throws {
    let server = try LoopbackServer { peer in
      guard try peer.readHead() != nil else { return }
      try peer.send(okReply)
      // Counts what comes while nothing is answered.
      var waiting = 0
      while waiting < min(depth, 20), try peer.readHead() != nil { waiting += 1 }
      _ = try peer.sleep(.milliseconds(50))
      let more = peer.pendingInput() == .nothing ? "none" : "some"
      try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\(more)")
      for _ in 1..<max(waiting, 1) { try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nrest") }
      while try peer.readHead() != nil { try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nrest") }
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    var bodies: [String] = []
    let left = try connection.pipeline(Self.requests(21), depth: depth) { _, response in
      bodies.append(String(decoding: try response.read(), as: UTF8.self))
    }
    #expect(left.isEmpty)
    #expect(bodies == ["hi", "none"] + Array(repeating: "rest", count: 19))
  }

  /// Bytes behind the first response that nobody asked for.
  @Test(arguments: [okReply, emptyReply], [okReply, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"])
  func `bytes that nobody asked for are no response`(first: String, stray: String) throws {
    let streams = [ScriptedStream(exchanges: [[first + stray]], atEnd: .fail), ScriptedStream(exchanges: [[okReply], [okReply]])]
    let (connection, opener) = try connection(streams[0], streams[1])
    var left = Self.requests(3)
    var seen: [String] = []
    while !left.isEmpty {
      left = try connection.pipeline(left) { request, response in
        #expect(response.status == 200)
        seen.append("\(request.url) \(String(decoding: try response.read(), as: UTF8.self))")
      }
    }
    #expect(seen == [first == okReply ? "/0 hi" : "/0 ", "/1 hi", "/2 hi"])
    #expect(opener.opened.count == 2)
  }

  @Test func `a 103 that is taken for a final response ends the pipeline`() throws {
    let early = "HTTP/1.1 103 Early Hints\r\n\r\n"
    let first = ScriptedStream(exchanges: [[okReply], [okReply, early, okReply, okReply]])
    let (connection, _) = try connection(first, ScriptedStream(exchanges: [[okReply]]), leniency: .python)
    var statuses: [Int] = []
    let left = try connection.pipeline(Self.requests(5)) { _, response in
      _ = try response.read()
      statuses.append(response.status)
    }
    #expect(statuses == [200, 200, 103])
    #expect(left.map(\.url) == ["/3", "/4"])
    #expect(first.closes == 1)
  }

  @Test(arguments: [0, 30, 150]) func `a failed write gives back what is unanswered`(count: Int) throws {
    for reply in [okReply, emptyReply] {
      let first = ScriptedStream(exchanges: [[reply], [okReply]], atEnd: .reset)
      let (connection, _) = try connection(first, ScriptedStream(exchanges: [[okReply]]))
      let left = try connection.pipeline(Self.requests(5)) { request, response in
        _ = try response.read()
        first.failWrites(afterBytes: count)
      }
      #expect(left.map(\.url) == ["/1", "/2", "/3", "/4"])
      #expect(connection.stream == nil)
      #expect(try connection.get() == "hi")
    }
  }

  @Test func `a timeout in a pipeline is thrown, and the next request opens anew`() throws {
    let first = ScriptedStream(exchanges: [[okReply], [okReply]], atEnd: .timeout)
    let (connection, opener) = try connection(first, ScriptedStream(exchanges: [[okReply]]))
    #expect(throws: HTTPException.timedOut(.waitingForResponse)) {
      _ = try connection.pipeline(Self.requests(5)) { _, response in _ = try response.read() }
    }
    #expect(try connection.get() == "hi")
    #expect(opener.opened.count == 2)
  }

  private static let refused: [(name: String, request: @Sendable () -> PipelinedRequest)] = [
    ("POST", { PipelinedRequest("POST", "/") }), ("CONNECT", { PipelinedRequest("CONNECT", "h:1") }),
    ("a file", { PipelinedRequest("PUT", "/", body: .file(path: "/etc/hostname")) }),
    ("chunks", { PipelinedRequest("PUT", "/", body: .chunks([[1]])) }),
    ("a header", { PipelinedRequest("GET", "/", headers: ["A": "b\r\nc: d"]) }), ("a target", { PipelinedRequest("GET", "/ b") }),
    ("text that is not Latin-1", { PipelinedRequest("PUT", "/", body: "ŵ") }),
  ]

  @Test(arguments: refused.indices) func `an invalid request is found before a byte is sent`(row: Int) throws {
    let (connection, opener) = try connection(ScriptedStream(exchanges: [[okReply]]))
    let requests = Self.requests(3) + [Self.refused[row].request()]
    #expect(throws: HTTPException.self, "\(Self.refused[row].name)") { _ = try connection.pipeline(requests) { _, _ in } }
    #expect(throws: HTTPException.self) { _ = try connection.pipeline(Self.requests(1), depth: 0) { _, _ in } }
    #expect(opener.opened.isEmpty)
    #expect(try connection.get() == "hi")
  }

  private struct OwnError: Error {}

  @Test func `what the caller throws or leaves unread closes the connection, and the next request opens anew`() throws {
    for throwsError in [false, true] {
      let first = ScriptedStream(exchanges: [[okReply], [okReply, okReply, okReply]])
      let (connection, opener) = try connection(first, ScriptedStream(exchanges: [[okReply]]))
      var calls = 0
      do {
        let left = try connection.pipeline(Self.requests(4)) { _, response in
          calls += 1
          if calls == 2 {
            if throwsError { throw OwnError() }
            return
          }
          _ = try response.read()
        }
        #expect(left.map(\.url) == ["/2", "/3"])
        #expect(!throwsError)
      } catch {
        guard case .custom(let own) = error else { throw error }
        #expect(own is OwnError)
      }
      #expect(calls == 2)
      #expect(first.closes == 1)
      #expect(try connection.get() == "hi")
      #expect(opener.opened.count == 2)
    }
  }

  @Test func `a connection that is lost at once is an error, and only the first request is repeated by itself`() throws {
    for retries in [false, true] {
      let first = ScriptedStream(exchanges: [[okReply], [okReply], [] as [String]], atEnd: .end)
      let second = ScriptedStream(exchanges: [[okReply], [okReply, okReply]])
      let (connection, opener) = try connection(first, second)
      connection.retriesOnce = retries
      #expect(try connection.get() == "hi")
      // The second request is answered alone, the third is not.
      var urls: [String] = []
      var left = try connection.pipeline(Self.requests(2)) { request, response in
        _ = try response.read()
        urls.append(request.url)
      }
      #expect(urls == ["/0"])
      #expect(left.map(\.url) == ["/1"])
      #expect(opener.opened.count == 1)
      left = try connection.pipeline(left) { request, response in
        _ = try response.read()
        urls.append(request.url)
      }
      #expect(left.isEmpty)
      #expect(urls == ["/0", "/1"])
    }
    let (connection, _) = try connection(ScriptedStream(exchanges: [[] as [String]], atEnd: .end))
    #expect(throws: HTTPException.remoteDisconnected) { _ = try connection.pipeline(Self.requests(2)) { _, _ in } }
    #expect(connection.requestFailure?.isSafeToRetry == true)
  }

  @Test func `bodies in memory go with their requests`() throws {
    let (connection, stream) = try scripted(okReply, okReply + okReply)
    let requests = [PipelinedRequest("GET", "/"), PipelinedRequest("PUT", "/a", body: "one"), PipelinedRequest("DELETE", "/b")]
    #expect(try connection.pipeline(requests) { _, response in _ = try response.read() }.isEmpty)
    #expect(stream.writes.count == 2)
    let head = "Host: h\r\nAccept-Encoding: identity\r\n"
    #expect(
      String(decoding: stream.writes[1], as: UTF8.self)
        == "PUT /a HTTP/1.1\r\n\(head)Content-Length: 3\r\n\r\noneDELETE /b HTTP/1.1\r\n\(head)\r\n")
  }
}
