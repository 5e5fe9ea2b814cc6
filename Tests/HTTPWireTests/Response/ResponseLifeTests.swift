import HTTPWire
import HTTPWireTesting
import Testing

/// When a response and its stream end, and who ends them.
struct ResponseLifeTests {
  static let reply = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
  static let closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello"

  static func connection(_ stream: ScriptedStream, _ leniency: ParsingLeniency = .default) throws -> HTTPConnection {
    let connection = try HTTPConnection("h", leniency: leniency)
    connection.stream = stream
    connection.autoOpen = false
    return connection
  }

  @Test(arguments: Framing.allCases, Delivery.all)
  func `the loop of the documentation runs as it is written`(framing: Framing, delivery: Delivery) throws {
    let body = [UInt8](repeating: 7, count: 1_050)
    let response = try Scripted(framing.reply(body), delivery).response
    var count = 0
    while !response.isClosed { count += try response.read(200).count }
    #expect(count == 1_050)
  }

  @Test(arguments: Preset.allCases) func `a length counts down as the body is read`(preset: Preset) throws {
    let response = try Scripted(Self.reply, leniency: preset.leniency).response
    var lengths = [response.remainingLength]
    _ = try response.read(1)
    lengths.append(response.remainingLength)
    _ = try response.read1(1)
    lengths.append(response.remainingLength)
    _ = try response.peek()
    _ = try response.readLine(limit: 2)
    lengths.append(response.remainingLength)
    _ = try response.readSpan(1)
    lengths.append(response.remainingLength)
    #expect(lengths == [5, 4, 3, 1, 0])
    #expect(response.isClosed)
  }

  /// Replies, the request's method, and what is left of their length when the head has come and when the body has ended.
  static let lengths: [(method: String, reply: String, before: UInt64?, after: UInt64?)] = [
    ("GET", reply, 5, 0), ("GET", closing, 5, 0), ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0, 0),
    ("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", nil, nil),
    ("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", nil, nil), ("GET", closingReply, nil, nil),
    ("GET", "HTTP/1.0 200 OK\r\n\r\n", nil, nil), ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 0, 0),
    ("GET", "HTTP/1.1 204 No\r\n\r\n", 0, 0), ("GET", "HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\n", 0, 0),
  ]

  @Test(arguments: lengths, Preset.allCases) func `a length is told from the head on, where there is one, and is 0 in the end`(
    row: (method: String, reply: String, before: UInt64?, after: UInt64?), preset: Preset
  ) throws {
    let response = HTTPResponse(stream: ScriptedStream(row.reply, atEnd: .end), method: row.method, leniency: preset.leniency)
    #expect(response.remainingLength == nil)
    try response.begin()
    #expect(response.remainingLength == row.before)
    _ = try response.read()
    #expect(response.isClosed)
    #expect(response.remainingLength == row.after)
    response.close()
    #expect(response.remainingLength == row.after)
  }

  @Test func `a head that failed tells no length`() throws {
    let response = HTTPResponse(stream: ScriptedStream("what?\r\n", atEnd: .end))
    #expect(throws: HTTPException.self) { try response.begin() }
    #expect(response.remainingLength == nil)
  }

  @Test func `a kept connection stays open, its response ends alone, and the next request is sent on it`() throws {
    let stream = ScriptedStream(exchanges: [[Self.reply], ["HTTP/1.1 204 No\r\n\r\n"], [Self.reply]], atEnd: .timeout)
    let connection = try Self.connection(stream)
    try connection.request("GET", "/1")
    let first = try connection.getResponse()
    #expect(try first.read(5) == latin1("hello"))
    #expect(first.isClosed && !first.willClose)
    try connection.request("GET", "/2")
    #expect(try connection.getResponse().isClosed)
    // A response without a body needs no reading before the next one (CPython's does).
    try connection.request("GET", "/3")
    #expect(try connection.getResponse().read() == latin1("hello"))
    #expect(stream.closes == 0)
    connection.close()
    connection.close()
    #expect(stream.closes == 1)
  }

  @Test func `a response that closes has the stream to itself, and ends it once`() throws {
    let stream = ScriptedStream(exchanges: [[Self.closing]])
    let connection = try Self.connection(stream)
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(response.willClose)
    #expect(connection.stream == nil)
    connection.close()
    #expect(stream.closes == 0)
    #expect(try response.read() == latin1("hello"))
    #expect(stream.closes == 1)
    response.close()
    connection.close()
    #expect(stream.closes == 1)
  }

  @Test(arguments: [reply, closing]) func `a response can be read after its connection was released`(reply: String) throws {
    let stream = ScriptedStream(exchanges: [[reply]])
    var connection: HTTPConnection? = try Self.connection(stream)
    try connection?.request("GET", "/")
    let response = try #require(try connection?.getResponse())
    connection = nil
    #expect(stream.closes == 0)
    #expect(try response.read() == latin1("hello"))
    #expect(stream.closes == 1)
  }

  @Test(arguments: [reply, closing]) func `a response released unread ends the stream with the connection`(reply: String) throws {
    let stream = ScriptedStream(exchanges: [[reply]])
    var connection: HTTPConnection? = try Self.connection(stream)
    try connection?.request("GET", "/")
    _ = try connection?.getResponse()
    connection = nil
    #expect(stream.closes == 1)
  }

  @Test func `closing the connection ends an unread response that was not to close it`() throws {
    let stream = ScriptedStream(exchanges: [[Self.reply]])
    let connection = try Self.connection(stream)
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(try response.read(2) == latin1("he"))
    connection.close()
    #expect(response.isClosed)
    #expect(response.remainingLength == 0)
    #expect(response.fileDescriptor == nil)
    #expect(try response.read().isEmpty)
    #expect(stream.closes == 1)
  }

  @Test func `closing a response unread takes the connection with it`() throws {
    let stream = ScriptedStream(exchanges: [[Self.reply], [Self.reply]])
    let connection = try Self.connection(stream)
    try connection.request("GET", "/")
    #expect(try connection.withResponse { try $0.read(1) } == latin1("h"))
    #expect(stream.closes == 1)
    #expect(throws: HTTPException.notConnected) { try connection.request("GET", "/") }
    #expect(stream.closes == 1)
  }

  @Test func `withResponse leaves a connection whose response was read`() throws {
    let stream = ScriptedStream(exchanges: [[Self.reply], [Self.reply]], atEnd: .timeout)
    let connection = try Self.connection(stream)
    for _ in 0..<2 {
      try connection.request("GET", "/")
      #expect(try connection.withResponse { try $0.read() } == latin1("hello"))
    }
    #expect(stream.closes == 0)
  }

  @Test(arguments: Framing.allCases, Delivery.all)
  func `a request may be sent before the response is read, and its own comes after`(framing: Framing, delivery: Delivery) throws {
    if framing == .untilClose { return }
    let both = framing.reply(latin1("first")) + latin1("HTTP/1.1 201 Created\r\nContent-Length: 6\r\n\r\nsecond")
    let connection = try Self.connection(ScriptedStream(delivery.pieces(of: both), atEnd: .timeout))
    try connection.request("GET", "/1")
    let first = try connection.getResponse()
    guard !first.willClose else { return }
    try connection.request("GET", "/2")
    #expect(throws: HTTPException.responseNotReady("Request-sent")) { try connection.getResponse() }
    #expect(try first.read() == latin1("first"))
    let second = try connection.getResponse()
    #expect(second.status == 201)
    #expect(try second.read() == latin1("second"))
  }

  @Test(arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"])
  func `a body that fails ends the connection, and the next request opens another`(reply: String) throws {
    let stream = ScriptedStream(exchanges: [[reply]])
    let connection = try Self.connection(stream)
    connection.autoOpen = true
    let next = ScriptedStream(exchanges: [[Self.reply]])
    connection.opener = { _ throws(HTTPException) in next }
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(throws: HTTPException.self) { try response.read() }
    #expect(stream.closes == 1)
    try connection.request("GET", "/")
    #expect(try connection.getResponse().read() == latin1("hello"))
    #expect(stream.closes == 1)
  }

  @Test func `a timeout in the body leaves the connection, and the body can be read on`() throws {
    let head = latin1("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab")
    let stream = StutteringStream([.success(head), .failure(.timedOut(.reading)), .success(latin1("cd"))])
    let connection = try HTTPConnection("h")
    connection.stream = stream
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(throws: HTTPException.timedOut(.readingBody)) { try response.read() }
    #expect(stream.closes == 0)
    #expect(response.remainingLength == 4)
    #expect(try response.read() == latin1("abcd"))
    #expect(connection.stream != nil)
  }

  @Test func `a stream of the caller's stays open, for another response`() throws {
    let stream = ScriptedStream([latin1(Self.reply), latin1(Self.closing)])
    for willClose in [false, true] {
      let response = HTTPResponse(stream: stream)
      try response.begin()
      #expect(response.willClose == willClose)
      #expect(try response.read() == latin1("hello"))
    }
    #expect(stream.closes == 0)
  }

  @Test func `the descriptor is the stream's, until the body has ended`() throws {
    let server = try LoopbackServer.replying { _ in .init(text: "hello") }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(response.fileDescriptor != nil)
    #expect(response.fileDescriptor == connection.stream?.fileDescriptor)
    _ = try response.read()
    #expect(response.fileDescriptor == nil)
  }

  @Test(arguments: ["CONNECT", "GET"]) func `the stream behind a switch of protocols outlives response and connection`(method: String)
    throws
  {
    let reply = method == "GET" ? "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nearly" : "HTTP/1.1 200 Connected\r\n\r\nearly"
    let stream = ScriptedStream(exchanges: [[reply, "late"]])
    var connection: HTTPConnection? = try Self.connection(stream)
    try connection?.request(method, "h:1", headers: method == "GET" ? ["Upgrade": "x", "Connection": "upgrade"] : [:])
    #expect(try connection?.getResponse().willClose == true)
    let raw = try #require(connection?.stream)
    connection = nil
    #expect(stream.closes == 0)
    #expect(try raw.readOnce() == latin1("early"))
    #expect(try raw.readOnce() == latin1("late"))
    raw.close()
    #expect(stream.closes == 1)
  }
}
