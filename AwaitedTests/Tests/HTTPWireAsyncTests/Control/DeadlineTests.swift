import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

extension Phase {
  /// A channel of an event loop takes a body that is in memory as a whole, and then the response is waited for.
  fileprivate var isLargeBody: Bool { named == [.sending] }
}

extension TimedTests {
  @Suite("A deadline", .timeLimit(.minutes(2)))
  struct DeadlineTests {
    @Test(arguments: Phase.all, Way.awaited)
    func `ends its exchange in every phase, and says what was waited for`(phase: Phase, way: Way) async throws {
      let place = try phase.place()
      let connection = way.connection(try place.connection())
      let deadline = ContinuousClock.now + .milliseconds(250)
      do {
        try await phase.wait(connection, deadline)
        Issue.record("it has ended without an error")
      } catch HTTPException.deadlineExceeded(let named, _) {
        let late = ContinuousClock.now - deadline
        print("late by \(late): \(phase.testDescription), \(way)")
        #expect(late > .milliseconds(-10) && late < .seconds(2))
        #expect(phase.named.contains(named) || way.isLoop && named == .waitingForResponse && phase.isLargeBody)
      }
      await connection.close()
      await inThread { place.stop() }
    }

    private static let stalling: LoopbackServer.Handler = { connection in
      while let request = try connection.readHead() {
        switch request.target {
        case "/silent": try connection.sleepUntilStopped()
        case "/body":
          try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
          try connection.sleepUntilStopped()
        default: try connection.send(.init(text: "fine"), to: request)
        }
      }
    }

    @Test(arguments: ["/silent", "/body"], Way.awaited)
    func `by a clock of any kind ends its exchange, and the next request opens anew`(target: String, way: Way) async throws {
      let server = try LoopbackServer(handler: Self.stalling)
      defer { server.stop() }
      let connection = try way.connection(to: server)
      let clock = ManualClock()
      let deadline = clock.now.advanced(by: .seconds(3600))
      let task = Task {
        let response = try await connection.request("GET", target, deadline: deadline, clock: clock)
        return try await response.collect(upTo: 100)
      }
      while clock.sleeperCount == 0 || server.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
      try await Task.sleep(for: .milliseconds(20))
      #expect(clock.sleeperCount == 1)
      clock.advance(by: .seconds(3599))
      try await Task.sleep(for: .milliseconds(20))
      clock.advance(by: .seconds(1))
      let result = await task.result
      do {
        _ = try result.get()
        Issue.record("it has ended without an error")
      } catch HTTPException.deadlineExceeded(let phase, _) {
        #expect(phase == (target == "/body" ? .readingBody : .waitingForResponse))
      }
      let next = try await connection.fetch("GET", "/", upTo: 100)
      #expect(next.body == Array("fine".utf8))
      await connection.close()
    }

    @Test(arguments: Way.awaited) func `by a clock is forgotten when its exchange has ended`(way: Way) async throws {
      let server = try LoopbackServer(handler: Self.stalling)
      defer { server.stop() }
      let connection = try way.connection(to: server)
      let clock = ManualClock()
      let response = try await connection.request("GET", "/", deadline: clock.now.advanced(by: .seconds(1)), clock: clock)
      _ = try await response.collect(upTo: 100)
      while clock.sleeperCount > 0 { try await Task.sleep(for: .milliseconds(1)) }
      clock.advance(by: .seconds(2))
      let next = try await connection.fetch("GET", "/", upTo: 100)
      #expect(next.body == Array("fine".utf8))
      #expect(server.connectionCount == 1)
      await connection.close()
    }

    @Test(arguments: Way.awaited) func `holds for each exchange anew`(way: Way) async throws {
      let server = try LoopbackServer(handler: Self.stalling)
      defer { server.stop() }
      let connection = try way.connection(to: server)
      for _ in 0..<4 {
        let page = try await connection.fetch("GET", "/", upTo: 100, deadline: .now + .seconds(1))
        #expect(page.body == Array("fine".utf8))
        try await Task.sleep(for: .milliseconds(400))
      }
      #expect(server.connectionCount == 1)
      await connection.close()
    }
  }
}
