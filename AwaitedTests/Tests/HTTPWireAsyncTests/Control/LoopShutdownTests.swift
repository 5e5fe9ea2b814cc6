import HTTPWire
import HTTPWireAsync
import HTTPWireNIO
import HTTPWireTesting
import NIOCore
import NIOPosix
import Testing

/// An event loop that is shut down runs nothing any more. Whoever awaits a connection of it gets an error, and does not wait for ever.
@Suite("An event loop that is shut down", .timeLimit(.minutes(1)))
struct LoopShutdownTests {
  @Test(arguments: [true, false]) func `has no more connections`(isDownFirst: Bool) async throws {
    let server = try HostileServer.start()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    if isDownFirst { try await group.shutdownGracefully() }
    let connection = try AsyncHTTPConnection(server.host, port: server.port, on: group)
    if !isDownFirst { try await group.shutdownGracefully() }
    let result = await within(10) { try await connection.fetch("GET", "/", upTo: 100) }
    #expect(result != nil)
    #expect(throws: HTTPException.self) { try result?.get() }
    let closed: Result<Void, any Error>? = await within(10) { await connection.close() }
    #expect(closed != nil)
  }

  @Test(arguments: ["/half", "/large", "/", "/silent"]) func `ends what its connections do`(target: String) async throws {
    let server = try HostileServer.start()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let connection = try AsyncHTTPConnection(server.host, port: server.port, on: group)
    let task = Task { () -> Int in
      let response = try await connection.request("GET", target)
      try await Task.sleep(for: .milliseconds(target == "/half" ? 0 : 150))
      return try await response.collect(upTo: .max).count
    }
    try await Task.sleep(for: .milliseconds(80))
    try await group.shutdownGracefully()
    let result = await within(10) { try await task.value }
    let next = await within(10) { try await connection.fetch("GET", "/", upTo: 100) }
    #expect(result != nil && next != nil)
    #expect(throws: HTTPException.self) { try next?.get() }
  }

  @Test func `leaves nobody waiting, whenever it is shut down`() async throws {
    let server = try HostileServer.start()
    var hanging = 0
    for index in 0..<30 {
      let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
      let tasks = try (0..<3).map { _ in
        let connection = try AsyncHTTPConnection(server.host, port: server.port, on: group)
        return Task { for _ in 0..<1000 { _ = try await connection.fetch("GET", "/", upTo: 100) } }
      }
      try await Task.sleep(for: .microseconds(index * 300))
      try await group.shutdownGracefully()
      for task in tasks where await within(10, { try await task.value }) == nil { hanging += 1 }
    }
    #expect(hanging == 0)
  }
}
