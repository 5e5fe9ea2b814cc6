import Foundation
import HTTPWire
import HTTPWireTesting
import NIOCore
import NIOPosix
import Testing

@testable import HTTPWireAsync
@testable import HTTPWireNIO

/// The threads of connections.
@Suite("A pool of threads", .timeLimit(.minutes(1)))
struct ThreadPoolTests {
  private static func loopConnection(_ server: LoopbackServer, _ pool: ThreadPool) throws -> AsyncHTTPConnection {
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    let driver = LoopDriver(MultiThreadedEventLoopGroup.singleton.next(), pool: pool)
    driver.adopt(connection)
    return AsyncHTTPConnection(connection, on: driver)
  }

  private static func connection(_ server: LoopbackServer, _ pool: ThreadPool) throws -> AsyncHTTPConnection {
    AsyncHTTPConnection(try HTTPConnection(server.host, port: server.port, timeout: .seconds(20)), on: ThreadDriver(pool))
  }

  /// Answers `/`, and nothing else.
  private static func server() throws -> LoopbackServer {
    try LoopbackServer { connection in
      while let request = try connection.readRequest() {
        if request.target != "/" { return try connection.sleepUntilStopped() }
        try connection.send(.init(text: "fine"), to: request)
      }
    }
  }

  @Test func `bounds how many connections are open, and hands places on`() async throws {
    let server = try Self.server()
    defer { server.stop() }
    let pool = ThreadPool(limit: 3)
    #expect(pool.limit == 3)
    let connections = try (0..<4).map { _ in try Self.connection(server, pool) }
    for connection in connections.prefix(3) { _ = try await connection.fetch("GET", "/", upTo: 100) }
    let task = Task { try await connections[3].fetch("GET", "/", upTo: 100) }
    try await Task.sleep(for: .milliseconds(100))
    #expect(server.connectionCount == 3)
    await connections[0].close()
    let page = try await task.value
    #expect(page.body == Array("fine".utf8))
    #expect(server.connectionCount == 4)
    // A connection that is given up gives its place back, too.
    var given: AsyncHTTPConnection? = try Self.connection(server, pool)
    await connections[1].close()
    _ = try await given?.fetch("GET", "/", upTo: 100)
    given = nil
    let last = try await connections[0].fetch("GET", "/", upTo: 100)
    #expect(last.status == 200)
    for connection in connections { await connection.close() }
  }

  @Test(arguments: [false, true])
  func `waiting for a place is cancelled at once, and meets its deadline, although all threads block`(isOnLoop: Bool) async throws {
    let server = try Self.server()
    defer { server.stop() }
    let pool = ThreadPool(limit: 2)
    let blocked = try (0..<2).map { _ in try Self.connection(server, pool) }
    let tasks = blocked.map { connection in Task { try await connection.fetch("GET", "/silent", upTo: 100) } }
    while server.connectionCount < 2 { try await Task.sleep(for: .milliseconds(5)) }
    // A connection on a loop needs a thread to be opened.
    let waiting = isOnLoop ? try Self.loopConnection(server, pool) : try Self.connection(server, pool)
    let task = Task { try await waiting.fetch("GET", "/", upTo: 100) }
    try await Task.sleep(for: .milliseconds(50))
    let start = ContinuousClock.now
    task.cancel()
    let result = await task.result
    #expect(throws: HTTPException.cancelled) { try result.get() }
    #expect(ContinuousClock.now - start < .seconds(1))
    let deadline = ContinuousClock.now + .milliseconds(100)
    do throws(HTTPException) {
      _ = try await waiting.fetch("GET", "/", upTo: 100, deadline: deadline)
      Issue.record("it has got a place")
    } catch {
      guard case .deadlineExceeded(.connecting, _) = error else { throw error }
      #expect(ContinuousClock.now - deadline < .seconds(1))
    }
    // By another clock, and by a task that closes the connection.
    let clock = SuspendingClock()
    do throws(HTTPException) {
      _ = try await waiting.request("GET", "/", deadline: clock.now.advanced(by: .milliseconds(50)), clock: clock)
      Issue.record("it has got a place")
    } catch {
      guard case .deadlineExceeded(.connecting, _) = error else { throw error }
    }
    let closed = Task { try await waiting.fetch("GET", "/", upTo: 100) }
    try await Task.sleep(for: .milliseconds(50))
    await waiting.close()
    let end = await within(10) { try await closed.value }
    #expect(end != nil)
    #expect(throws: HTTPException.cancelled) { try end?.get() }
    for task in tasks { task.cancel() }
    for task in tasks { _ = await task.result }
    // The places are free again.
    let page = try await waiting.fetch("GET", "/", upTo: 100)
    #expect(page.status == 200)
    for connection in blocked + [waiting] { await connection.close() }
  }

  @Test func `takes a thread for a connection that works, names it, and ends it when it was idle for some time`() async throws {
    let server = try Self.server()
    defer { server.stop() }
    let pool = ThreadPool(limit: 50)
    #expect(pool.threadCount == 0)
    let names = LockedList<String>()
    let observer = NameObserver(names)
    let plain = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    plain.observers = [observer]
    let connection = AsyncHTTPConnection(plain, on: ThreadDriver(pool))
    for _ in 0..<10 { _ = try await connection.fetch("GET", "/", upTo: 100) }
    #expect(pool.threadCount == 1)
    #expect(Set(names.values) == ["httpwire"])
    let limit = ContinuousClock.now + .seconds(20)
    while pool.threadCount > 0, ContinuousClock.now < limit { try await Task.sleep(for: .milliseconds(100)) }
    #expect(pool.threadCount == 0)
    // The connection is still open, and gets another thread.
    let page = try await connection.fetch("GET", "/", upTo: 100)
    #expect(page.status == 200)
    #expect(server.connectionCount == 1)
    await connection.close()
  }

  /// Notes the name of the thread that it is called in.
  private final class NameObserver: ConnectionObserver {
    let names: LockedList<String>

    init(_ names: LockedList<String>) { self.names = names }

    func observe(_ event: ConnectionEvent, _ context: EventContext) {
      let name = (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? ""
      names.append(String(name.prefix { $0 != "\n" }))
    }
  }
}
