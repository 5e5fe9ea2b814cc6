import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

struct LoopbackServerTests {
  private static let echo: @Sendable (ReceivedRequest) -> LoopbackServer.Response = { request in
    .init(headers: ["X-Method": request.method], text: "\(request.target) \(request.text)")
  }

  @Test func `requests over one connection are answered in turn and recorded`() throws {
    let server = try LoopbackServer.replying(to: Self.echo)
    let stream = try server.connect()
    try stream.write("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
    let first = "HTTP/1.1 200 OK\r\nX-Method: POST\r\nContent-Length: 6\r\n\r\n/a abc"
    #expect(try String(decoding: stream.read(exactly: first.utf8.count), as: UTF8.self) == first)
    try stream.write("GET /b HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n")
    let second = "HTTP/1.1 200 OK\r\nX-Method: GET\r\nContent-Length: 3\r\n\r\n/b "
    #expect(try String(decoding: stream.readToEnd(), as: UTF8.self) == second)
    server.stop()
    #expect(server.connectionCount == 1)
    #expect(server.requests.map(\.target) == ["/a", "/b"])
    #expect(server.requests.first?.body == Array("abc".utf8))
    #expect(server.requests.first?.headers["host"] == "h")
    #expect(server.requests.first.map { String(decoding: $0.headBytes, as: UTF8.self) }?.hasSuffix("Content-Length: 3\r\n\r\n") == true)
    #expect(server.errors.isEmpty)
  }

  @Test(arguments: Delivery.all) func `a chunked body is put together, with its trailers`(delivery: Delivery) throws {
    let server = try LoopbackServer.replying(to: Self.echo)
    let stream = try server.connect()
    let request =
      "PUT /c HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: u\r\n\r\n"
    for piece in delivery.pieces(of: request) { try stream.write(piece) }
    #expect(try String(decoding: stream.readToEnd(), as: UTF8.self).hasSuffix("/c abc0123456789"))
    let received = try #require(server.requests.first)
    #expect(received.text == "abc0123456789")
    #expect(received.trailers == ["T": "u"])
  }

  @Test(arguments: [
    ("GET / HTTP/1.0\r\n\r\n", 200, true), ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, false),
    ("GET / HTTP/1.1\r\n\r\n", 200, false), ("GET / HTTP/1.1\r\nConnection: a, close\r\n\r\n", 200, true),
  ])
  func `the connection closes after the reply where HTTP says so`(request: String, status: Int, closes: Bool) throws {
    let server = try LoopbackServer.replying { _ in .init(status: status) }
    let stream = try server.connect()
    try stream.write(request)
    let reply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    #expect(try stream.read(exactly: reply.utf8.count) == Array(reply.utf8))
    if closes {
      #expect(try stream.readToEnd().isEmpty)
    } else {
      try stream.write(request)
      #expect(try stream.read(exactly: reply.utf8.count) == Array(reply.utf8))
    }
  }

  @Test(arguments: [
    ("HEAD", 200, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"),
    ("GET", 204, "HTTP/1.1 204 No Content\r\n\r\n"),
    ("GET", 304, "HTTP/1.1 304 Not Modified\r\n\r\n"),
    ("GET", 299, "HTTP/1.1 299 \r\nContent-Length: 4\r\n\r\nbody"),
  ])
  func `a response has a body where HTTP has one`(method: String, status: Int, reply: String) throws {
    let server = try LoopbackServer.replying { _ in .init(status: status, text: "body") }
    let stream = try server.connect()
    try stream.write("\(method) / HTTP/1.1\r\nConnection: close\r\n\r\n")
    #expect(try String(decoding: stream.readToEnd(), as: UTF8.self) == reply)
  }

  @Test func `a handler streams large bodies both ways`() throws {
    let server = try LoopbackServer(recordsRequests: false) { connection in
      _ = try connection.readHead()
      let count = try connection.discardBody()
      try connection.sendChunkedHead(headers: ["X-Count": "\(count)"])
      try connection.sendChunk([])
      for _ in 0..<3 { try connection.sendChunk([UInt8](repeating: 0x61, count: 17)) }
      try connection.endChunks(trailers: ["T": "u"])
    }
    let stream = try server.connect()
    try stream.write("PUT / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n")
    for _ in 0..<10 { try stream.write([UInt8](repeating: 0, count: 100_000)) }
    let chunk = "11\r\n" + String(repeating: "a", count: 17) + "\r\n"
    let reply = "HTTP/1.1 200 OK\r\nX-Count: 1000000\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)\(chunk)0\r\nT: u\r\n\r\n"
    #expect(try String(decoding: stream.readToEnd(), as: UTF8.self) == reply)
    #expect(server.requests.isEmpty)
  }

  @Test func `a body that the handler left is skipped before the next head`() throws {
    let server = try LoopbackServer { connection in
      while let request = try connection.readHead() { try connection.send(request.target) }
    }
    let stream = try server.connect()
    try stream.write("PUT /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\n\r\n")
    try Syscalls.shutDownSending(#require(stream.fileDescriptor))
    #expect(try stream.readToEnd() == Array("/a/b".utf8))
  }

  @Test func `ending the sending half leaves the other open`() throws {
    let server = try LoopbackServer { connection in
      try connection.send(pieces: [[0x61], [0x62]], pause: .milliseconds(1))
      try connection.shutdownWrite()
      if try connection.read() != Array("later".utf8) { throw HTTPException.closed }
    }
    let stream = try server.connect()
    #expect(try stream.readToEnd() == Array("ab".utf8))
    try stream.write("later")
    stream.close()
    server.stop()
    #expect(server.errors.isEmpty)
  }

  @Test(arguments: [
    ("GET /\r\n\r\n", "malformed request line"), ("GET  / HTTP/1.1\r\n\r\n", "malformed request line"),
    ("GET / HTTP/1.1\r\nA\r\n\r\n", "has no colon"), ("GET / HTTP/1.1\r\nA : b\r\n\r\n", "illegal field name"),
    ("GET / HTTP/1.1\r\nA: b\n\r\n", "line feed without a carriage return"),
    ("GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", "invalid Content-Length"),
    ("GET / HTTP/1.1\r\nContent-Length: 1, 2\r\n\r\n", "invalid Content-Length"),
    ("GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "unknown transfer encoding"),
    ("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "no valid chunk size"),
    ("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", "the CRLF that must follow a chunk's data"),
    ("GET / HTTP/1.1\r\nA: b", "inside the response head"), ("GET / HTTP/1.1\r\nContent-Length: 2\r\n\r\na", "1 more expected"),
  ])
  func `a request that breaks HTTP is an error of the handler`(request: String, message: String) throws {
    let server = try LoopbackServer.replying { _ in .init() }
    let stream = try server.connect()
    try stream.write(request)
    try Syscalls.shutDownSending(#require(stream.fileDescriptor))
    _ = try? stream.readToEnd()
    let errors = try #require(try eventually { server.errors.isEmpty ? nil : server.errors })
    #expect("\(errors[0])".contains(message), "\(errors[0])")
  }

  @Test func `a proxy relays between its client and another server`() throws {
    let origin = try LoopbackServer.replying(to: Self.echo)
    let proxy = try LoopbackServer { connection in
      _ = try connection.readRequest()
      let upstream = try TCPDialer().connect(to: ConnectionTarget(host: origin.host, port: origin.port, timeout: .seconds(10)))
      try connection.send("HTTP/1.1 200 Connected\r\n\r\n")
      try connection.relay(to: upstream)
    }
    let stream = try proxy.connect()
    // The first request is on the proxy's side before it relays, the second is not.
    try stream.write("CONNECT o:1 HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\n\r\n")
    let first = "HTTP/1.1 200 Connected\r\n\r\nHTTP/1.1 200 OK\r\nX-Method: GET\r\nContent-Length: 3\r\n\r\n/a "
    #expect(try String(decoding: stream.read(exactly: first.utf8.count), as: UTF8.self) == first)
    try stream.write("GET /b HTTP/1.0\r\n\r\n")
    try Syscalls.shutDownSending(#require(stream.fileDescriptor))
    #expect(try String(decoding: stream.readToEnd(), as: UTF8.self).hasSuffix("/b "))
    #expect(proxy.errors.isEmpty)
  }

  @Test func `stopping ends every wait of a handler, and may be repeated`() throws {
    let server = try LoopbackServer { connection in
      switch try connection.read(atMost: 1) {
      case [0x31]: _ = try connection.read()
      case [0x32]: try connection.sleep(.seconds(3600))
      case [0x33]: try connection.sleepUntilStopped()
      default: try connection.send([UInt8](repeating: 0, count: 64 << 20))
      }
    }
    let streams = try ["1", "2", "3", "4"].map { text in
      let stream = try server.connect()
      try stream.write(text)
      return stream
    }
    #expect(try eventually { server.connectionCount == 4 ? true : nil } == true)
    server.stop()
    server.stop()
    #expect(server.errors.isEmpty)
    #expect(streams.count == 4)
    #expect(throws: HTTPException.self) { try server.connect() }
  }

  @Test func `a server stops when it is let go of`() throws {
    var server: LoopbackServer? = try LoopbackServer { try $0.sleepUntilStopped() }
    let stream = try #require(server).connect()
    server = nil
    let rest = try? stream.readToEnd()
    #expect(rest == nil || rest == [])
  }

  @Test func `connections are served side by side`() throws {
    let server = try LoopbackServer.replying(to: Self.echo)
    let streams = try (0..<20).map { _ in try server.connect() }
    for (index, stream) in streams.enumerated().reversed() {
      try stream.write("GET /\(index) HTTP/1.0\r\n\r\n")
      #expect(try String(decoding: stream.readToEnd(), as: UTF8.self).hasSuffix("\r\n\r\n/\(index) "))
    }
    #expect(server.connectionCount == 20)
    #expect(server.requests.count == 20)
  }

  /// What a closure gives once it gives something, or nil after ten seconds.
  private func eventually<Value>(_ value: () -> Value?) throws -> Value? {
    for _ in 0..<2000 {
      if let value = value() { return value }
      _ = try Syscalls.waitUntilReadable([], until: Deadline(after: .milliseconds(5)))
    }
    return nil
  }
}
