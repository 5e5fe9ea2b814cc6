import HTTPWire
import HTTPWireTesting
import Synchronization
import Testing

/// Peers that end, break, stall or poison a connection; the numbers are those of the faults matrix.
struct ConnectionFaultTests {
  static let fine = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"

  /// Sends a request and reads the answer.
  static func get(_ connection: HTTPConnection, _ target: String = "/") throws -> String {
    try connection.request("GET", target)
    return text(try connection.getResponse().read())
  }

  static func connection(
    _ server: LoopbackServer, _ preset: Preset = .default, timeout: Duration = .seconds(20)
  ) throws -> HTTPConnection {
    try HTTPConnection(server.host, port: server.port, timeout: timeout, leniency: preset.leniency)
  }

  /// Waits until something has come that nobody asked for, or the end.
  static func waitForInput(_ connection: HTTPConnection) {
    while let stream = connection.stream, stream.pendingInput() == .nothing {}
  }

  @Test(arguments: Preset.allCases) func `1: a peer that closes without a byte is RemoteDisconnected`(preset: Preset) throws {
    let server = try LoopbackServer { _ = try $0.readRequest() }
    let connection = try Self.connection(server, preset)
    let error = #expect(throws: HTTPException.remoteDisconnected) { try Self.get(connection) }
    #expect(error?.isConnectionReset == true && error?.isBadStatusLine == true)
    #expect(connection.stream == nil)
  }

  @Test(arguments: ["", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"], Preset.allCases)
  func `5: a reset anywhere surfaces as one`(reply: String, preset: Preset) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      if !reply.isEmpty { try connection.send(reply) }
      // The client has read what was sent when it says so; a reset would throw it away.
      _ = try connection.read()
      try connection.reset()
    }
    let connection = try Self.connection(server, preset)
    try connection.request("GET", "/")
    let stream = try #require(connection.stream)
    while !reply.isEmpty, stream.pendingInput() == .nothing {}
    try stream.write(latin1("read"), timeout: .seconds(20))
    let error = #expect(throws: HTTPException.self) { try connection.getResponse().read() }
    #expect(error?.isConnectionReset == true)
  }

  @Test(arguments: Preset.allCases) func `8, 9: a response that nobody asked for is never taken for an answer`(preset: Preset) throws {
    let server = try LoopbackServer { connection in
      guard let request = try connection.readRequest() else { return }
      try connection.send(Self.fine)
      if request.target == "/at-once" { try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nevil!") }
      if request.target == "/later" {
        try connection.sleep(.milliseconds(30))
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nevil!")
      }
      if request.target == "/408" { try connection.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n") }
      try connection.sleepUntilStopped()
    }
    defer { server.stop() }
    for target in ["/at-once", "/later", "/408"] {
      let connection = try Self.connection(server, preset)
      #expect(try Self.get(connection, target) == "fine")
      Self.waitForInput(connection)
      #expect(try Self.get(connection) == "fine")
    }
    #expect(server.connectionCount == 6)
  }

  @Test func `13: a kept connection that the server has closed is opened anew`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send(Self.fine)
    }
    defer { server.stop() }
    let connection = try Self.connection(server)
    for _ in 0..<3 {
      #expect(try Self.get(connection) == "fine")
      Self.waitForInput(connection)
    }
    #expect(server.connectionCount == 3)
  }

  @Test func `13: as CPython, the first request on it fails, and the next one opens another`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send(Self.fine)
      try connection.shutdownWrite()
      _ = try connection.readRequest()
    }
    defer { server.stop() }
    let connection = try Self.connection(server, .python)
    #expect(try Self.get(connection) == "fine")
    Self.waitForInput(connection)
    #expect(throws: HTTPException.remoteDisconnected) { try Self.get(connection) }
    #expect(try Self.get(connection) == "fine")
  }

  @Test(
    arguments: [
      ("", TimeoutPhase.waitingForResponse), ("HTTP/1.1 100 Continue\r\n\r\n", .waitingForResponse), ("HTTP/1.1 20", .readingHead),
      ("HTTP/1.1 200 OK\r\nA: b\r\n", .readingHead), ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", .readingBody),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", .readingBody),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .readingBody), ("HTTP/1.1 200 OK\r\n\r\nabc", .readingBody),
    ], Preset.allCases)
  func `15: a stall ends in a timeout that names what was waited for`(stall: (String, TimeoutPhase), preset: Preset) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      if !stall.0.isEmpty { try connection.send(stall.0) }
      try connection.sleepUntilStopped()
    }
    defer { server.stop() }
    let connection = try Self.connection(server, preset, timeout: .milliseconds(100))
    #expect(throws: HTTPException.timedOut(stall.1)) { try Self.get(connection) }
  }

  @Test(arguments: Framing.allCases, Preset.allCases)
  func `17: a reply in segments of one byte is the reply`(framing: Framing, preset: Preset) throws {
    let body = latin1("one\ntwo\nthree")
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send(pieces: Delivery.byteByByte.pieces(of: framing.reply(body)))
    }
    #expect(try Self.get(Self.connection(server, preset)) == text(body))
  }

  @Test(arguments: ["FIN", "RST"]) func `57: a server that refuses a body half-way is heard`(ending: String) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno!")
      if ending == "RST" { try connection.shutdownWrite() }
      // Closing with bytes unread resets the connection; reading them first does not.
      if ending == "FIN" { _ = try? connection.discardBody() }
    }
    defer { server.stop() }
    let connection = try Self.connection(server)
    let body = [UInt8](repeating: 7, count: 8 << 20)
    do {
      try connection.request("POST", "/", body: .bytes(body))
    } catch {
      #expect(error.isConnectionReset)
    }
    // A reset may also throw away what had been received; then it is told, and nothing is made up.
    do {
      let response = try connection.getResponse()
      #expect(response.status == 413)
      #expect(try response.read() == latin1("no!"))
    } catch {
      #expect(ending == "RST" && error.isConnectionReset)
    }
  }

  @Test(arguments: Preset.allCases) func `59: a server that ends its sending half after the reply is no fault`(preset: Preset) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send(Self.fine)
      try connection.shutdownWrite()
      _ = try connection.readRequest()
    }
    let connection = try Self.connection(server, preset)
    #expect(try Self.get(connection) == "fine")
    connection.close()
  }
}
