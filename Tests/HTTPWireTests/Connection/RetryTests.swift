import HTTPWire
import HTTPWireTesting
import Testing

/// What is known after a failure, and the second try.
struct RetryTests {
  /// A request that fails, and what is known then.
  private struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let wasAnythingSent: Bool
    let isSafeToRetry: Bool
    let stream: @Sendable () -> ScriptedStream?
    let request: @Sendable (HTTPConnection) throws -> Void
  }

  private static let dead: @Sendable () -> ScriptedStream? = { ScriptedStream(exchanges: [[] as [String]], atEnd: .end) }

  private static let rows = [
    Row(testDescription: "no connection", wasAnythingSent: false, isSafeToRetry: true, stream: { nil }) { try $0.request("POST", "/") },
    Row(testDescription: "GET, closed unanswered", wasAnythingSent: true, isSafeToRetry: true, stream: dead) { try $0.request("GET", "/") },
    Row(testDescription: "PUT of bytes", wasAnythingSent: true, isSafeToRetry: true, stream: dead) {
      try $0.request("PUT", "/", body: .bytes([1]))
    },
    Row(testDescription: "POST", wasAnythingSent: true, isSafeToRetry: false, stream: dead) { try $0.request("POST", "/") },
    Row(testDescription: "an unknown method", wasAnythingSent: true, isSafeToRetry: false, stream: dead) { try $0.request("MERGE", "/") },
    Row(testDescription: "PUT of a sequence", wasAnythingSent: true, isSafeToRetry: false, stream: dead) {
      try $0.request("PUT", "/", body: .chunks([[1]]))
    },
    Row(
      testDescription: "GET, half a head", wasAnythingSent: true, isSafeToRetry: false,
      stream: { ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\nA: b"]], atEnd: .reset) }
    ) { try $0.request("GET", "/") },
    Row(testDescription: "the steps", wasAnythingSent: true, isSafeToRetry: false, stream: dead) {
      try $0.putRequest("GET", "/")
      try $0.endHeaders()
    },
  ]

  @Test(arguments: rows.indices) func `a failure says whether the request may be repeated`(row: Int) throws {
    let row = Self.rows[row]
    let (connection, _) =
      if let stream = row.stream() { try connection(stream, ScriptedStream(exchanges: [[okReply]])) } else { try connection() }
    #expect(connection.requestFailure == nil)
    #expect(throws: HTTPException.self) {
      try row.request(connection)
      _ = try connection.getResponse()
    }
    #expect(connection.requestFailure?.wasAnythingSent == row.wasAnythingSent, "\(row.testDescription)")
    #expect(connection.requestFailure?.isSafeToRetry == row.isSafeToRetry, "\(row.testDescription)")
    if row.stream() == nil { return }
    try connection.request("GET", "/")
    #expect(connection.requestFailure == nil)
  }

  @Test(arguments: [false, true]) func `a kept connection that turns out dead is replaced once`(failsInWriting: Bool) throws {
    // The server answers once, and is gone when the second request comes.
    let first = ScriptedStream(exchanges: [[okReply], [] as [String]], atEnd: .reset)
    let second = ScriptedStream(exchanges: [[okReply]])
    let (connection, opener) = try connection(first, second)
    connection.retriesOnce = true
    #expect(try connection.get() == "hi")
    if failsInWriting { first.failWrites(afterBytes: 3) }
    try connection.request("PUT", "/", body: .bytes([0x61]))
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(opener.opened.count == 2)
    #expect(connection.requestFailure == nil)
    #expect(second.writtenText.hasSuffix("\r\n\r\na"))
  }

  @Test func `a proxy's challenge to the second try is answered`() throws {
    var proxy = try ProxyServer("http://u:w@proxy.test:3128")
    proxy.sendsCredentialsWhenAsked = true
    let first = ScriptedStream(exchanges: [[okReply], [] as [String]], atEnd: .reset)
    let second = ScriptedStream(exchanges: [[RouteTests.challenge]])
    let third = ScriptedStream(exchanges: [[okReply]])
    let (connection, opener) = try connection(first, second, third)
    connection.route = .forward(proxy)
    connection.retriesOnce = true
    #expect(try connection.get() == "hi")
    #expect(try connection.get() == "hi")
    #expect(opener.opened.count == 3)
    #expect(third.writtenText.contains(RouteTests.basic))
    #expect(connection.requestFailure == nil)
  }

  @Test func `a second failure, a new connection and an unsafe request are not tried again`() throws {
    for (method, kept) in [("GET", false), ("POST", true)] {
      let first = ScriptedStream(exchanges: kept ? [[okReply], []] : [[] as [String]], atEnd: .end)
      let (connection, opener) = try connection(first, ScriptedStream(exchanges: [[okReply]]))
      connection.retriesOnce = true
      if kept { #expect(try connection.get() == "hi") }
      #expect(throws: HTTPException.remoteDisconnected) {
        try connection.request(method, "/")
        _ = try connection.getResponse()
      }
      #expect(opener.opened.count == 1)
    }
    let first = ScriptedStream(exchanges: [[okReply], [] as [String]], atEnd: .end)
    let second = ScriptedStream(exchanges: [[] as [String]], atEnd: .end)
    let (connection, opener) = try connection(first, second, ScriptedStream(exchanges: [[okReply]]))
    connection.retriesOnce = true
    #expect(try connection.get() == "hi")
    #expect(throws: HTTPException.remoteDisconnected) {
      try connection.request("GET", "/")
      _ = try connection.getResponse()
    }
    #expect(opener.opened.count == 2)
  }
}
