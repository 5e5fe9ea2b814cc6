#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// Whether what observers make of events belongs to the right exchange.
struct EventContextTests {
  private static func isSecond(_ request: ReceivedRequest) -> Bool { request.target == "/second" }

  @Test(arguments: Route.allCases) func `two responses that are read in another order keep what is theirs`(route: Route) throws {
    try route.run { connection in
      while let request = try connection.readRequest() {
        try connection.send(.init(headers: Self.isSecond(request) ? [:] : ["Connection": "close"], text: "body of " + request.target))
        if !Self.isSecond(request) { return }
      }
    } _: { connection in
      let recorder = HARRecorder()
      connection.observers = [recorder]
      connection.recordsTimings = true
      try connection.request("GET", "/first")
      let first = try connection.getResponse()
      var text = try first.read(2)
      try connection.request("GET", "/second")
      let second = try connection.getResponse()
      #expect(try second.read() == Array("body of /second".utf8))
      #expect(second.timings?.total != nil)
      #expect(first.timings?.total == nil)
      text += try first.read()
      #expect(text == Array("body of /first".utf8))
      #expect(first.timings?.total != nil)
      let entries = recorder.log.entries
      #expect(entries.map(\.response.content.kept) == [Array("body of /first".utf8), Array("body of /second".utf8)])
      #expect(entries.allSatisfy { $0.comment == nil })
    }
  }

  @Test(arguments: [Route.tunnel, .tlsInTLS]) func `a HAR has no credentials for a proxy, whichever request opens the tunnel`(
    route: Route
  ) throws {
    try route.run { connection in
      guard let request = try connection.readRequest() else { return }
      try connection.send(.init(headers: ["Connection": "close"], text: "body of " + request.target))
    } _: { connection in
      let port = try #require(try Self.tunnelPort(of: connection))
      try connection.setTunnel("localhost", port: port, headers: ["Proxy-Authorization": "Basic c2VjcmV0"])
      let recorder = HARRecorder()
      connection.observers = [recorder]
      var responses: [HTTPResponse] = []
      for target in ["/1", "/2", "/3"] {
        try connection.request("POST", target, body: "text")
        responses.append(try connection.getResponse())
      }
      for response in responses { _ = try response.read() }
      let json = String(decoding: recorder.log.json, as: UTF8.self)
      #expect(!json.contains("c2VjcmV0"))
      #expect(recorder.log.entries.map { $0.request.body?.kept } == Array(repeating: Array("text".utf8), count: 3))
    }
  }

  /// The port that a connection's tunnel leads to: the one that its first CONNECT asks for.
  private static func tunnelPort(of connection: HTTPConnection) throws -> Int? {
    let recorder = EventRecorder()
    connection.observers = [recorder]
    try connection.connect()
    connection.close()
    let line = String(decoding: recorder.sent, as: UTF8.self).prefix { $0 != "\r" }
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0.split(separator: ":").last ?? "") }
  }

  @Test func `a response that was abandoned does not take the times of those behind it`() throws {
    let server = try LoopbackServer.replying { _ in .init(text: String(repeating: "x", count: 1000)) }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    connection.recordsTimings = true
    try connection.request("GET", "/")
    let abandoned = try connection.getResponse()
    abandoned.close()
    for _ in 0..<3 {
      try connection.request("GET", "/")
      let response = try connection.getResponse()
      _ = try response.read()
      #expect(response.timings?.total != nil)
    }
    #expect(abandoned.timings?.total == nil)
  }

  @Test func `pipelined requests have their own URLs, bodies and times`() throws {
    try Route.tls.run { connection in
      while let request = try connection.readRequest() { try connection.send(.init(text: "answer to " + request.target), to: request) }
    } _: { connection in
      let recorder = HARRecorder()
      connection.observers = [recorder]
      connection.recordsTimings = true
      let requests = (1...6).map { PipelinedRequest("PUT", "/\($0)", body: .text("body \($0)")) }
      _ = try connection.pipeline(requests) { request, response in
        let text = try response.read()
        #expect(text == Array("answer to \(request.url)".utf8))
        #expect(response.timings?.total != nil)
      }
      let entries = recorder.log.entries
      #expect(entries.map(\.request.url) == (1...6).map { "https://localhost:\(connection.port)/\($0)" })
      #expect(entries.map { $0.request.body?.kept } == (1...6).map { Array("body \($0)".utf8) })
      #expect(entries.map(\.request.bodySize) == Array(repeating: 6, count: 6))
      #expect(entries.map(\.response.content.kept) == (1...6).map { Array("answer to /\($0)".utf8) })
    }
  }

  @Test func `a body that waits for 100 is sent before the first byte that counts`() throws {
    let server = try LoopbackServer { connection in
      guard try connection.readHead() != nil else { return }
      try connection.send("HTTP/1.1 100 Continue\r\n\r\n")
      _ = try connection.discardBody()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    let recorder = EventRecorder()
    connection.observers = [recorder]
    connection.recordsTimings = true
    try connection.request("PUT", "/", body: .bytes([UInt8](repeating: 7, count: 100_000)), expectContinue: .wait(upTo: .seconds(20)))
    let response = try connection.getResponse()
    let timings = try #require(response.timings)
    let (send, firstByte) = (try #require(timings.send), try #require(timings.firstByte))
    #expect(send.end <= firstByte)
    #expect(recorder.words.suffix(5) == ["request", "interim 100", "body sent…", "head 200", "end"])
  }

  @Test func `a challenge that is answered is no failure`() throws {
    let proxy = try LoopbackServer { connection in
      while let request = try connection.readRequest() {
        let isKnown = request.headers.contains("Proxy-Authorization")
        let (status, text) = isKnown ? (200, "answer") : (407, "who?")
        try connection.send(.init(status: status, headers: ["Proxy-Authenticate": "Basic realm=x"], text: text), to: request)
      }
    }
    defer { proxy.stop() }
    let connection = try HTTPConnection("origin.test", timeout: .seconds(20))
    var server = try ProxyServer("http://u:secret@\(proxy.host):\(proxy.port)")
    server.sendsCredentialsWhenAsked = true
    connection.route = .forward(server)
    let (recorder, har) = (EventRecorder(), HARRecorder())
    connection.observers = [recorder, har]
    try connection.request("GET", "/")
    #expect(try connection.getResponse().read() == Array("answer".utf8))
    #expect(!recorder.words.contains("failed"))
    #expect(har.log.entries.map(\.response.status) == [407, 200])
  }
}
#endif
