import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Synchronization
import Testing

/// Files that the system sends by itself while the peer, or the file, does something else.
struct ChangingFileTests {
  /// More than a socket takes in that nobody reads.
  private static let large = 24 << 20

  private static func length(_ count: Int) -> HTTPMessage { ["Content-Length": String(count)] }

  private static func connect(_ server: LoopbackServer, timeout: Duration? = .seconds(30)) throws(HTTPException) -> HTTPConnection {
    try HTTPConnection(server.host, port: server.port, timeout: timeout)
  }

  @Test(arguments: [Duration.seconds(30), nil]) func `a peer that reads slowly gets the whole file`(timeout: Duration?) throws {
    let contents = TemporaryFile.bytes(5 << 20)
    let file = try TemporaryFile(contents)
    let received = Mutex<[UInt8]>([])
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      while received.withLock({ $0.count }) < contents.count {
        let piece = try connection.read(atMost: 30_011)
        received.withLock { $0 += piece }
      }
      try connection.send(emptyReply)
    }
    defer { server.stop() }
    let connection = try Self.connect(server, timeout: timeout)
    try connection.request("PUT", "/", body: .file(path: file.path), headers: Self.length(contents.count))
    #expect(try connection.getResponse().status == 200)
    #expect(received.withLock { $0 } == contents)
  }

  @Test func `a peer that rests again and again, each time for less than the timeout, gets the whole file`() throws {
    let file = try TemporaryFile([UInt8](repeating: 0x61, count: Self.large))
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      var count = 0
      for _ in 0..<6 {
        try connection.sleep(.milliseconds(400))
        for _ in 0..<64 { count += try connection.read().count }
      }
      while count < Self.large { count += try connection.read().count }
      try connection.send(emptyReply)
    }
    defer { server.stop() }
    let connection = try Self.connect(server, timeout: .seconds(2))
    try connection.request("PUT", "/", body: .file(path: file.path), headers: Self.length(Self.large))
    #expect(try connection.getResponse().status == 200)
  }

  @Test(arguments: [Duration.milliseconds(50), .milliseconds(400), .zero])
  func `a peer that stops reading in the middle of a file times out`(timeout: Duration) throws {
    let file = try TemporaryFile([UInt8](repeating: 0x61, count: Self.large))
    let server = try LoopbackServer { try $0.sleepUntilStopped() }
    defer { server.stop() }
    let stream = try server.connect()
    let descriptor = try file.open()
    defer { Syscalls.release(descriptor) }
    #expect(throws: HTTPException.timedOut(.sending)) { try stream.writeFile(descriptor, atMost: .max, timeout: timeout) }
    // Afterwards the socket waits again, as long as a write's own timeout says.
    #expect(throws: HTTPException.timedOut(.sending)) { try stream.write([UInt8](repeating: 0, count: Self.large), timeout: timeout) }
    let connection = try Self.connect(server, timeout: max(timeout, .milliseconds(1)))
    connection.stream = try server.connect()
    #expect(throws: HTTPException.timedOut(.sending)) {
      try connection.request("PUT", "/", body: .file(path: file.path), headers: Self.length(Self.large))
    }
  }

  @Test func `a file without a timeout waits on where the write before it would have timed out`() throws {
    let file = try TemporaryFile([UInt8](repeating: 0x61, count: Self.large))
    let server = try LoopbackServer { connection in
      if try !connection.sleep(.milliseconds(300)) { return }
      while try !connection.read().isEmpty {}
    }
    defer { server.stop() }
    let stream = try server.connect()
    try stream.write([0x62], timeout: .milliseconds(50))
    let descriptor = try file.open()
    defer { Syscalls.release(descriptor) }
    #expect(try stream.writeFile(descriptor, atMost: .max, timeout: nil) == Self.large)
    stream.close()
  }

  @Test func `a file that grows while it is sent is sent to its new end`() throws {
    let file = try TemporaryFile([UInt8](repeating: 0x61, count: Self.large))
    let more = TemporaryFile.bytes(70_000)
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try file.append(more)
      var tail: [UInt8] = []
      var count = 0
      try connection.readBody { piece in
        count += piece.count
        tail = Array((tail + piece).suffix(more.count))
      }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\(tail == more ? "ok" : "no")")
    }
    defer { server.stop() }
    let connection = try Self.connect(server)
    try connection.request("PUT", "/", body: .file(path: file.path), headers: Self.length(Self.large + more.count))
    #expect(try connection.getResponse().read() == Array("ok".utf8))
    #expect(connection.stream != nil)
  }

  @Test func `a file that shrinks while it is sent ends the connection's use`() throws {
    let file = try TemporaryFile([UInt8](repeating: 0x61, count: Self.large))
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try file.truncate(to: 1)
      var count = 0
      while try connection.waitsForMore() { count += try connection.read().count }
      if count >= Self.large { throw HTTPException.invalidArgument("the file was sent whole") }
      try connection.send(okReply)
    }
    defer { server.stop() }
    let connection = try Self.connect(server)
    try connection.request("PUT", "/", body: .file(path: file.path), headers: Self.length(Self.large))
    let response = try connection.getResponse()
    #expect(response.willClose)
    #expect(try response.read() == Array("hi".utf8))
    #expect(server.errors.isEmpty)
  }

  @Test(arguments: [0, 300_000, 5_000_000]) func `a peer that resets the connection in the middle of a file is told of`(count: Int) throws {
    let file = try TemporaryFile([UInt8](repeating: 0x61, count: Self.large))
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      var left = count
      while left > 0 { left -= try connection.read().count }
      try connection.reset()
    }
    defer { server.stop() }
    let connection = try Self.connect(server)
    let error = #expect(throws: HTTPException.self) {
      try connection.request("PUT", "/", body: .file(path: file.path), headers: Self.length(Self.large))
    }
    #expect(error?.isConnectionReset == true)
    #expect(error?.description.contains("127.0.0.1:\(server.port)") == true)
    // Writing once more would raise SIGPIPE.
    let again = #expect(throws: HTTPException.self) { try connection.send(.file(path: file.path)) }
    #expect(again?.isConnectionReset == true)
  }

  @Test(arguments: presets.indices) func `a server that refuses a file and hangs up is heard`(preset: Int) throws {
    let file = try TemporaryFile([UInt8](repeating: 0x61, count: Self.large))
    let server = try LoopbackServer { connection in
      guard let request = try connection.readHead() else { return }
      if request.method == "GET" { return try connection.send(okReply) }
      try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30), leniency: presets[preset])
    do throws(HTTPException) {
      try connection.request("PUT", "/", body: .file(path: file.path), headers: Self.length(Self.large))
    } catch {
      // As in CPython, if the peer has hung up before it was heard.
      #expect(presets[preset].contains(.staleConnections) && error.isConnectionReset)
    }
    let response = try connection.getResponse()
    #expect(response.status == 413)
    #expect(try response.read() == Array("big".utf8))
    #expect(try connection.get() == "hi")
  }

  @Test func `a closed stream sends no file`() throws {
    let server = try LoopbackServer { _ = try $0.read() }
    defer { server.stop() }
    let stream = try server.connect()
    stream.close()
    let file = try TemporaryFile([1])
    let descriptor = try file.open()
    defer { Syscalls.release(descriptor) }
    #expect(throws: HTTPException.closed) { try stream.writeFile(descriptor, atMost: .max, timeout: nil) }
  }
}

extension LoopbackConnection {
  /// Whether more comes within a second.
  fileprivate func waitsForMore() throws(HTTPException) -> Bool {
    guard let fileDescriptor else { return false }
    return try !Syscalls.waitUntilReadable([fileDescriptor], until: Deadline(after: .seconds(1))).isEmpty
  }
}
