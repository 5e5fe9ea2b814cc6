import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

struct TCPDialerTests {
  @Test func `a refused connection throws the system's error with the address`() throws {
    let refusing = try RefusingPort()
    let port = refusing.number
    let error = #expect(throws: HTTPException.self) {
      try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)))
    }
    guard case .system(let failure) = error else {
      Issue.record("not a system error: \(String(describing: error))")
      return
    }
    #expect(failure.operation == "connect")
    #expect(failure.address == "127.0.0.1:\(port)")
    #expect(failure.message == Syscalls.text(of: failure.code))
    #expect(failure.message.contains("refused"))
    #expect(!failure.isConnectionReset)
  }

  @Test func `a refused connection without a timeout throws the same`() throws {
    let refusing = try RefusingPort()
    let port = refusing.number
    let waiting = #expect(throws: HTTPException.self) { try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port)) }
    guard case .system(let failure) = waiting else {
      Issue.record("not a system error: \(String(describing: waiting))")
      return
    }
    #expect(failure.address == "127.0.0.1:\(port)")
  }

  @Test func `localhost finds a server on 127.0.0.1`() throws {
    let server = try LoopbackServer { try $0.send("here") }
    let stream = try TCPDialer().connect(to: ConnectionTarget(host: "localhost", port: server.port, timeout: .seconds(10)))
    #expect(try stream.readToEnd() == Array("here".utf8))
  }

  @Test func `an empty host is this machine`() throws {
    let server = try LoopbackServer { try $0.send("here") }
    let stream = try TCPDialer().connect(to: ConnectionTarget(host: "", port: server.port, timeout: .seconds(10)))
    #expect(try stream.readToEnd() == Array("here".utf8))
  }

  @Test(.enabled(if: hasIPv6)) func `an IPv6 address connects and is shown in brackets`() throws {
    let server = try LoopbackServer(.ipv6) { try $0.send("here") }
    let stream = try server.connect()
    #expect(stream.peerAddress == "[::1]:\(server.port)")
    #expect(try stream.readToEnd() == Array("here".utf8))
  }

  #if os(Linux)
  // Only Linux ignores connections beyond the queue; others refuse them.
  @Test(arguments: [Duration.milliseconds(50), .zero, .seconds(-1)])
  func `a listener whose queue is full times out`(timeout: Duration) throws {
    let listener = try Syscalls.openSocket(family: Resolver.addresses(of: "127.0.0.1", port: 0)[0].family)
    defer { Syscalls.release(listener) }
    try Syscalls.bindSocket(listener, to: Resolver.addresses(of: "127.0.0.1", port: 0)[0])
    try Syscalls.startListening(listener, backlog: 0)
    let port = try #require(try Syscalls.localAddress(listener).port)
    var waiting: [SocketStream] = []
    #expect(throws: HTTPException.timedOut(.connecting)) {
      for _ in 0..<8 {
        waiting.append(try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .milliseconds(50))))
      }
    }
    #expect(throws: HTTPException.timedOut(.connecting)) {
      try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: timeout))
    }
  }
  #endif

  @Test func `the connection comes from the source address`() throws {
    let server = try LoopbackServer { connection in _ = try connection.read() }
    let port = try unusedPort()
    let target = ConnectionTarget(
      host: "127.0.0.1", port: server.port, timeout: .seconds(10), sourceAddress: SourceAddress("127.0.0.1", port: port))
    #expect(try TCPDialer().connect(to: target).localAddress == "127.0.0.1:\(port)")
  }

  @Test func `a source address without host leaves the interface to the system`() throws {
    let server = try LoopbackServer { connection in _ = try connection.read() }
    let port = try unusedPort()
    let target = ConnectionTarget(host: "127.0.0.1", port: server.port, timeout: .seconds(10), sourceAddress: SourceAddress("", port: port))
    #expect(try TCPDialer().connect(to: target).localAddress == "127.0.0.1:\(port)")
  }

  @Test func `a source address that is not this machine's throws with that address`() throws {
    let target = ConnectionTarget(host: "127.0.0.1", port: 9, timeout: .seconds(10), sourceAddress: SourceAddress("192.0.2.77", port: 0))
    let error = #expect(throws: HTTPException.self) { try TCPDialer().connect(to: target) }
    guard case .system(let failure) = error else {
      Issue.record("not a system error: \(String(describing: error))")
      return
    }
    #expect(failure.operation == "bind")
    #expect(failure.address == "192.0.2.77:0")
  }

  @Test(arguments: [-1, 65_536, Int.max, Int.min]) func `a port that is none is an invalid argument`(port: Int) {
    #expect(throws: HTTPException.invalidArgument("port \(port) is not in 0...65535")) {
      try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port))
    }
  }

  @Test func `sockets are closed on exec and send small writes at once`() throws {
    let server = try LoopbackServer { connection in _ = try connection.read() }
    let stream = try server.connect()
    let descriptor = try #require(stream.fileDescriptor)
    #expect(try Syscalls.isCloseOnExec(descriptor))
    #expect(try Syscalls.isNoDelay(descriptor))
  }

  #if os(Linux)
  @Test func `no failing connection leaks a descriptor`() async {
    // A process of its own, so that no other test opens descriptors in between.
    await #expect(processExitsWith: .success) {
      let refusing = try RefusingPort()
      let port = refusing.number
      let targets = [
        ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)),
        ConnectionTarget(host: "127.0.0.1", port: port),
        ConnectionTarget(host: "127.0.0.1", port: port, sourceAddress: SourceAddress("192.0.2.77")),
        ConnectionTarget(host: "127.0.0.1", port: port, sourceAddress: SourceAddress("::1")),
      ]
      let before = openDescriptorCount()
      for _ in 0..<50 {
        for target in targets { #expect(throws: HTTPException.self) { try TCPDialer().connect(to: target) } }
        #expect(throws: HTTPException.self) { try UnixDialer(path: "/nonexistent/socket").connect() }
      }
      // The testing library opens a few of its own meanwhile; a leak on one of the paths would be fifty.
      #expect(openDescriptorCount() < before + 25)
      #expect(before > 2)
    }
  }
  #endif
}

/// How many of the first descriptors are open.
func openDescriptorCount() -> Int {
  (0..<Int32(1024)).filter { (try? Syscalls.isCloseOnExec($0)) != nil }.count
}
