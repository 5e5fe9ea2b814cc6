#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// An exchange is done by its deadline, whatever the peer does.
@Suite(.serialized) struct DeadlineTests {
  private static let limit = Duration.milliseconds(400)

  /// What a peer does, and in which phases the deadline may then strike.
  private struct Stall: CustomTestStringConvertible {
    let testDescription: String
    let phases: Set<TimeoutPhase>
    let serve: LoopbackServer.Handler
  }

  private static let pause = Duration.milliseconds(20)

  private static let stalls = [
    Stall(testDescription: "says nothing", phases: [.waitingForResponse]) {
      _ = try $0.readHead()
      try $0.sleepUntilStopped()
    },
    Stall(testDescription: "sends a head byte by byte", phases: [.readingHead]) {
      _ = try $0.readHead()
      try $0.send("HTTP/1.1 200 OK\r\n")
      while try $0.sleep(pause) { try $0.send("X") }
    },
    Stall(testDescription: "sends interim responses", phases: [.readingHead, .waitingForResponse]) {
      _ = try $0.readHead()
      while try $0.sleep(pause) { try $0.send("HTTP/1.1 102 Processing\r\n\r\n") }
    },
    Stall(testDescription: "sends a body byte by byte", phases: [.readingBody]) {
      _ = try $0.readHead()
      try $0.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
      while try $0.sleep(pause) { try $0.send("x") }
    },
    Stall(testDescription: "sends a body that ends with the connection", phases: [.readingBody]) {
      _ = try $0.readHead()
      try $0.send("HTTP/1.0 200 OK\r\n\r\n")
      while try $0.sleep(pause) { try $0.send("x") }
    },
    Stall(testDescription: "sends trailers without end", phases: [.readingBody]) {
      _ = try $0.readHead()
      try $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")
      while try $0.sleep(pause) { try $0.send("T: x\r\n") }
    },
  ]

  @Test(arguments: Route.allCases, stalls.indices) func `a peer that drips does not outlive the deadline`(route: Route, stall: Int) throws {
    let stall = Self.stalls[stall]
    try route.run(timeout: nil, stall.serve) { connection in
      let start = ContinuousClock.now
      let error = failure {
        try connection.request("GET", "/", deadline: .now + Self.limit)
        _ = try connection.getResponse().read()
      }
      let time = ContinuousClock.now - start
      guard case .deadlineExceeded(let phase, after: let after) = error else {
        Issue.record("\(stall.testDescription): \(String(describing: error))")
        return
      }
      #expect(stall.phases.contains(phase), "\(stall.testDescription)")
      #expect(after >= Self.limit && after < Self.limit * 3)
      #expect(time >= Self.limit && time < Self.limit * 3)
      #expect(error?.isTimeout == true)
    }
  }

  @Test(arguments: Route.allCases) func `an upload that the peer takes slowly does not outlive the deadline`(route: Route) throws {
    try route.run(
      timeout: nil,
      { connection in
        _ = try connection.readHead()
        while try connection.sleep(Self.pause) { _ = try connection.read(atMost: 1) }
      }
    ) { connection in
      let body = [UInt8](repeating: 0x61, count: 32 << 20)
      for lent in [false, true] {
        let error = failure {
          if lent {
            connection.deadline = .now + Self.limit
            try connection.request("PUT", "/", body: body.span)
          } else {
            try connection.request("PUT", "/", body: .bytes(body), deadline: .now + Self.limit)
          }
        }
        guard case .deadlineExceeded(.sending, after: let after) = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(after < Self.limit * 3)
        connection.close()
      }
    }
  }

  @Test func `a file that the peer takes slowly does not outlive the deadline`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("body", [UInt8](repeating: 0x61, count: 16 << 20))
    let body = RequestBody.file(path: directory.path + "/body")
    try Route.plain.run(
      timeout: nil,
      { connection in
        _ = try connection.readHead()
        while try connection.sleep(Self.pause) { _ = try connection.read(atMost: 65_536) }
      }
    ) { connection in
      let error = failure {
        try connection.request("PUT", "/", body: body, headers: ["Content-Length": "16777216"], deadline: .now + Self.limit)
      }
      guard case .deadlineExceeded(.sending, after: let after) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(after < Self.limit * 3)
    }
  }

  @Test func `a deadline of the connection holds for each exchange until it is changed`() throws {
    try Route.plain.run(
      timeout: nil,
      { connection in
        while let request = try connection.readRequest() {
          if request.target == "/slow" { try connection.sleepUntilStopped() }
          try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
      }
    ) { connection in
      connection.deadline = .now + .seconds(20)
      let first = try connection.fetch()
      connection.deadline = .now + Self.limit
      #expect(failure { _ = try connection.fetch("/slow") }?.isTimeout == true)
      // The same moment has passed for the next one, too.
      #expect(failure { _ = try connection.fetch() }?.isTimeout == true)
      connection.deadline = nil
      #expect([first, try connection.fetch()] == ["ok", "ok"])
    }
  }

  @Test func `a deadline that has passed sends nothing`() throws {
    try Route.plain.run({ try $0.echo() }) { connection in
      let error = failure { try connection.request("GET", "/", deadline: .now - .seconds(1)) }
      #expect(error?.isTimeout == true)
      #expect(connection.stream == nil)
    }
  }

  @Test(arguments: [false, true]) func `a handshake does not outlive the deadline`(throughProxy: Bool) throws {
    let server = try LoopbackServer { connection in
      if throughProxy {
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      }
      try connection.sleepUntilStopped()
    }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: nil, context: Fixture.context())
    if throughProxy { try connection.setTunnel("far.test") }
    let error = failure { try connection.request("GET", "/", deadline: .now + Self.limit) }
    guard case .deadlineExceeded(.handshaking, after: let after) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(after < Self.limit * 3)
  }

  @Test(arguments: [false, true]) func `a handshake does not outlive the opening's own limit`(throughProxy: Bool) throws {
    let server = try LoopbackServer { connection in
      if throughProxy {
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      }
      try connection.sleepUntilStopped()
    }
    defer { server.stop() }
    for limit: (HTTPConnection) -> Void in [{ $0.openingTimeout = .milliseconds(500) }, { $0.timeout = .milliseconds(500) }] {
      let connection = try HTTPSConnection("localhost", port: server.port, timeout: nil, context: Fixture.context())
      if throughProxy { try connection.setTunnel("far.test") }
      limit(connection)
      #expect(failure { try connection.request("GET", "/") } == .timedOut(.handshaking))
      #expect(connection.stream == nil)
    }
  }

  @Test func `a proxy that does not answer does not outlive the deadline`() throws {
    let server = try LoopbackServer { try $0.sleepUntilStopped() }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: nil)
    try connection.setTunnel("far.test")
    let error = failure { try connection.request("GET", "/", deadline: .now + Self.limit) }
    guard case .deadlineExceeded(.tunneling, after: _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.hasPrefix("the deadline passed while opening the tunnel, after 0.") == true)
  }
}
#endif
