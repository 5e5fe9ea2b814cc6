import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

@Suite("A response that is closed or dropped", .timeLimit(.minutes(1)))
struct ClosedResponseTests {
  @Test(arguments: Way.awaited, [true, false])
  func `by another task does not pass for a whole one`(way: Way, iterates: Bool) async throws {
    let server = try HostileServer.start()
    let connection = try way.connection(to: server)
    let response = try await connection.request("GET", "/half")
    let task = Task { () -> Int in
      if !iterates { return try await response.collect(upTo: 1000).count }
      var count = 0
      for try await piece in response.body { count += piece.count }
      return count
    }
    try await Task.sleep(for: .milliseconds(50))
    let closed: Result<Void, any Error>? = await within(10) { await response.close() }
    let result = await within(10) { try await task.value }
    #expect(closed != nil && result != nil)
    #expect(throws: HTTPException.self) { try result?.get() }
    #expect(try await connection.fetch("GET", "/", upTo: 100).status == 200)
  }

  @Test(arguments: Way.awaited) func `at any moment of its reading never passes for a whole one`(way: Way) async throws {
    let server = try HostileServer.start()
    let connection = try way.connection(to: server)
    var wrong = 0
    for index in 0..<100 {
      let response = try await connection.request("GET", "/large")
      let task = Task { () -> Int in
        var count = 0
        for try await piece in response.body { count += piece.count }
        return count
      }
      try await Task.sleep(for: .microseconds(index * 20))
      await response.close()
      if case .success(let count) = await task.result, count != 4_000_000 { wrong += 1 }
      if try await connection.fetch("GET", "/", upTo: 100).status != 200 { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test(arguments: Way.awaited) func `after a younger one does not make that one's end forgotten`(way: Way) async throws {
    let server = try HostileServer.start()
    for _ in 0..<30 {
      let connection = try way.connection(to: server)
      var first: AsyncHTTPResponse? = try await connection.request("GET", "/large")
      await connection.close()
      var second: AsyncHTTPResponse? = try await connection.request("GET", "/large")
      #expect(first?.status == 200 && second?.status == 200)
      second = nil
      first = nil
      let page = try await connection.fetch("GET", "/", upTo: 100)
      #expect(page.status == 200)
      await connection.close()
    }
  }
}
