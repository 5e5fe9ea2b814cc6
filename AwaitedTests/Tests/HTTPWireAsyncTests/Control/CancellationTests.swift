import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

extension TimedTests {
  @Suite("Cancelling a task", .serialized, .timeLimit(.minutes(2)))
  struct CancellationTests {
    private static let tries = 3

    @Test(arguments: Phase.all, Way.awaited)
    func `ends its exchange at once in every phase, and the next request opens anew`(phase: Phase, way: Way) async throws {
      let place = try phase.place()
      var times: [Duration] = []
      for _ in 0..<Self.tries {
        let connection = way.connection(try place.connection())
        let task = Task { try await phase.wait(connection, nil) }
        try await Task.sleep(for: .milliseconds(60))
        let start = ContinuousClock.now
        task.cancel()
        let result = await task.result
        times.append(ContinuousClock.now - start)
        #expect(throws: HTTPException.cancelled) { try result.get() }
        let isOpen = await connection.isOpen
        #expect(!isOpen)
        if phase.canGoOn {
          let next = try await connection.fetch("GET", "/", upTo: 100)
          #expect(next.body == Array("fine".utf8))
        }
        await connection.close()
      }
      let median = times.sorted()[Self.tries / 2]
      print("cancelled after \(median): \(phase.testDescription), \(way)")
      // The time of a busy machine's scheduler is in it.
      #expect(median < .seconds(1))
      await inThread { place.stop() }
    }

    @Test(arguments: Way.awaited) func `before its request sends nothing`(way: Way) async throws {
      let server = try LoopbackServer { try $0.answer("fine") }
      defer { server.stop() }
      let connection = try way.connection(to: server)
      let first = try await connection.fetch("GET", "/", upTo: 100)
      #expect(first.status == 200)
      let result = await Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await connection.fetch("GET", "/never", upTo: 100)
      }.result
      #expect(throws: HTTPException.cancelled) { try result.get() }
      let next = try await connection.fetch("GET", "/next", upTo: 100)
      #expect(next.status == 200)
      #expect(server.requests.map(\.target) == ["/", "/next"])
      // Nothing was under way, so the connection is kept.
      #expect(server.connectionCount == 1)
      await connection.close()
    }

    @Test(arguments: Way.awaited) func `between the head and the body ends the body`(way: Way) async throws {
      let server = try LoopbackServer { connection in
        guard let request = try connection.readRequest() else { return }
        if request.target == "/next" { return try connection.send(.init(text: "fine")) }
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        try connection.sleepUntilStopped()
      }
      defer { server.stop() }
      let connection = try way.connection(to: server)
      let task = Task {
        let response = try await connection.request("GET", "/")
        withUnsafeCurrentTask { $0?.cancel() }
        return try await response.collect(upTo: 100)
      }
      let result = await task.result
      #expect(throws: HTTPException.cancelled) { try result.get() }
      let next = try await connection.fetch("GET", "/next", upTo: 100)
      #expect(next.body == Array("fine".utf8))
      await connection.close()
    }

    @Test(arguments: Way.awaited) func `after its exchange leaves the connection alone`(way: Way) async throws {
      let server = try LoopbackServer { try $0.answer("fine") }
      defer { server.stop() }
      let connection = try way.connection(to: server)
      for _ in 0..<3 {
        let task = Task { try await connection.fetch("GET", "/", upTo: 100) }
        let body = try await task.value.body
        #expect(body == Array("fine".utf8))
        task.cancel()
      }
      #expect(server.connectionCount == 1)
      await connection.close()
    }

    @Test(arguments: Way.awaited) func `of the task of a scope ends what it waits for`(way: Way) async throws {
      let server = try LoopbackServer { try $0.sleepUntilStopped() }
      defer { server.stop() }
      let connection = try way.connection(to: server)
      let result = await withTaskGroup(of: Result<Void, any Error>.self) { group in
        group.addTask { await Task { try await Task.sleep(for: .milliseconds(50)) }.result }
        group.addTask {
          do {
            _ = try await connection.request("GET", "/")
            return .success(())
          } catch {
            return .failure(error)
          }
        }
        _ = await group.next()
        group.cancelAll()
        return await group.next() ?? .success(())
      }
      #expect(throws: HTTPException.cancelled) { try result.get() }
      await connection.close()
    }
  }
}

extension Phase {
  /// Whether the connection reaches a server that answers.
  fileprivate var canGoOn: Bool { named.first != .connecting && named != [.handshaking] && named != [.tunneling] }
}
