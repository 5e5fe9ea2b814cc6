import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// Files whose length is announced.
struct KnownLengthTests {
  typealias FileLength = RequestBody.FileLength

  private static let contents = TemporaryFile.bytes(200_000)

  /// What is sent of 200,000 bytes whose file is at position 70,000.
  static let parts: [(length: FileLength, range: Range<Int>)] = [
    (.known, 70_000..<200_000), (.known(from: 0), 0..<200_000), (.known(from: 199_999), 199_999..<200_000),
    (.known(from: 200_000), 200_000..<200_000), (.known(in: 10..<30), 10..<30), (.known(in: 1_000..<199_000), 1_000..<199_000),
    (.known(in: 5..<5), 5..<5),
  ]

  private static func connect(_ server: LoopbackServer) throws(HTTPException) -> (HTTPConnection, WatchedStream) {
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
    let stream = WatchedStream(try server.connect())
    connection.stream = stream
    return (connection, stream)
  }

  @Test(arguments: parts.indices) func `exactly the part that is asked for is sent, with its length`(index: Int) throws {
    let (length, range) = Self.parts[index]
    let file = try TemporaryFile(Self.contents)
    let server = try LoopbackServer.replying { .init(body: $0.body) }
    defer { server.stop() }
    let descriptor = try file.open(skipping: 70_000)
    defer { Syscalls.release(descriptor) }
    let (connection, _) = try Self.connect(server)
    try connection.request("PUT", "/", body: .file(descriptor: descriptor, length: length))
    #expect(try connection.getResponse().read() == Array(Self.contents[range]))
    // By a path, `known` starts at the file's start.
    let start = length == .known ? 0 : range.lowerBound
    connection.setDebugLevel(1)
    connection.debugSink = { _ in }
    try connection.request("PUT", "/", body: .file(path: file.path, length: length))
    #expect(try connection.getResponse().read() == Array(Self.contents[start..<range.upperBound]))
    #expect(server.requests.map { $0.headers["Content-Length"] } == [String(range.count), String(range.upperBound - start)])
    #expect(server.connectionCount == 1)
  }

  /// What has no length, or not that part, and a word of the error.
  static let refused: [(what: String, length: FileLength, word: String)] = [
    ("/dev/null", .known, "regular"), ("/", .known, "regular"), ("/proc/self/status", .known, "size of 0"),
    ("/proc/self/status", .known(from: 1), "size of 0"), ("pipe", .known, "regular"), ("file", .known(from: 200_001), "200000 bytes"),
    ("file", .known(from: -1), "200000 bytes"), ("file", .known(in: 0..<200_001), "200000 bytes"),
    ("file", .known(in: .max - 1 ..< .max), "200000 bytes"),
  ]

  @Test(arguments: refused.indices) func `what has no such length costs no request`(index: Int) throws {
    let (what, length, word) = Self.refused[index]
    if what.hasPrefix("/proc"), try Syscalls.status(of: what) == nil { return }
    let file = try TemporaryFile(Self.contents)
    let pipe = try Syscalls.makePipe()
    defer {
      Syscalls.release(pipe.reading)
      Syscalls.release(pipe.writing)
    }
    let body: RequestBody =
      switch what {
      case "pipe": .file(descriptor: pipe.reading, length: length)
      case "file": .file(path: file.path, length: length)
      default: .file(path: what, length: length)
      }
    let (connection, stream) = try scripted(okReply)
    let error = #expect(throws: HTTPException.self) { try connection.request("PUT", "/", body: body) }
    #expect(error?.description.contains(word) == true, "\(error as Any)")
    #expect(stream.writes.isEmpty)
    #expect(try connection.get() == "hi")
  }

  @Test(arguments: [true, false]) func `a file that has become shorter is an error, and its connection is closed`(isRead: Bool) throws {
    let file = try TemporaryFile([UInt8](repeating: 0x61, count: 24 << 20))
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try file.truncate(to: 1)
      while try !connection.read().isEmpty {}
    }
    defer { server.stop() }
    let (connection, _) = try Self.connect(server)
    let body = RequestBody.file(path: file.path, length: .known)
    let error =
      if isRead {
        #expect(throws: HTTPException.self) { try connection.request("PUT", "/", body: body, deadline: .now + .seconds(30)) }
      } else {
        #expect(throws: HTTPException.self) { try connection.request("PUT", "/", body: body) }
      }
    guard case .bodySource(let text) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(text.contains("ended"))
    #expect(connection.stream == nil)
  }

  @Test func `of a file that grows, the announced length is sent`() throws {
    let contents = [UInt8](repeating: 0x61, count: 24 << 20)
    let file = try TemporaryFile(contents)
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try file.append([UInt8](repeating: 0x62, count: 1_000))
      var count = 0
      try connection.readBody { count += $0.count }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\(count == contents.count ? "ok" : "no")")
      _ = try connection.readHead()
      try connection.send(okReply)
    }
    defer { server.stop() }
    let (connection, _) = try Self.connect(server)
    try connection.request("PUT", "/", body: .file(path: file.path, length: .known))
    #expect(try connection.getResponse().read() == Array("ok".utf8))
    #expect(try connection.get() == "hi")
  }

  @Test func `an empty file has the length 0, also in HTTP 1.0, and any other its own`() throws {
    let empty = try TemporaryFile()
    let file = try TemporaryFile(Array("abc".utf8))
    for (body, count) in [(empty, 0), (file, 3)] {
      let (connection, stream) = try scripted()
      connection.httpVersion = .http10
      try connection.request("PUT", "/", body: .file(path: body.path, length: .known))
      #expect(stream.writtenText.contains("Content-Length: \(count)\r\n"))
      #expect(stream.writes.count == 1)
    }
  }

  @Test func `a length of the caller's must be the file's`() throws {
    let file = try TemporaryFile(Array("abc".utf8))
    let (connection, stream) = try scripted()
    #expect(throws: HTTPException.self) {
      try connection.request("PUT", "/", body: .file(path: file.path, length: .known), headers: ["Content-Length": "4"])
    }
    #expect(stream.writes.isEmpty)
  }

  @Test func `a descriptor is sent again from where it stood`() throws {
    let file = try TemporaryFile(Self.contents)
    let descriptor = try file.open(skipping: 10)
    defer { Syscalls.release(descriptor) }
    let server = try LoopbackServer { connection in
      // Each connection answers one request, and reads one more that it does not answer.
      guard let request = try connection.readRequest() else { return }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
      try connection.send(request.body)
      _ = try connection.readRequest()
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
    connection.retriesOnce = true
    #expect(try connection.get().isEmpty)
    try connection.request("PUT", "/", body: .file(descriptor: descriptor, length: .known))
    #expect(try connection.getResponse().read() == Array(Self.contents[10...]))
    #expect(server.connectionCount == 2)
  }
}
