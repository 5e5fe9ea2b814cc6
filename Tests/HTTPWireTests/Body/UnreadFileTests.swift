import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// Files that the system sends by itself, and those that it can't send so.
struct UnreadFileTests {
  /// A file to send: what was made for it, its descriptor, what of it is to arrive, and whether the system sends that by itself.
  struct Sample {
    let file: TemporaryFile?
    let descriptor: Int32
    let contents: [UInt8]
    let isSentUnread: Bool
  }

  static let samples: [(name: String, make: @Sendable () throws(HTTPException) -> Sample)] = [
    ("a small file", { () throws(HTTPException) in try regular(100) }),
    ("an empty file", { () throws(HTTPException) in try regular(0) }),
    ("a large file", { () throws(HTTPException) in try regular(3 << 20 + 1) }),
    ("a file from the middle on", { () throws(HTTPException) in try regular(200_000, skipping: 70_001) }),
    ("a file at its end", { () throws(HTTPException) in try regular(100, skipping: 100) }),
    ("a pipe", { () throws(HTTPException) in try pipe(30_000) }), ("a device", { () throws(HTTPException) in try special("/dev/null") }),
    ("a file that tells no size", { () throws(HTTPException) in try special("/proc/version") }),
  ]

  private static func regular(_ count: Int, skipping skipped: Int = 0) throws(HTTPException) -> Sample {
    let contents = TemporaryFile.bytes(count)
    let file = try TemporaryFile(contents)
    return Sample(
      file: file, descriptor: try file.open(skipping: skipped), contents: Array(contents.dropFirst(skipped)), isSentUnread: true)
  }

  private static func pipe(_ count: Int) throws(HTTPException) -> Sample {
    let (reading, writing) = try Syscalls.makePipe()
    defer { Syscalls.release(writing) }
    let contents = TemporaryFile.bytes(count)
    try Syscalls.writeFile(writing, contents.span)
    return Sample(file: nil, descriptor: reading, contents: contents, isSentUnread: false)
  }

  /// A file of the system's, which is read where the system does not have it.
  private static func special(_ path: String) throws(HTTPException) -> Sample {
    let path = (try Syscalls.status(of: path)) == nil ? "/dev/null" : path
    let contents = try FileSource(path: path).contents()
    return Sample(file: nil, descriptor: try Syscalls.openForReading(path), contents: contents, isSentUnread: contents.isEmpty)
  }

  private static func watched(
    _ server: LoopbackServer, timeout: Duration? = .seconds(10)
  ) throws(HTTPException) -> (HTTPConnection, WatchedStream) {
    let connection = try HTTPConnection(server.host, port: server.port, timeout: timeout)
    let stream = WatchedStream(try server.connect())
    connection.stream = stream
    return (connection, stream)
  }

  @Test(arguments: samples.indices, [nil, .seconds(10)] as [Duration?])
  func `a file of any kind arrives whole, and its descriptor is at its end`(index: Int, timeout: Duration?) throws {
    let sample = try Self.samples[index].make()
    defer { Syscalls.release(sample.descriptor) }
    let server = try LoopbackServer.replying { .init(body: $0.body) }
    defer { server.stop() }
    let (connection, stream) = try Self.watched(server, timeout: timeout)
    for attempt in 1...2 {
      // The second time there is nothing left.
      let expected = attempt == 1 ? sample.contents : []
      let length: HTTPMessage = ["Content-Length": String(expected.count)]
      try connection.request("PUT", "/", body: .file(descriptor: sample.descriptor), headers: length)
      #expect(try connection.getResponse().read() == expected, "\(Self.samples[index].name)")
    }
    #expect(server.connectionCount == 1)
    // The first 64 KiB leave with the head. What they leave is sent unread.
    let rest = sample.contents.count - 65_536
    if sample.isSentUnread { #expect(stream.files == (rest >= 0 ? [rest] : [])) }
    if sample.isSentUnread { #expect(stream.writes.count == 2) }
  }

  @Test func `bytes that must be framed, changed or told go by way of memory`() throws {
    let file = try TemporaryFile(Array("some text".utf8))
    let server = try LoopbackServer.replying { .init(body: $0.body) }
    defer { server.stop() }
    let (connection, stream) = try Self.watched(server)
    let length: HTTPMessage = ["Content-Length": "9"]
    let requests: [(RequestBody, HTTPMessage, Int)] = [
      (.file(path: file.path), [:], 0), (.file(path: file.path), ["Transfer-Encoding": "chunked"], 0),
      (.textFile(path: file.path), length, 0), (.file(path: file.path), length, 1),
    ]
    for (body, headers, level) in requests {
      connection.debugSink = { _ in }
      connection.setDebugLevel(level)
      try connection.request("PUT", "/", body: body, headers: headers, encodeChunked: true)
      #expect(try connection.getResponse().read() == Array("some text".utf8))
    }
    #expect(stream.files.isEmpty)
  }

  @Test func `send has a file sent unread, and a stream with a prefix hands it on`() throws {
    let contents = TemporaryFile.bytes(100_000)
    let file = try TemporaryFile(contents)
    let server = try LoopbackServer.replying { .init(body: $0.body) }
    defer { server.stop() }
    let stream = WatchedStream(try server.connect())
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(10))
    connection.stream = PrefixedStream([], stream)
    try connection.putRequest("PUT", "/")
    try connection.putHeader("Content-Length", HeaderValue(contents.count))
    try connection.endHeaders()
    try connection.send(.file(path: file.path))
    #expect(try connection.getResponse().read() == contents)
    #expect(stream.files == [contents.count])
  }

  @Test func `a file goes over a Unix socket`() throws {
    let contents = TemporaryFile.bytes(700_000)
    let file = try TemporaryFile(contents)
    let server = try LoopbackServer.replying(.unix(path: file.path + ".socket")) { .init(body: $0.body) }
    defer { server.stop() }
    let connection = try HTTPConnection("localhost")
    let stream = WatchedStream(try UnixDialer(path: server.host).connect())
    connection.stream = stream
    try connection.request("PUT", "/", body: .file(path: file.path), headers: ["Content-Length": String(contents.count)])
    #expect(try connection.getResponse().read() == contents)
    #expect(stream.files == [contents.count - 65_536])
  }

  @Test func `a file that can't be read ends the request as reading it does`() throws {
    let server = try LoopbackServer.replying { .init(body: $0.body) }
    defer { server.stop() }
    let file = try TemporaryFile()
    let writeOnly = try Syscalls.openForWriting(file.path)
    defer { Syscalls.release(writeOnly) }
    for body in [RequestBody.file(path: "/"), .file(descriptor: writeOnly), .file(descriptor: -1)] {
      let (connection, stream) = try Self.watched(server)
      let error = #expect(throws: HTTPException.self) { try connection.request("PUT", "/", body: body, headers: ["Content-Length": "5"]) }
      #expect(error?.description.contains("read") == true)
      #expect(stream.files.allSatisfy { $0 == 0 })
      #expect(connection.stream == nil)
    }
  }
}
