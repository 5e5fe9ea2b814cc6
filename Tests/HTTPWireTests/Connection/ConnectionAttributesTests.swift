import HTTPWire
import HTTPWireTesting
import Testing

/// The attributes of a connection, and what it is opened with.
struct ConnectionAttributesTests {
  @Test func `the attributes have Python's defaults`() throws {
    let connection = try HTTPConnection("h")
    #expect(connection.host == "h")
    #expect(connection.port == 80)
    #expect(connection.defaultPort == 80)
    #expect(connection.timeout == HTTPConnection.defaultTimeout)
    #expect(connection.sourceAddress == nil)
    #expect(connection.stream == nil)
    #expect(connection.autoOpen)
    #expect(connection.debugLevel == 0)
    #expect(connection.httpVersion == .http11)
    #expect(connection.maxResponseHeaders == 100)
    #expect(connection.leniency == .default)
    #expect(connection.blockSize > 0)
  }

  @Test func `the four spellings of the documentation name the same server`() throws {
    let connections = [
      try HTTPConnection("www.python.org"), try HTTPConnection("www.python.org:80"), try HTTPConnection("www.python.org", port: 80),
      try HTTPConnection("www.python.org", port: 80, timeout: .seconds(10)),
    ]
    #expect(Set(connections.map(\.host)) == ["www.python.org"])
    #expect(Set(connections.map(\.port)) == [80])
  }

  @Test(arguments: [("www.python.org", nil, "h:80", 80), ("h", 81, "h:81", 81)] as [(String, Int?, String, Int)])
  func `making a connection opens nothing`(host: String, port: Int?, unused: String, number: Int) throws {
    let (connection, opener) = try connection(to: host, port: port)
    #expect(connection.port == number)
    try connection.putRequest("GET", "/")
    try connection.putHeader("A", "b")
    #expect(opener.targets.isEmpty)
    #expect(throws: noMoreStreams) { try connection.endHeaders() }
    #expect(opener.targets.count == 1)
  }

  @Test func `the opener is told host, port, timeout and source address as they are then`() throws {
    let opener = ScriptedOpener([ScriptedStream(), ScriptedStream()])
    let source = SourceAddress("127.0.0.1", port: 0)
    let connection = try HTTPConnection("[fe80::1%lo]:81", timeout: .seconds(3), sourceAddress: source)
    connection.opener = opener.open
    try connection.connect()
    connection.timeout = nil
    connection.sourceAddress = nil
    try connection.connect()
    #expect(
      opener.targets == [
        ConnectionTarget(host: "fe80::1%lo", port: 81, timeout: .seconds(3), sourceAddress: source),
        ConnectionTarget(host: "fe80::1%lo", port: 81, timeout: nil, sourceAddress: nil),
      ])
  }

  @Test func `a change of the timeout acts from the next operation on`() throws {
    let stream = ScriptedStream(exchanges: [Delivery.byteByByte.pieces(of: okReply)], atEnd: .fail)
    let (connection, _) = try connection(stream, timeout: .seconds(7))
    try connection.connect()
    try connection.request("PUT", "/", body: .chunks([[1], [2]]))
    connection.timeout = .seconds(9)
    let response = try connection.getResponse()
    #expect(Set(stream.writeTimeouts) == [.seconds(7)])
    #expect(Set(stream.readTimeouts) == [.seconds(9)])
    let heads = stream.readTimeouts.count
    connection.timeout = nil
    #expect(try response.read() == Array("hi".utf8))
    #expect(stream.readTimeouts[heads...].allSatisfy { $0 == nil })
    #expect(stream.readTimeouts.count >= okReply.utf8.count)
  }

  @Test func `a timeout says what was waited for`() throws {
    let stalled = ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh"]], atEnd: .timeout)
    let blocked = ScriptedStream()
    blocked.failWrites(afterBytes: 3, with: .timedOut(.sending))
    let (connection, _) = try connection(stalled, blocked, timeout: .seconds(1))
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(throws: HTTPException.timedOut(.readingBody)) { try response.read() }
    #expect(throws: HTTPException.timedOut(.readingBody)) { try response.read() }
    connection.close()
    #expect(throws: HTTPException.timedOut(.sending)) { try connection.request("GET", "/") }
    connection.opener = { _ throws(HTTPException) in throw .timedOut(.connecting) }
    #expect(throws: HTTPException.timedOut(.connecting)) { try connection.request("GET", "/") }
    #expect(throws: HTTPException.timedOut(.connecting)) { try connection.request("GET", "/") }
  }

  @Test func `the default timeout is the one of connections that name none`() throws {
    let before = HTTPConnection.defaultTimeout
    defer { HTTPConnection.defaultTimeout = before }
    HTTPConnection.defaultTimeout = .seconds(77)
    #expect(try HTTPConnection("h").timeout == .seconds(77))
    #expect(try HTTPConnection("h", timeout: nil).timeout == nil)
    #expect(try HTTPConnection("h", timeout: .seconds(1)).timeout == .seconds(1))
  }

  @Test(arguments: [0, -1, Int.min]) func `a block size below 1 is refused, or counts as 1 when set later`(size: Int) throws {
    #expect(throws: HTTPException.invalidArgument("blockSize must be at least 1, not \(size)")) { try HTTPConnection("h", blockSize: size) }
    let (connection, stream) = try scripted()
    connection.blockSize = size
    let source = PieceSource("abc")
    try connection.request("PUT", "/", body: .file(source), headers: ["Content-Length": "3"])
    #expect(stream.writtenPieces.dropFirst() == ["a", "b", "c"])
    #expect(Set(source.rooms) == [1])
  }

  @Test func `the limit on header lines is the connection's`() throws {
    let reply = "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 3) + "Content-Length: 0\r\n\r\n"
    for (limit, error) in [(4, nil), (3, HTTPException.limitExceeded(what: "headers", limit: 3))] {
      let stream = ScriptedStream(exchanges: [[reply]], atEnd: .fail)
      let connection = try HTTPConnection("h", maxResponseHeaders: limit)
      connection.stream = stream
      try connection.request("GET", "/")
      if let error {
        #expect(throws: error) { try connection.getResponse() }
      } else {
        #expect(try connection.getResponse().headers.count == 4)
      }
    }
  }

  @Test func `an opener can connect to a Unix socket`() throws {
    let path = "/tmp/httpwire-\(UInt64.random(in: .min ... .max))"
    let server = try LoopbackServer.replying(.unix(path: path)) { request in .init(text: request.headers["Host"] ?? "") }
    defer { server.stop() }
    let connection = try HTTPConnection("localhost")
    connection.opener = UnixDialer(path: path).dial
    #expect(try connection.get() == "localhost")
    #expect(try connection.get() == "localhost")
    #expect(server.connectionCount == 1)
  }
}
