import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Synchronization
import Testing

@Suite("A body that is awaited", .timeLimit(.minutes(1)))
struct AwaitedBodyTests {
  /// A body, and what becomes of it: what the server has received, or the error.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: AsyncRequestBody
    let outcome: String
  }

  static let cases = [
    Case(testDescription: "an empty sequence", body: .sequence(Pieces([])), outcome: "chunked: "),
    Case(testDescription: "empty elements only", body: .sequence(Pieces([[], []])), outcome: "chunked: "),
    Case(testDescription: "empty elements between", body: .sequence(Pieces([[], [0x61], [], [0x62], []])), outcome: "chunked: ab"),
    Case(
      testDescription: "a slow sequence", body: .sequence(Pieces([[0x61], [0x62], [0x63]], pause: .milliseconds(10))),
      outcome: "chunked: abc"),
    Case(testDescription: "the right length", body: .sequence(Pieces([[0x61], [0x62]]), length: 2), outcome: "length 2: ab"),
    Case(testDescription: "the length 0", body: .sequence(Pieces([[]]), length: 0), outcome: "length 0: "),
    Case(testDescription: "too short", body: .sequence(Pieces([[0x61], [0x62]]), length: 3), outcome: "invalidArgument"),
    Case(testDescription: "too long", body: .sequence(Pieces([[0x61], [0x62]]), length: 1), outcome: "invalidArgument"),
    Case(testDescription: "nothing, with a length", body: .sequence(Pieces([]), length: 3), outcome: "invalidArgument"),
    Case(testDescription: "a sequence that throws at once", body: .sequence(Pieces([], throwsAtEnd: true)), outcome: "Broken()"),
    Case(testDescription: "a sequence that throws later", body: .sequence(Pieces([[0x61]], throwsAtEnd: true)), outcome: "Broken()"),
    Case(
      testDescription: "a slow sequence that throws",
      body: .sequence(Pieces([[0x61], [0x62]], pause: .milliseconds(10), throwsAtEnd: true)), outcome: "Broken()"),
    Case(testDescription: "a writer", body: .writer { try await $0.write([0x61, 0x62]) }, outcome: "chunked: ab"),
    Case(testDescription: "a writer of nothing", body: .writer { _ in }, outcome: "chunked: "),
    Case(
      testDescription: "a writer with a length", body: .writer(length: 2) { try await $0.write([0x61, 0x62]) }, outcome: "length 2: ab"),
    Case(
      testDescription: "a writer with trailers",
      body: .writer(trailers: ["A"]) { writer in
        try await writer.write([0x61])
        return ["A": "b"]
      }, outcome: "chunked: a {A: b}"),
    Case(testDescription: "a writer with empty trailers", body: .writer(trailers: ["A"]) { _ in [:] }, outcome: "chunked: "),
    Case(
      testDescription: "a writer with trailers that were not announced", body: .writer(trailers: ["A"]) { _ in ["B": "c"] },
      outcome: "invalidArgument"),
    Case(
      testDescription: "a writer that throws an exception of HTTP", body: .writer { _ in throw HTTPException.bodySource("no more") },
      outcome: "no more"),
    Case(
      testDescription: "a writer whose own source has timed out",
      body: .writer { writer in
        try await writer.write([0x61])
        throw HTTPException.timedOut(.readingBody)
      }, outcome: "timed out while reading the response body"),
    Case(
      testDescription: "a writer whose tasks write at the same time",
      body: .writer { writer in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<20 { group.addTask { try await writer.write([UInt8](repeating: 0x61, count: 50)) } }
          try await group.waitForAll()
        }
      }, outcome: "chunked: 1000 × a"),
  ]

  @Test(arguments: cases, Way.awaited) func `arrives or fails, and the next request is answered`(test: Case, way: Way) async throws {
    let server = try LoopbackServer { try $0.describe() }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    for _ in 0..<2 {
      var outcome: String
      do throws(HTTPException) {
        outcome = String(decoding: try await connection.fetch("PUT", "/", body: test.body, upTo: 1_000).body, as: UTF8.self)
        outcome = String(outcome.dropFirst("PUT / ".count))
      } catch {
        if case .invalidArgument = error { outcome = "invalidArgument" } else { outcome = "\(error)" }
      }
      #expect(outcome == test.outcome)
      let next = try await connection.fetch("GET", "/", upTo: 100)
      #expect(next.body == Array("GET / none: ".utf8))
    }
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `is asked for no more after a refusal, and its writer is told`(way: Way) async throws {
    let server = try LoopbackServer { connection in
      guard let request = try connection.readHead() else { return }
      if request.method == "GET" { return try connection.send(.init(text: "fine")) }
      try connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!")
      _ = try? connection.discardBody()
    }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let (heard, report) = AsyncStream.makeStream(of: HTTPException?.self)
    let body = AsyncRequestBody.writer { writer in
      do throws(HTTPException) {
        for _ in 0..<1_000_000 { try await writer.write([UInt8](repeating: 0x61, count: 10_000)) }
        report.yield(nil)
      } catch {
        report.yield(error)
      }
      report.finish()
    }
    let page = try await connection.fetch("PUT", "/", body: body, upTo: 100)
    #expect(page.status == 403)
    #expect(page.body == Array("no!".utf8))
    for await error in heard { #expect(error == .closed) }
    let next = try await connection.fetch("GET", "/", upTo: 100)
    #expect(next.body == Array("fine".utf8))
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `that is refused while its writer waits for something else does not hold the response up`(
    way: Way
  ) async throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!")
      _ = try? connection.discardBody()
    }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let body = AsyncRequestBody.writer { writer in
      try await writer.write([0x61])
      try await Task.sleep(for: .seconds(50))
    }
    let start = ContinuousClock.now
    let page = try await connection.fetch("PUT", "/", body: body, upTo: 100)
    #expect(page.status == 403)
    #expect(ContinuousClock.now - start < .seconds(10))
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `of which a request with wrong fields asks for nothing`(way: Way) async throws {
    let server = try LoopbackServer { try $0.describe() }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let body = AsyncRequestBody.sequence(Pieces([[0x61]], pause: .seconds(50)))
    await #expect(throws: HTTPException.self) { try await connection.request("PUT", "/", body: body, headers: ["A": "b\r\nC: d"]) }
    let next = try await connection.fetch("GET", "/", upTo: 100)
    #expect(next.body == Array("GET / none: ".utf8))
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `runs outside the connection, also when that is used within its scope`(way: Way) async throws {
    let server = try LoopbackServer { try $0.describe() }
    defer { server.stop() }
    try await AsyncHTTPConnection.withConnection(server.host, port: server.port) { connection in
      let body = AsyncRequestBody.writer { writer in
        // A call of the connection's would wait for this closure, if it ran there.
        let isOpen = await connection.isOpen
        try await writer.write(Array("open \(isOpen)".utf8))
      }
      let page = try await connection.fetch("PUT", "/", body: body, upTo: 100)
      #expect(page.body == Array("PUT / chunked: open true".utf8))
    }
  }
}
