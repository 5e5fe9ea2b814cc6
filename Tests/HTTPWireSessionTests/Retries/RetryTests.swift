import HTTPWireSession
import HTTPWireTesting
import Synchronization
import Testing

/// Attempts that a session makes.
struct RetryTests {
  /// What a server does to an attempt that it does not serve.
  enum Fault: CaseIterable, Sendable { case status, retryAfter, cutHead, cutBody, silentBody }

  /// A server that serves an attempt once it has seen enough before it.
  private static func world(_ fault: Fault, times: Int) throws -> World {
    let left = Atomic(times)
    return try World(handler: { connection in
      while let request = try connection.readRequest() {
        if left.subtract(1, ordering: .relaxed).newValue < 0 {
          try connection.send(.init(headers: ["ETag": "\"1\""], text: "served \(request.text)"), to: request)
          continue
        }
        switch fault {
        case .status: try connection.send(.init(status: 503, text: "busy"), to: request)
        case .retryAfter: try connection.send(.init(status: 429, headers: ["Retry-After": "0"]), to: request)
        case .cutHead: return try connection.send("HTTP/1.1 200 O")
        case .cutBody: return try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        case .silentBody:
          try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
          return try connection.sleepUntilStopped()
        }
      }
    })
  }

  private static func policy(_ limit: Int = 2, all: Bool = true) -> RetryPolicy {
    var policy = RetryPolicy(limit: limit, delay: .zero)
    policy.retriesAllErrors = all
    return policy
  }

  @Test(arguments: Fault.allCases) func `a request is sent again until it is served`(fault: Fault) throws {
    let world = try Self.world(fault, times: 2)
    let session = world.session {
      $0.retries = Self.policy()
      if fault == .silentBody { $0.timeout = .milliseconds(100) }
    }
    #expect(try session.put("http://a/", body: "x").text() == "served x")
    #expect(world.server.requests.count == 3)
  }

  @Test(arguments: Fault.allCases) func `after the last attempt, its outcome is the result`(fault: Fault) throws {
    let world = try Self.world(fault, times: 3)
    let session = world.session {
      $0.retries = Self.policy()
      if fault == .silentBody { $0.timeout = .milliseconds(100) }
    }
    switch fault {
    case .status: #expect(try session.get("http://a/").status == 503)
    case .retryAfter: #expect(try session.get("http://a/").status == 429)
    case .silentBody: #expect(failure { try session.get("http://a/") } == .timedOut(.readingBody))
    case .cutHead, .cutBody: #expect(failure { try session.get("http://a/") } != nil)
    }
    #expect(world.server.requests.count == 3)
  }

  @Test func `without a policy, nothing is sent again`() throws {
    let world = try Self.world(.status, times: 1)
    #expect(try world.session().get("http://a/").status == 503)
    #expect(world.server.requests.count == 1)
  }

  @Test func `a POST is sent once`() throws {
    let world = try Self.world(.status, times: 1)
    let session = world.session { $0.retries = Self.policy() }
    #expect(try session.post("http://a/", body: "x").status == 503)
    #expect(world.server.requests.count == 1)
  }

  @Test func `a POST is sent again where any method is, from its first byte`() throws {
    let world = try Self.world(.status, times: 1)
    var policy = Self.policy()
    policy.retriesAnyMethod = true
    #expect(try world.session { $0.retries = policy }.post("http://a/", body: "text").text() == "served text")
  }

  @Test func `a streamed response is the first one that is no reason`() throws {
    let world = try Self.world(.status, times: 2)
    let session = world.session { $0.retries = Self.policy() }
    #expect(try session.open(HTTPSession.Request("GET", "http://a/")).read() == Array("served ".utf8))
    // The responses in between were read, so their connection could be used again.
    #expect(world.server.connectionCount == 1)
  }

  @Test(arguments: [true, false]) func `a download continues where an attempt has ended`(isResuming: Bool) throws {
    let folder = try TemporaryFolder()
    let count = Atomic(0)
    let world = try DownloadTests.world(breaksAfter: { count.add(1, ordering: .relaxed).newValue < 3 ? 30_000 : .max })
    let session = world.session { $0.retries = Self.policy(5) }
    let download = try session.download("http://a/f", to: folder.path("f"), resuming: isResuming)
    #expect((download.bytes, download.resumed) == (DownloadTests.content.count, 0))
    #expect(try folder.bytes("f") == DownloadTests.content)
    #expect(world.server.requests.map { $0.headers["Range"] } == [nil, "bytes=30000-", "bytes=60000-"])
  }

  @Test func `the wait for the next attempt ends no later than the deadline`() throws {
    let world = try Self.world(.status, times: .max)
    let session = world.session { $0.retries = RetryPolicy(limit: 5, delay: .seconds(3600)) }
    // The response is the result at once: no attempt could be in time.
    #expect(try session.get("http://a/", deadline: .now + .seconds(60)).status == 503)
    #expect(try session.get("http://a/").status == 503)
    #expect(world.server.requests.count == 2)
  }

  @Test func `a refused connection is tried again where the policy says so`() throws {
    let port = try LoopbackServer { _ in }.port
    for isRetried in [false, true] {
      var configuration = HTTPSession.Configuration()
      configuration.proxies = ProxyRules(environment: [:])
      configuration.retries = RetryPolicy(limit: 2, delay: .zero)
      configuration.retries?.retriesRefusedConnections = isRetried
      let counter = Counter()
      configuration.prepare = { $0.observers = [counter] }
      #expect(failure { try HTTPSession(configuration).get("http://127.0.0.1:\(port)/") } != nil)
      #expect(counter.openings == (isRetried ? 3 : 1))
    }
  }

  private final class Counter: ConnectionObserver {
    private let count = Atomic(0)
    var openings: Int { count.load(ordering: .relaxed) }
    func observe(_ event: ConnectionEvent, _ context: EventContext) {
      if case .opening = event { count.add(1, ordering: .relaxed) }
    }
  }
}
