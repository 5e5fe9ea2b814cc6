import HTTPWire
import HTTPWireTesting
import Testing

@testable import HTTPWireAsync

/// In a scope, the cancels of its task are watched once for all requests. Those of other tasks must not be mixed up with them.
@Suite("Cancelling in a scope", .timeLimit(.minutes(1)))
struct ScopeCancellationTests {
  /// Answers all requests but those of `/silent`, and those of `/slow` after a while. Opens the gate when one of these has come.
  private static func server(_ gate: Gate = Gate()) throws -> LoopbackServer {
    try LoopbackServer { connection in
      while let request = try connection.readRequest() {
        if request.target != "/" { gate.open() }
        if request.target == "/silent" { return try connection.sleepUntilStopped() }
        if request.target == "/slow" { _ = try connection.sleep(.milliseconds(300)) }
        try connection.send(.init(text: "fine"))
      }
    }
  }

  @Test func `ends a later request of the scope's task at once`() async throws {
    let gate = Gate()
    let server = try Self.server(gate)
    defer { server.stop() }
    let task = Task {
      try await AsyncHTTPConnection.withConnection("localhost", port: server.port) { connection in
        for _ in 0..<3 { _ = try await connection.fetch("GET", "/", upTo: 100) }
        _ = try await connection.request("GET", "/silent")
      }
    }
    await gate.pass()
    let start = ContinuousClock.now
    task.cancel()
    let result = await task.result
    #expect(ContinuousClock.now - start < .seconds(1))
    #expect(throws: HTTPException.cancelled) { try result.get() }
  }

  @Test func `of one task in it leaves the scope's task alone`() async throws {
    let server = try Self.server()
    defer { server.stop() }
    try await AsyncHTTPConnection.withConnection("localhost", port: server.port) { connection in
      _ = try await connection.fetch("GET", "/", upTo: 100)
      let other = Task.detached { try await connection.fetch("GET", "/silent", upTo: 100) }
      // In a task of its own: this one's thread is the connection's, which waits for the server.
      Task.detached {
        try await Task.sleep(for: .milliseconds(100))
        other.cancel()
      }
      let result = await other.result
      #expect(throws: HTTPException.cancelled) { try result.get() }
      let next = try await connection.fetch("GET", "/", upTo: 100)
      #expect(next.status == 200)
    }
  }

  @Test func `of its task leaves the request of another one alone`() async throws {
    let gate = Gate()
    let server = try Self.server(gate)
    defer { server.stop() }
    let connection = try AsyncHTTPConnection("localhost", port: server.port)
    let scope = Task {
      try await connection.closing { connection in
        _ = try await connection.fetch("GET", "/", upTo: 100)
        let other = Task.detached { try await connection.fetch("GET", "/slow", upTo: 100) }
        try? await Task.sleep(for: .seconds(20))
        return try await other.value.status
      }
    }
    await gate.pass()
    scope.cancel()
    let status = try await scope.value
    #expect(status == 200)
  }
}
