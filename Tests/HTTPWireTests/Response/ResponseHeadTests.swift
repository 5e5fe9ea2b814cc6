import HTTPWire
import HTTPWireTesting
import Testing

/// Heads that are read alike in both presets; those that are not are among the faults.
struct ResponseHeadTests {
  struct Head: Sendable, CustomTestStringConvertible {
    let reply: String
    var method = "GET"
    var status = 200
    var reason = "OK"
    var version = 11
    var length: UInt64?
    var isChunked = false
    var willClose = false
    var testDescription: String { "\(method) → \(reply.debugDescription)" }
  }

  static let heads: [Head] = [
    Head(reply: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", length: 5),
    Head(reply: "HTTP/1.1 200 OK\r\ncontent-LENGTH:5 \r\n", length: 5),
    Head(reply: "HTTP/1.1 200 OK\r\n", willClose: true),
    Head(reply: "HTTP/1.1 404 Not  Found \r\nContent-Length: 0\r\n", status: 404, reason: "Not  Found", length: 0),
    Head(reply: "HTTP/1.1 200\r\nContent-Length: 0\r\n", reason: "", length: 0),
    Head(reply: "HTTP/1.1 200 \r\nContent-Length: 0\r\n", reason: "", length: 0),
    Head(reply: "HTTP/1.1 999 \u{e9}t\u{e9}\r\nContent-Length: 0\r\n", status: 999, reason: "\u{e9}t\u{e9}", length: 0),
    Head(reply: "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n", version: 10, length: 5, willClose: true),
    Head(reply: "HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: Keep-Alive\r\n", version: 10, length: 5),
    Head(reply: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n", length: 5, willClose: true),
    Head(reply: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: TE, Close\r\n", length: 5, willClose: true),
    Head(reply: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n", length: 5),
    Head(reply: "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n", isChunked: true),
    Head(reply: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n", isChunked: true, willClose: true),
    Head(reply: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", method: "HEAD", length: 0),
    Head(reply: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", method: "head", length: 5),
    Head(reply: "HTTP/1.1 200 OK\r\n", method: "HEAD", length: 0),
    Head(reply: "HTTP/1.1 204 OK\r\nContent-Length: 5\r\n", status: 204, length: 0),
    Head(reply: "HTTP/1.1 304 OK\r\nContent-Length: 5\r\n", status: 304, length: 0),
    Head(reply: "HTTP/1.1 205 OK\r\nContent-Length: 5\r\n", status: 205, length: 5),
    Head(reply: "HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n", length: 5),
    Head(reply: "HTTP/1.1 200 Connected\r\n", method: "CONNECT", reason: "Connected", willClose: true),
  ]

  @Test(arguments: heads, Preset.allCases)
  func `a head says status, reason, version, framing and whether the connection ends`(head: Head, preset: Preset) throws {
    for delivery in Delivery.all {
      let response = try Scripted(head.reply + "\r\n", delivery, atEnd: .fail, method: head.method, leniency: preset.leniency).response
      #expect(response.status == head.status)
      #expect(response.reason == head.reason)
      #expect(response.version == head.version)
      #expect(response.isChunked == head.isChunked)
      #expect(response.willClose == head.willClose)
      #expect(response.remainingLength == head.length)
      #expect(response.isClosed == (head.length == 0))
    }
  }

  /// Connection fields that CPython searches as text, in the first field only.
  @Test(arguments: [
    ("HTTP/1.1", "Connection: closeness\r\n", false, true), ("HTTP/1.1", "Connection: x\r\nConnection: close\r\n", true, false),
    ("HTTP/1.0", "Keep-Alive: timeout=5\r\n", true, false), ("HTTP/1.0", "Proxy-Connection: keep-alive\r\n", true, false),
    ("HTTP/1.0", "Connection: x\r\nConnection: keep-alive\r\n", false, true),
    ("HTTP/1.0", "Connection: keep-alive-not\r\n", true, false), ("HTTP/1.0", "Keep-Alive:\r\n", true, true),
  ])
  func `whether the connection ends is read off all tokens, or as CPython does`(
    version: String, fields: String, closes: Bool, closesInPython: Bool
  ) throws {
    let reply = "\(version) 200 OK\r\nContent-Length: 5\r\n\(fields)\r\n"
    #expect(try Scripted(reply).response.willClose == closes)
    #expect(try Scripted(reply, leniency: .python).response.willClose == closesInPython)
  }

  @Test func `headers keep their order, case and duplicates`() throws {
    let response = try Scripted("HTTP/1.1 200 OK\r\nB: 1\r\na: \u{e9} \r\nb:2\r\nEmpty:\r\nContent-Length: 0\r\n\r\n").response
    #expect(response.getHeaders().map(\.name) == ["B", "a", "b", "Empty", "Content-Length"])
    #expect(response.getHeaders().map(\.value) == ["1", "\u{e9}", "2", "", "0"])
    #expect(response.headers.getAll("B") == ["1", "2"])
    #expect(response.msg["EMPTY"]?.isEmpty == true)
  }

  @Test(arguments: [
    ("b", nil, "1, 2"), ("B", "default", "1, 2"), ("empty", "default", ""), ("missing", nil, nil), ("missing", "default", "default"),
  ])
  func `getHeader joins values, and has a default for what is missing only`(name: String, fallback: String?, value: String?) throws {
    let response = try Scripted("HTTP/1.1 200 OK\r\nB: 1\r\nb: 2\r\nEmpty:\r\n\r\n").response
    #expect(response.getHeader(name, default: fallback) == value)
  }

  @Test func `before begin there is nothing but defaults, and reading begins by itself`() throws {
    let stream = ScriptedStream("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
    let response = HTTPResponse(stream: stream, url: "http://h/")
    #expect(response.status == 0 && response.version == 0 && response.reason.isEmpty && response.headers.isEmpty)
    #expect(stream.readTimeouts.isEmpty)
    #expect(response.url == "http://h/")
    #expect(try response.read() == latin1("hi"))
    #expect(response.status == 200)
    try response.begin()
  }

  @Test(arguments: [0, 1, 100, 101]) func `at most 100 interim responses are skipped`(count: Int) throws {
    let reply = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: count) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    if count <= 100 {
      #expect(try Scripted(reply).response.status == 200)
    } else {
      #expect(throws: HTTPException.limitExceeded(what: "interim responses", limit: 100)) { try Scripted(reply) }
    }
  }

  @Test(arguments: [99, 100, 101], Preset.allCases)
  func `at most 100 headers are read, the blank line not counted`(count: Int, preset: Preset) throws {
    let reply = "HTTP/1.1 200 OK\r\n" + (0..<count).map { "H\($0): x\r\n" }.joined() + "\r\n"
    if count <= 100 {
      #expect(try Scripted(reply, leniency: preset.leniency).response.headers.count == count)
    } else {
      #expect(throws: HTTPException.limitExceeded(what: "headers", limit: 100)) { try Scripted(reply, leniency: preset.leniency) }
    }
  }
}
