import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

struct UnixDialerTests {
  /// A path that no other test uses.
  private func freshPath() -> String { "/tmp/httpwire-\(UInt64.random(in: .min ... .max))" }

  @Test func `bytes travel over a Unix socket`() throws {
    let path = freshPath()
    let server = try LoopbackServer(.unix(path: path)) { connection in try connection.send(connection.read()) }
    let stream = try UnixDialer(path: path).connect(timeout: .seconds(10))
    #expect(stream.peerAddress == path)
    #expect(try Syscalls.isCloseOnExec(#require(stream.fileDescriptor)))
    try stream.write("abc")
    #expect(try stream.readToEnd() == Array("abc".utf8))
    server.stop()
    let error = #expect(throws: HTTPException.self) { try UnixDialer(path: path).connect() }
    #expect(error?.description.contains(path) == true)
  }

  #if os(Linux)
  // Elsewhere a full queue refuses.
  @Test func `a listener whose queue is full times out`() throws {
    let path = freshPath()
    let listener = try Syscalls.openSocket(family: Syscalls.unixAddress(path).family)
    defer {
      Syscalls.release(listener)
      Syscalls.removeFile(path)
    }
    try Syscalls.bindSocket(listener, to: Syscalls.unixAddress(path))
    try Syscalls.startListening(listener, backlog: 0)
    var waiting: [SocketStream] = []
    #expect(throws: HTTPException.timedOut(.connecting)) {
      for _ in 0..<8 { waiting.append(try UnixDialer(path: path).connect(timeout: .milliseconds(20))) }
    }
    #expect(!waiting.isEmpty)
  }
  #endif

  @Test(arguments: ["", "/tmp/a\0b", "/" + String(repeating: "x", count: 200)])
  func `a path that no socket can have is an invalid argument`(path: String) {
    let error = #expect(throws: HTTPException.self) { try UnixDialer(path: path).connect() }
    guard case .invalidArgument(let text) = error else {
      Issue.record("not an invalid argument: \(String(describing: error))")
      return
    }
    #expect(text.contains("path of a Unix socket"))
  }

  @Test func `the longest path there is fits`() throws {
    let path = "/" + String(repeating: "x", count: 102)
    #expect(try Syscalls.unixAddress(path).text == path)
  }
}
