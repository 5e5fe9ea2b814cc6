import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

struct SocketStreamTests {
  @Test func `bytes travel both ways until the end of the stream`() throws {
    let server = try LoopbackServer { connection in
      let received = try connection.read()
      try connection.send(Array(received.reversed()))
    }
    let stream = try server.connect()
    try stream.write("abc")
    #expect(try stream.readToEnd() == Array("cba".utf8))
  }

  @Test func `a read gets at most the buffer's room and leaves the rest`() throws {
    let server = try LoopbackServer { try $0.send("abcdef") }
    let stream = try server.connect()
    #expect(try stream.read(exactly: 2) == Array("ab".utf8))
    #expect(try stream.readOnce(3) == Array("cde".utf8))
    #expect(try stream.readToEnd() == Array("f".utf8))
  }

  @Test func `a read appends to what the buffer holds`() throws {
    let server = try LoopbackServer { try $0.send("bc") }
    let stream = try server.connect()
    let bytes = try [UInt8](capacity: 10) { (span) throws(HTTPException) in
      span.append(UInt8(ascii: "a"))
      try stream.read(into: &span, timeout: .seconds(10))
    }
    #expect(bytes.starts(with: Array("ab".utf8)))
  }

  @Test(arguments: [Duration.milliseconds(20), .zero, .seconds(-5), .nanoseconds(1)])
  func `a read times out when nothing comes, and the stream lives on`(timeout: Duration) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.send("late")
    }
    let stream = try server.connect()
    #expect(throws: HTTPException.timedOut(.reading)) { try stream.readOnce(timeout: timeout) }
    #expect(throws: HTTPException.timedOut(.reading)) { try stream.readOnce(timeout: timeout) }
    try stream.write("go")
    #expect(try stream.readToEnd() == Array("late".utf8))
  }

  @Test(arguments: [Duration.seconds(Int64.max), .seconds(1e20), .seconds(Int64(Int32.max) + 1), nil])
  func `a timeout longer than the system knows is as good as none`(timeout: Duration?) throws {
    let server = try LoopbackServer { connection in try connection.send(connection.read()) }
    let stream = try server.connect(timeout: timeout)
    try stream.write(Array("abc".utf8), timeout: timeout)
    #expect(try stream.readOnce(timeout: timeout) == Array("abc".utf8))
  }

  @Test(arguments: [Duration.milliseconds(50), .zero]) func `a write times out when the peer never reads`(timeout: Duration) throws {
    let server = try LoopbackServer { try $0.sleepUntilStopped() }
    let stream = try server.connect()
    #expect(throws: HTTPException.timedOut(.sending)) {
      try stream.write([UInt8](repeating: 0, count: 64 << 20), timeout: timeout)
    }
  }

  @Test func `a large write arrives whole, however slowly the peer reads`() throws {
    var generator = SeededGenerator(seed: 7)
    let sent = (0..<(3 << 20)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let server = try LoopbackServer { connection in
      var received: [UInt8] = []
      while case let piece = try connection.read(atMost: 100_000), !piece.isEmpty { received += piece }
      try connection.send(received)
    }
    let stream = try server.connect()
    try stream.write(sent, timeout: .seconds(60))
    try Syscalls.shutDownSending(#require(stream.fileDescriptor))
    #expect(try stream.readToEnd() == sent)
  }

  @Test func `a write to a closed peer throws, and no signal ends the process`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.reset()
    }
    let stream = try server.connect()
    try stream.write("x")
    // The reset may still be on its way: writes succeed until it has come.
    let error = #expect(throws: HTTPException.self) {
      for _ in 0..<10_000 { try stream.write("x") }
    }
    #expect(error?.isConnectionReset == true)
    let again = #expect(throws: HTTPException.self) {
      for _ in 0..<10 { try stream.write("x") }
    }
    #expect(again?.isConnectionReset == true)
    #expect(again?.description.contains("127.0.0.1:\(server.port)") == true)
  }

  @Test func `a read after a reset throws that it was reset`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.reset()
    }
    let stream = try server.connect()
    try stream.write("x")
    let error = #expect(throws: HTTPException.self) { try stream.readOnce() }
    #expect(error?.isConnectionReset == true)
  }

  @Test func `pending input tells bytes, the end and nothing apart, and takes none`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.send("ab")
      _ = try connection.read()
    }
    let stream = try server.connect()
    #expect(stream.pendingInput() == .nothing)
    try stream.write("1")
    #expect(try stream.readOnce(1) == Array("a".utf8))
    #expect(stream.pendingInput() == .bytes)
    #expect(stream.pendingInput() == .bytes)
    #expect(try stream.readOnce() == Array("b".utf8))
    #expect(stream.pendingInput() == .nothing)
    try stream.write("2")
    #expect(try stream.readToEnd().isEmpty)
    #expect(stream.pendingInput() == .end)
  }

  @Test func `pending input of a reset connection is the end`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.reset()
    }
    let stream = try server.connect()
    try stream.write("x")
    #expect(throws: HTTPException.self) { try stream.readOnce() }
    #expect(stream.pendingInput() == .end)
  }

  @Test func `a closed stream throws closed and has no descriptor`() throws {
    let server = try LoopbackServer { connection in _ = try connection.read() }
    let stream = try server.connect()
    stream.close()
    stream.close()
    #expect(stream.fileDescriptor == nil)
    #expect(stream.localAddress == nil)
    #expect(stream.peerAddress == "127.0.0.1:\(server.port)")
    #expect(stream.pendingInput() == .end)
    #expect(throws: HTTPException.closed) { try stream.readOnce() }
    #expect(throws: HTTPException.closed) { try stream.write("x") }
  }

  @Test func `a stream that is let go of closes its socket`() throws {
    let server = try LoopbackServer { connection in
      let received = try connection.read()
      if received.isEmpty { throw HTTPException.remoteDisconnected }
    }
    do { _ = try server.connect() }
    for _ in 0..<2000 where server.errors.isEmpty { _ = try Syscalls.waitUntilReadable([], until: Deadline(after: .milliseconds(5))) }
    #expect(server.errors.first as? HTTPException == .remoteDisconnected)
  }

  @Test func `an adopted socket works, even one that did not block`() throws {
    let server = try LoopbackServer { connection in
      try connection.sleep(.milliseconds(20))
      try connection.send("here")
    }
    let address = try Resolver.addresses(of: server.host, port: server.port)[0]
    let first = try TCPDialer().connect(to: [address], of: ConnectionTarget(host: "", port: 0))
    let duplicate = try Syscalls.duplicate(#require(first.fileDescriptor))
    try Syscalls.setBlocking(duplicate, false)
    let stream = try SocketStream(adopting: duplicate)
    #expect(stream.fileDescriptor == duplicate)
    #expect(stream.peerAddress == "127.0.0.1:\(server.port)")
    #expect(try stream.readToEnd() == Array("here".utf8))
  }

  @Test func `a number that is no descriptor is not adopted`() {
    #expect(throws: HTTPException.self) { try SocketStream(adopting: -1) }
  }
}
