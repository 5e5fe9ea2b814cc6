import HTTPWireSession
import HTTPWireTesting
import Testing

/// Connections that a session lends.
struct LentConnectionTests {
  @Test func `a lent connection is one of the session's, and goes back with its settings`() throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session { $0.timeout = .seconds(7) }
    _ = try session.get("http://a/")
    for _ in 0..<2 {
      let length = try session.connection(for: "http://a/") { connection in
        #expect(connection.timeout == .seconds(7))
        #expect(connection.deadline == nil && connection.observers.isEmpty)
        connection.timeout = .seconds(1)
        connection.deadline = .now + .seconds(9)
        try connection.request("GET", "/")
        return try connection.getResponse().read().count
      }
      #expect(length == 1)
    }
    _ = try session.get("http://a/")
    #expect(world.server.connectionCount == 1)
  }

  @Test(arguments: ["unread", "unanswered", "thrown", "detached", "started"])
  func `a lent connection that is in the middle of something is not used again`(what: String) throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session()
    let error = failure {
      try session.connection(for: "http://a/") { connection in
        if what == "started" { return try connection.putRequest("GET", "/") }
        try connection.request("GET", "/")
        if what == "unanswered" { return }
        let response = try connection.getResponse()
        switch what {
        case "thrown": throw CancellationError()
        case "detached": connection.detachStream()?.close()
        default: _ = response.status
        }
      }
    }
    if what == "thrown" {
      guard case .custom(is CancellationError) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    } else {
      #expect(error == nil)
    }
    // A short response that the closure has let go of has closed its connection.
    #expect(session.keptConnections == 0)
    #expect(try session.get("http://a/").body.count == 1)
  }

  /// What a borrower may do that later requests must not inherit.
  static let changes: [(name: String, change: @Sendable (HTTPConnection) throws -> Void)] = [
    ("route", { $0.route = try .forward(ProxyServer("http://proxy:1")) }), ("opener", { $0.opener = TCPDialer().dial }),
    ("version", { $0.httpVersion = .http10 }), ("autoOpen", { $0.autoOpen = false }), ("limits", { $0.maxResponseHeaders = 1 }),
    // A tunnel can't be set on an open connection.
    (
      "tunnel",
      {
        $0.close()
        try $0.setTunnel("other:1")
      }
    ), ("canceller", { _ = $0.canceller }), ("debugSink", { $0.debugSink = { _ in } }),
    ("sourceAddress", { $0.sourceAddress = nil }),
  ]

  @Test(arguments: changes.indices) func `a lent connection that was changed is closed`(index: Int) throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session()
    _ = try session.get("http://a/")
    #expect(session.keptConnections == 1)
    try session.connection(for: "http://a/") { try Self.changes[index].change($0) }
    #expect(session.keptConnections == 0, "\(Self.changes[index].name)")
    #expect(try session.get("http://a/").body.count == 1)
  }

  @Test func `fields that prepare has left out stay out`() throws {
    let world = try World { _ in .init() }
    let session = world.session {
      $0.decodesContent = false
      let before = $0.prepare
      $0.prepare = { connection in
        before?(connection)
        connection.automaticFields.remove(.acceptEncoding)
      }
    }
    var request = try HTTPSession.Request("GET", "http://a.example/")
    for omitted in [["Accept"], ["Host"], []] as [Set<String>] {
      request.omittedFields = omitted
      _ = try session.send(request)
      #expect(world.server.requests.last?.headers.contains("Accept-Encoding") == false)
    }
    let names = try session.connection(for: "http://a.example/") { connection in
      connection.automaticFields = []
      try connection.request("GET", "/")
      return try connection.getResponse().read().count
    }
    #expect(names == 0)
    _ = try session.get("http://a.example/")
    #expect(world.server.requests.last?.headers["Host"] == "a.example")
    #expect(world.server.connectionCount == 1)
  }
}
