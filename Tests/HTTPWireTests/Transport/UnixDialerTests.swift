import Foundation
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
    try withFullQueue { path in
      #expect(throws: HTTPException.timedOut(.connecting)) { try UnixDialer(path: path).connect(timeout: .milliseconds(20)) }
    }
  }

  @Test(arguments: [false, true]) func `whatever limits the opening ends the wait for a full queue`(hasCanceller: Bool) throws {
    let limits: [(HTTPConnection) -> Void] = [
      { $0.timeout = .milliseconds(80) }, { $0.openingTimeout = .milliseconds(80) }, { $0.deadline = .now + .milliseconds(80) },
    ]
    try withFullQueue { path in
      for (index, limit) in limits.enumerated() {
        let connection = try HTTPConnection("h", timeout: nil)
        connection.opener = UnixDialer(path: path).dial
        limit(connection)
        if hasCanceller { _ = connection.canceller }
        let error = thrown { try connection.connect() }
        if case .deadlineExceeded(.connecting, _)? = error, index == 2 { continue }
        #expect(error == .timedOut(.connecting), "\(index)")
      }
    }
  }

  @Test(arguments: [0, 30]) func `a cancel ends the wait for a full queue`(milliseconds: Int) throws {
    try withFullQueue { path in
      let connection = try HTTPConnection("h", timeout: nil)
      connection.openingTimeout = .seconds(20)
      let canceller = connection.canceller
      // A cancel acts on the exchange that has begun.
      connection.opener = { target throws(HTTPException) in
        let thread = try SystemThread {
          Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
          canceller.cancel()
        }
        defer { thread.join() }
        return try UnixDialer(path: path).dial(target)
      }
      #expect(thrown { try connection.request("GET", "/") } == .cancelled)
    }
  }

  /// Lends the path of a listener that accepts nobody and whose queue is full.
  private func withFullQueue(_ body: (String) throws -> Void) throws {
    let path = freshPath()
    let listener = try Syscalls.openSocket(family: Syscalls.unixAddress(path).family)
    defer {
      Syscalls.release(listener)
      Syscalls.removeFile(path)
    }
    try Syscalls.bindSocket(listener, to: Syscalls.unixAddress(path))
    try Syscalls.startListening(listener, backlog: 0)
    var waiting: [SocketStream] = []
    while waiting.count < 8, let stream = try? UnixDialer(path: path).connect(timeout: .milliseconds(20)) { waiting.append(stream) }
    try #require((1..<8).contains(waiting.count))
    try body(path)
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
