import HTTPWire
import HTTPWireAsync
import HTTPWireNIO
import HTTPWireTesting
import NIOCore
import NIOPosix
import Testing

@Suite("A connection on an event loop", .timeLimit(.minutes(1)))
struct NIOSmokeTests {
  @Test func `fetches within its scope, and reuses the connection`() async throws {
    let server = try LoopbackServer.replying { .init(text: "\($0.method) \($0.target)") }
    try await AsyncHTTPConnection.withConnection("localhost", port: server.port, on: MultiThreadedEventLoopGroup.singleton) { connection in
      for index in 0..<3 {
        let response = try await connection.request("GET", "/\(index)")
        let body = try await response.collect(upTo: 100)
        #expect(String(decoding: body, as: UTF8.self) == "GET /\(index)")
      }
    }
    #expect(server.connectionCount == 1)
  }

  @Test func `is used from outside`() async throws {
    let server = try LoopbackServer.replying { .init(text: "\($0.method) \($0.body.count)") }
    let connection = try AsyncHTTPConnection("localhost", port: server.port, on: MultiThreadedEventLoopGroup.singleton)
    let page = try await connection.fetch("POST", "/", body: "spam", upTo: 100)
    #expect(String(decoding: page.body, as: UTF8.self) == "POST 4")
    let rows = AsyncStream([UInt8].self) { stream in
      for index in 0..<10 { stream.yield(Array("row \(index)\n".utf8)) }
      stream.finish()
    }
    let made = try await connection.fetch("PUT", "/rows", body: .sequence(rows), upTo: 100)
    #expect(String(decoding: made.body, as: UTF8.self) == "PUT 60")
    let large = try await connection.fetch("PUT", "/large", body: .bytes(Array(repeating: 65, count: 30_000_000)), upTo: 100)
    #expect(String(decoding: large.body, as: UTF8.self) == "PUT 30000000")
    await connection.close()
  }

  @Test func `reads a large body`() async throws {
    let server = try LoopbackServer.replying { _ in .init(body: Array(repeating: 66, count: 30_000_000)) }
    try await AsyncHTTPConnection.withConnection("localhost", port: server.port, on: MultiThreadedEventLoopGroup.singleton) { connection in
      let response = try await connection.request("GET", "/")
      var count = 0
      for try await piece in response.body { count += piece.count }
      #expect(count == 30_000_000)
    }
  }

  @Test func `is cancelled while it waits`() async throws {
    let server = try LoopbackServer { try $0.sleepUntilStopped() }
    let connection = try AsyncHTTPConnection("localhost", port: server.port, on: MultiThreadedEventLoopGroup.singleton)
    let task = Task { try await connection.request("GET", "/") }
    try await Task.sleep(for: .milliseconds(100))
    let start = ContinuousClock.now
    task.cancel()
    let result = await task.result
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(throws: HTTPException.cancelled) { try result.get() }
  }

  @Test func `ends with its event loop`() async throws {
    let server = try LoopbackServer { try $0.sleepUntilStopped() }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let connection = try AsyncHTTPConnection("localhost", port: server.port, on: group)
    let task = Task { try await connection.request("GET", "/") }
    try await Task.sleep(for: .milliseconds(100))
    try await group.shutdownGracefully()
    let result = await task.result
    print(result)
    #expect(throws: HTTPException.self) { try result.get() }
  }

  @Test func `speaks TLS`() async throws {
    let server = try TLSLoopbackServer.replying { .init(text: "\($0.method) \($0.body.count)") }
    try await AsyncHTTPConnection.withConnection(
      "localhost", port: server.port, tls: server.clientContext(), on: MultiThreadedEventLoopGroup.singleton
    ) { connection in
      for _ in 0..<3 {
        let large = try await connection.fetch("PUT", "/large", body: .bytes(Array(repeating: 65, count: 3_000_000)), upTo: 100)
        #expect(String(decoding: large.body, as: UTF8.self) == "PUT 3000000")
      }
    }
  }
}
