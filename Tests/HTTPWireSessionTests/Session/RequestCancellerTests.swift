import HTTPWireSession
import HTTPWireTesting
import Synchronization
import Testing

/// Requests of a session that another thread ends.
struct RequestCancellerTests {
  /// What a request waits for when it is cancelled.
  enum Wait: CaseIterable, Sendable { case head, body, secondHop, proxyReply, retry, upload }

  @Test(arguments: Wait.allCases) func `a cancel ends the request, whatever it waits for`(wait: Wait) throws {
    let canceller = Canceller()
    let world = try World(handler: { connection in
      guard wait != .upload else {
        _ = try connection.readHead()
        canceller.cancel()
        return try connection.sleepUntilStopped()
      }
      while let request = try connection.readRequest() {
        switch wait {
        case .head, .proxyReply, .upload: break
        case .body: try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        case .secondHop:
          if request.target == "/" {
            try connection.send(.init(status: 302, headers: ["Location": "http://b/next"]), to: request)
            continue
          }
        case .retry: try connection.send(.init(status: 503), to: request)
        }
        canceller.cancel()
        if wait != .retry { return try connection.sleepUntilStopped() }
      }
    })
    let session = world.session {
      $0.retries = RetryPolicy(delay: .seconds(100))
      if wait == .proxyReply { $0.proxies = ProxyRules(environment: ["https_proxy": "http://proxy:1"]) }
    }
    var request = try HTTPSession.Request(
      wait == .upload ? "PUT" : "GET", HTTPURL(wait == .proxyReply ? "https://a/" : "http://a/"),
      body: wait == .upload ? .bytes([UInt8](repeating: 0, count: 50_000_000)) : nil)
    request.canceller = canceller
    #expect(failure { try session.send(request) } == .cancelled)
    #expect(session.keptConnections == 0 || wait == .secondHop || wait == .retry)
    // It stays cancelled, and nothing is sent.
    let count = world.server.requests.count
    #expect(failure { try session.send(request) } == .cancelled)
    #expect(world.server.requests.count == count)
  }

  @Test func `a request with a canceller that is not used is like any other, and its connection is kept`() throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session()
    let canceller = Canceller()
    var request = try HTTPSession.Request("GET", "http://a/")
    for own in [canceller, nil, canceller, Canceller()] {
      request.canceller = own
      #expect(try session.send(request).text() == "x")
    }
    // Lending does not find a canceller that somebody else has.
    let count = try session.connection(for: "http://a/") { connection in
      try connection.request("GET", "/")
      return try connection.getResponse().read().count
    }
    #expect(count == 1)
    canceller.cancel()
    // It has nothing to do with the connection any more.
    #expect(try session.get("http://a/").text() == "x")
    #expect(world.server.connectionCount == 1)
  }

  @Test func `a stream ends with a cancel, and not with the cancel of another request`() throws {
    let world = try World(handler: { connection in
      while try connection.readRequest() != nil {
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf")
        if try connection.readRequest() == nil { return }
      }
    })
    let session = world.session()
    let cancellers = [Canceller(), Canceller()]
    let streams = try cancellers.map { canceller in
      var request = try HTTPSession.Request("GET", "http://a/")
      request.canceller = canceller
      return try session.open(request)
    }
    cancellers[0].cancel()
    #expect(failure { try streams[0].read() } == .cancelled)
    streams[1].wait(upTo: .milliseconds(50))
    #expect(failure { try streams[1].read() } == .timedOut(.readingBody))
  }

  @Test func `one canceller ends requests of several threads`() throws {
    let arrived = Atomic(0)
    let canceller = Canceller()
    let world = try World(handler: { connection in
      _ = try connection.readRequest()
      if arrived.add(1, ordering: .relaxed).newValue == 3 { canceller.cancel() }
      try connection.sleepUntilStopped()
    })
    let session = world.session()
    let url = try HTTPURL("http://a/")
    let errors = Mutex<[HTTPException?]>([])
    let threads = try (0..<3).map { _ in
      try SystemThread {
        var request = HTTPSession.Request("GET", url)
        request.canceller = canceller
        let error = failure { try session.send(request) }
        errors.withLock { $0.append(error) }
      }
    }
    for thread in threads { thread.join() }
    #expect(errors.withLock { $0 } == [.cancelled, .cancelled, .cancelled])
  }

  @Test func `a connection's own canceller is its own again afterwards`() throws {
    let world = try World { _ in .init(text: "x") }
    let own = Mutex<Canceller?>(nil)
    let session = world.session {
      let before = $0.prepare
      $0.prepare = { connection in
        before?(connection)
        own.withLock { $0 = connection.canceller }
      }
    }
    var request = try HTTPSession.Request("GET", "http://a/")
    request.canceller = Canceller()
    _ = try session.send(request)
    // Between two exchanges, this closes the connection.
    own.withLock { $0 }?.cancel()
    #expect(try session.get("http://a/").text() == "x")
    #expect(world.server.connectionCount == 2)
  }
}
