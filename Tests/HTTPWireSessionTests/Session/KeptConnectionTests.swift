import HTTPWireSession
import HTTPWireTesting
import Synchronization
import Testing

/// Which connections a session keeps, and how it lends them.
struct KeptConnectionTests {
  @Test func `a connection whose response was read is used again, for its own server only`() throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session()
    for _ in 0..<3 { for host in ["a", "b", "a:81", "A"] { _ = try session.get("http://\(host)/") } }
    #expect(world.server.connectionCount == 3)
    #expect(session.keptConnections == 3)
    session.closeConnections()
    #expect(session.keptConnections == 0)
    _ = try session.get("http://a/")
    #expect(world.server.connectionCount == 4)
  }

  @Test(arguments: [
    (perOrigin: 6, all: 64, opened: 3), (0, 64, 6), (6, 0, 6), (6, -1, 6), (1, 2, 6), (6, 2, 6), (6, 3, 3),
  ])
  func `no more connections are kept than asked for, and the oldest go first`(perOrigin: Int, all: Int, opened: Int) throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session { $0.connections = ConnectionLimits(keptPerOrigin: perOrigin, kept: all) }
    for _ in 0..<2 { for host in ["a", "b", "c"] { _ = try session.get("http://\(host)/") } }
    #expect(world.server.connectionCount == opened)
    #expect(session.keptConnections <= max(0, all))
  }

  @Test func `a connection that has waited too long is not used`() throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session { $0.connections.keptFor = .seconds(-1) }
    for _ in 0..<2 { _ = try session.get("http://a/") }
    #expect(world.server.connectionCount == 2)
    #expect(session.keptConnections <= 1)
  }

  @Test func `several at a time to one server are kept, up to the limit`() throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session { $0.connections.keptPerOrigin = 2 }
    let streams = try (0..<4).map { _ in try session.open(HTTPSession.Request("GET", "http://a/")) }
    #expect(session.keptConnections == 0)
    for stream in streams { #expect(try stream.read() == [0x78]) }
    #expect(session.keptConnections == 2)
  }

  @Test(arguments: [(10, true), (65_536, true), (65_537, false), (10_000_000, false)])
  func `a streamed response that is closed early keeps its connection only if little is left`(size: Int, isKept: Bool) throws {
    let world = try World { _ in .init(body: [UInt8](repeating: 1, count: size)) }
    let session = world.session()
    let stream = try session.open(HTTPSession.Request("GET", "http://a/"))
    #expect(stream.status == 200)
    stream.close()
    #expect(session.keptConnections == (isKept ? 1 : 0))
    #expect(try session.get("http://a/").body.count == size)
    #expect(world.server.connectionCount == (isKept ? 1 : 2))
  }

  @Test func `a streamed response that is dropped gives its connection back`() throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session()
    _ = try session.open(HTTPSession.Request("GET", "http://a/"))
    #expect(session.keptConnections == 1)
  }

  @Test func `a server's close is no error of the next request`() throws {
    let world = try World(handler: { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
    })
    let session = world.session()
    for _ in 0..<50 { #expect(try session.get("http://a/").body.count == 1) }
  }

  /// The server closes each connection at some moment: after a response, as a request comes, or once it was read.
  @Test func `connections that die between two requests cost nobody an answer, in 16 threads`() throws {
    let server = try LoopbackServer { connection in
      var served = 0
      while let request = try connection.readRequest() {
        served += 1
        if served > 1, request.target.hasSuffix("3") { return connection.hangUp() }
        try connection.send(.init(text: request.target), to: request)
        if request.target.hasSuffix("7") { return connection.hangUp() }
      }
    }
    var configuration = HTTPSession.Configuration()
    configuration.proxies = ProxyRules(environment: [:])
    let session = HTTPSession(configuration)
    let wrong = Mutex<[String]>([])
    let base = "http://\(server.host):\(server.port)"
    let threads = try (0..<16).map { thread in
      try SystemThread {
        for number in 0..<64 {
          let target = "/\(thread)/\(number)"
          do {
            let page = try session.get(base + target)
            if try page.text() != target { wrong.withLock { $0.append("\(target): \(page.body)") } }
          } catch {
            wrong.withLock { $0.append("\(target): \(error)") }
          }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(wrong.withLock { $0 } == [])
    #expect(session.keptConnections <= 6)
  }

  @Test func `a request that may have been acted on is not sent twice`() throws {
    let count = Atomic<Int>(0)
    let world = try World(handler: { connection in
      while let request = try connection.readRequest() {
        if request.method == "POST" {
          count.add(1, ordering: .relaxed)
          return connection.hangUp()
        }
        try connection.send(.init(), to: request)
      }
    })
    let session = world.session()
    _ = try session.get("http://a/")
    #expect(failure { try session.post("http://a/", body: "x") } != nil)
    #expect(count.load(ordering: .relaxed) == 1)
  }
}
