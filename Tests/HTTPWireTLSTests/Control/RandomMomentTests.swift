#if TLS
import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// Cancels and deadlines at random moments of whole exchanges, from the look-up to the trailers.
///
/// Each test makes 300 exchanges on each route. For more, set their number, and run these tests alone:
///
///     HTTPWIRE_CANCELS=10000 swift test --filter RandomMomentTests
///
/// Then not one descriptor may be left over. Beside other tests, which open descriptors of their own, only a large loss shows.
@Suite(.serialized) struct RandomMomentTests {
  private static let chosen = ProcessInfo.processInfo.environment["HTTPWIRE_CANCELS"].flatMap(Int.init)
  private static let count = chosen ?? 300
  private static let upload = [UInt8](repeating: 0x61, count: 50_000)

  /// Makes a whole exchange on a new connection.
  private static func exchange(_ connection: HTTPConnection, by deadline: ContinuousClock.Instant? = nil) throws {
    connection.close()
    connection.deadline = deadline
    try connection.request("PUT", "/", body: .bytes(upload))
    let response = try connection.getResponse()
    let body = try response.read()
    #expect(body.count == 40_000)
    #expect(response.trailers?["T"] == "x")
  }

  /// Runs `body` with a connection, and the time that an exchange takes. Then it counts the descriptors.
  private static func run(_ route: Route, _ body: (HTTPConnection, Duration) throws -> Void) throws {
    var before = 0
    try route.run(
      timeout: .seconds(20),
      { connection in
        guard try connection.readHead() != nil else { return }
        try connection.discardBody()
        try connection.sendChunkedHead()
        for _ in 0..<4 { try connection.sendChunk([UInt8](repeating: 0x62, count: 10_000)) }
        try connection.endChunks(trailers: ["T": "x"])
        _ = try connection.read()
      }
    ) { connection in
      for _ in 0..<5 { try exchange(connection) }
      connection.close()
      let time = try ContinuousClock().measure { for _ in 0..<20 { try exchange(connection) } } / 20
      connection.close()
      // The server's side of a connection closes a little later.
      Thread.sleep(forTimeInterval: 0.2)
      before = openDescriptors()
      try body(connection, time)
      connection.close()
      let end = ContinuousClock.now + .seconds(10)
      while openDescriptors() > before, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.02) }
      #expect(openDescriptors() - before < (chosen == nil ? 100 : 1))
    }
  }

  @Test(arguments: Route.allCases) func `a cancel at any moment ends in one of two ways, and loses no descriptor`(route: Route) throws {
    try Self.run(route) { connection, time in
      var generator = SeededGenerator(seed: 7)
      var cancelled = 0
      let canceller = connection.canceller
      for _ in 0..<Self.count {
        let moment = time * Double.random(in: 0..<1.2, using: &generator)
        let thread = try SystemThread {
          Thread.sleep(forTimeInterval: moment / .seconds(1))
          canceller.cancel()
        }
        defer { thread.join() }
        do {
          try Self.exchange(connection)
        } catch {
          #expect(error as? HTTPException == .cancelled)
          cancelled += 1
        }
      }
      #expect(cancelled > 0 && cancelled < Self.count)
    }
  }

  /// A socket's wait may end a tick early, which must not pass for the timeout of one operation.
  @Test(arguments: Route.allCases) func `a deadline at any moment is kept, and loses no descriptor`(route: Route) throws {
    try Self.run(route) { connection, time in
      var generator = SeededGenerator(seed: 8)
      var phases: Set<TimeoutPhase> = []
      for _ in 0..<Self.count {
        let limit = time * Double.random(in: 0..<1.2, using: &generator)
        let deadline = ContinuousClock.now + limit
        do {
          try Self.exchange(connection, by: deadline)
        } catch {
          let passed = ContinuousClock.now - deadline
          guard case HTTPException.deadlineExceeded(let phase, after: _) = error else {
            Issue.record("\(error)")
            continue
          }
          #expect(passed > .milliseconds(-10) && passed < .seconds(1), "\(phase)")
          phases.insert(phase)
        }
      }
      #expect(phases.count > 2)
    }
  }
}
#endif
