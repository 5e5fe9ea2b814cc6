import HTTPWire
import HTTPWireTesting
import Testing

/// Bytes that came with a head and belong to what follows it.
struct HandOffTests {
  /// The method, the header that asks for it, and the reply that leaves HTTP.
  static let ways: [(method: String, target: String, headers: HTTPMessage, reply: String)] = [
    ("GET", "/", ["Connection": "upgrade", "Upgrade": "chat"], "HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\n\r\n"),
    ("CONNECT", "o:443", [:], "HTTP/1.1 200 Connection established\r\n\r\n"),
  ]

  @Test(arguments: ways.indices, Delivery.all)
  func `what was read beyond the head of a 101 or CONNECT comes first from the stream`(way: Int, delivery: Delivery) throws {
    let (method, target, headers, reply) = Self.ways[way]
    let stream = ScriptedStream(exchanges: [delivery.pieces(of: reply + "early "), [Array("late".utf8)]], atEnd: .end)
    let (connection, opener) = try connection(stream, ScriptedStream(exchanges: [[okReply]], atEnd: .fail))
    try connection.request(method, target, headers: headers)
    #expect(try connection.getResponse().willClose)
    let handedOff = try #require(connection.stream)
    try handedOff.write("hello ")
    #expect(try handedOff.readToEnd() == Array("early late".utf8))
    #expect(connection.stream?.pendingInput() == .end)
    // The connection goes on without it and does not close it.
    #expect(try connection.get() == "hi")
    #expect(opener.targets.count == 2)
    connection.close()
    #expect(stream.closes == 0)
    handedOff.close()
    #expect(stream.closes == 1)
  }

  @Test(arguments: ways.indices) func `a stream that was handed off outlives its connection`(way: Int) throws {
    let (method, target, headers, reply) = Self.ways[way]
    let stream = ScriptedStream(exchanges: [[reply + "early"]], atEnd: .end)
    var handedOff: (any ByteStream)?
    do {
      let (connection, _) = try connection(stream)
      try connection.request(method, target, headers: headers)
      _ = try connection.getResponse()
      handedOff = connection.stream
    }
    #expect(stream.closes == 0)
    #expect(try handedOff?.readToEnd() == Array("early".utf8))
  }

  @Test(arguments: [false, true])
  func `the bytes of a tunnel can also be read from the response`(looksAtStream: Bool) throws {
    let (method, target, headers, reply) = Self.ways[1]
    let (connection, stream) = try scripted(reply + "early late", atEnd: .end)
    try connection.request(method, target, headers: headers)
    let response = try connection.getResponse()
    if looksAtStream { #expect(connection.stream != nil) }
    #expect(try response.read() == Array("early late".utf8))
    connection.close()
    #expect(stream.closes == 1)
  }

  @Test func `a 101 has no body, and what follows is for the stream alone`() throws {
    let (method, target, headers, reply) = Self.ways[0]
    let (connection, _) = try scripted(reply + "early late", atEnd: .end)
    try connection.request(method, target, headers: headers)
    let response = try connection.getResponse()
    #expect(response.isClosed)
    #expect(try response.read().isEmpty)
    #expect(try connection.stream?.readToEnd() == Array("early late".utf8))
  }

  @Test(arguments: [1, 100, 300_000]) func `nothing is lost that a server sends right behind a 101`(count: Int) throws {
    let early = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let server = try LoopbackServer { connection in
      guard try connection.readRequest() != nil else { return }
      try connection.send(Array(Self.ways[0].reply.utf8) + early)
      try connection.send(connection.read(atMost: 5) + Array(" late".utf8))
    }
    defer { server.stop() }
    for detaches in [false, true] {
      let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(10))
      try connection.request("GET", "/", headers: Self.ways[0].headers)
      #expect(try connection.getResponse().status == 101)
      let stream = try #require(detaches ? connection.detachStream() : connection.stream)
      try stream.write("hello")
      #expect(try stream.readToEnd() == early + Array("hello late".utf8))
      stream.close()
    }
  }

  @Test func `close still closes a stream that was handed off`() throws {
    let (method, target, headers, reply) = Self.ways[0]
    let (connection, stream) = try scripted(reply)
    try connection.request(method, target, headers: headers)
    _ = try connection.getResponse()
    _ = connection.stream
    connection.close()
    #expect(stream.closes == 1)
  }

  @Test(arguments: Delivery.all, presets) func `a reply that came with the one before is the next response`(
    delivery: Delivery, leniency: ParsingLeniency
  ) throws {
    let stream = ScriptedStream(delivery.pieces(of: okReply + okReply.replacing("hi", with: "yo")), atEnd: .fail)
    let (connection, opener) = try connection(stream, leniency: leniency)
    try connection.request("GET", "/a")
    let first = try connection.getResponse()
    try connection.request("GET", "/b")
    #expect(try first.read() == Array("hi".utf8))
    #expect(try connection.getResponse().read() == Array("yo".utf8))
    #expect(opener.targets.count == 1)
  }

  @Test(arguments: presets) func `a reply that nobody asked for is not the next response`(leniency: ParsingLeniency) throws {
    let first = ScriptedStream(exchanges: [[okReply + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"]], atEnd: .fail)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, _) = try connection(first, second, leniency: leniency)
    #expect(try connection.get() == "hi")
    #expect(first.closes == 1)
    #expect(try connection.get() == "hi")
  }
}
