import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

@Suite("An asynchronous connection", .timeLimit(.minutes(1)))
struct AsyncConnectionTests {
  @Test(arguments: Way.awaited) func `fetches within its scope, and reuses the connection`(way: Way) async throws {
    let server = try LoopbackServer.replying { .init(text: "\($0.method) \($0.target)") }
    try await way.withConnection(to: server.port) { connection in
      for index in 0..<3 {
        let response = try await connection.request("GET", "/\(index)")
        let body = try await response.collect(upTo: 100)
        #expect(String(decoding: body, as: UTF8.self) == "GET /\(index)")
      }
    }
    #expect(server.connectionCount == 1)
  }

  @Test(arguments: Way.awaited) func `is used from outside`(way: Way) async throws {
    let server = try LoopbackServer.replying { .init(text: "\($0.method) \($0.body.count)") }
    let connection = try way.connection(to: server)
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

  @Test(arguments: Way.awaited) func `sends and reads large bodies over TLS within its scope`(way: Way) async throws {
    let server = try TLSLoopbackServer.replying { .init(body: [UInt8](repeating: 66, count: $0.body.count)) }
    try await way.withConnection(to: server.port, tls: server.clientContext()) { connection in
      for _ in 0..<3 {
        let response = try await connection.request("PUT", "/", body: .bytes([UInt8](repeating: 65, count: 3_000_000)))
        var count = 0
        for try await piece in response.body { count += piece.count }
        #expect(count == 3_000_000)
      }
    }
    #expect(server.server.connectionCount == 1)
  }
}
