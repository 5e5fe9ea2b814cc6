import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

@Suite("An asynchronous connection", .timeLimit(.minutes(1)))
struct AsyncConnectionTests {
  @Test func `fetches within its scope, and reuses the connection`() async throws {
    let server = try LoopbackServer.replying { .init(text: "\($0.method) \($0.target)") }
    try await AsyncHTTPConnection.withConnection("localhost", port: server.port) { connection in
      for index in 0..<3 {
        let response = try await connection.request("GET", "/\(index)")
        let body = try await response.collect(upTo: 100)
        #expect(String(decoding: body, as: UTF8.self) == "GET /\(index)")
      }
    }
  }

  @Test func `is used from outside`() async throws {
    let server = try LoopbackServer.replying { .init(text: "\($0.method) \($0.body.count)") }
    let connection = try AsyncHTTPConnection("localhost", port: server.port)
    let page = try await connection.fetch("POST", "/", body: "spam", upTo: 100)
    #expect(String(decoding: page.body, as: UTF8.self) == "POST 4")
    let rows = AsyncStream([UInt8].self) { stream in
      for index in 0..<10 { stream.yield(Array("row \(index)\n".utf8)) }
      stream.finish()
    }
    let made = try await connection.fetch("PUT", "/rows", body: .sequence(rows), upTo: 100)
    #expect(String(decoding: made.body, as: UTF8.self) == "PUT 60")
    await connection.close()
  }

  @Test func `is cancelled while it waits`() async throws {
    let server = try LoopbackServer { try $0.sleepUntilStopped() }
    let connection = try AsyncHTTPConnection("localhost", port: server.port)
    let task = Task { try await connection.request("GET", "/") }
    try await Task.sleep(for: .milliseconds(100))
    let start = ContinuousClock.now
    task.cancel()
    let result = await task.result
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(throws: HTTPException.cancelled) { try result.get() }
  }
}
