import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

@Suite("Collecting a body", .timeLimit(.minutes(1)))
struct CollectTests {
  private static func server() throws -> LoopbackServer {
    try LoopbackServer { connection in
      while let request = try connection.readRequest() {
        let count = Int(request.target.dropFirst(2)) ?? 0
        let body = [UInt8](repeating: 0x61, count: count)
        if request.target.hasPrefix("/l") {
          try connection.send(.init(body: body), to: request)
        } else {
          try connection.sendChunkedHead()
          for start in stride(from: 0, to: count, by: 70_000) { try connection.sendChunk(Array(body[start..<min(count, start + 70_000)])) }
          try connection.endChunks(trailers: ["A": "b"])
        }
      }
    }
  }

  @Test(arguments: [("l", 0), ("l", 5), ("l", 65_536), ("l", 2_500_000), ("c", 0), ("c", 5), ("c", 65_537), ("c", 2_500_000)], Way.awaited)
  func `returns what is within the limit, and refuses a byte more`(body: (kind: String, count: Int), way: Way) async throws {
    let server = try Self.server()
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let target = "/\(body.kind)\(body.count)"
    for limit in [body.count, body.count + 1, .max] {
      let page = try await connection.fetch("GET", target, upTo: limit)
      #expect(page.body.count == body.count)
      #expect(page.trailers == (body.kind == "c" ? ["A": "b"] : nil))
    }
    #expect(server.connectionCount == 1)
    for limit in [body.count - 1, 0, -1] where body.count > 0 {
      let response = try await connection.request("GET", target)
      await #expect(throws: HTTPException.limitExceeded(what: "bytes of a body", limit: limit)) { try await response.collect(upTo: limit) }
      await response.close()
    }
    for limit in [body.count - 1, 0] where body.count > 0 {
      await #expect(throws: HTTPException.limitExceeded(what: "bytes of a body", limit: limit)) {
        try await connection.fetch("GET", target, upTo: limit)
      }
    }
    let next = try await connection.fetch("GET", "/l1", upTo: 10)
    #expect(next.body == [0x61])
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `goes on behind what was iterated, and a second time there is nothing`(way: Way) async throws {
    let server = try Self.server()
    defer { server.stop() }
    let connection = try way.connection(to: server)
    for target in ["/l500000", "/c500000"] {
      let response = try await connection.request("GET", target)
      let pieces = response.body.makeAsyncIterator()
      let first = try await pieces.next()?.count ?? 0
      let rest = try await response.body.collect(upTo: 500_000)
      #expect(first > 0 && first + rest.count == 500_000)
      let again = try await response.collect(upTo: 10)
      #expect(again.isEmpty)
      let end = try await pieces.next()
      #expect(end == nil)
    }
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `a body that was read whole can be held while the connection is used on`(way: Way) async throws {
    let server = try Self.server()
    defer { server.stop() }
    let connection = try way.connection(to: server)
    var responses: [AsyncHTTPResponse] = []
    for index in 1...5 { responses.append(try await connection.request("GET", "/l\(index)")) }
    for (index, response) in responses.enumerated() {
      let body = try await response.collect(upTo: 10)
      #expect(body.count == index + 1)
    }
    #expect(server.connectionCount == 1)
    await connection.close()
  }
}
