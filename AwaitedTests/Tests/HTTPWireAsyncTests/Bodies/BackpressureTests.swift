import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Synchronization
import Testing

@Suite("Whoever is fast waits for whoever is slow", .timeLimit(.minutes(1)))
struct BackpressureTests {
  private static let piece = [UInt8](repeating: 0x61, count: 100_000)

  /// A number that several threads change.
  final class Count: Sendable {
    private let number = Atomic<Int>(0)
    var value: Int { number.load(ordering: .acquiring) }
    func add() { number.add(1, ordering: .acquiringAndReleasing) }

    /// Waits until the number has not changed for a while.
    func settle() async throws -> Int {
      var (last, since) = (-1, 0)
      while since < 20 {
        (last, since) = value == last ? (last, since + 1) : (value, 0)
        try await Task.sleep(for: .milliseconds(10))
      }
      return last
    }
  }

  @Test(arguments: Way.awaited) func `a server that does not read stops the maker of the body`(way: Way) async throws {
    let gate = Gate()
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      gate.wait()
      try connection.send(.init(text: "\(connection.discardBody())"))
    }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let made = Count()
    let body = AsyncRequestBody.writer { writer in
      for _ in 0..<400 {
        made.add()
        try await writer.write(Self.piece)
      }
    }
    let task = Task { try await connection.fetch("PUT", "/", body: body, upTo: 100) }
    let ahead = try await made.settle()
    // What the sockets hold is the system's affair: some MiB.
    print("pieces of 100 kB taken before the server reads: \(ahead), \(way)")
    #expect(ahead > 1 && ahead < 200)
    gate.open()
    let page = try await task.value
    #expect(page.body == Array("40000000".utf8))
    #expect(made.value == 400)
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `a maker is one piece ahead of what was sent`(way: Way) async throws {
    let (asked, gate) = (Gate(), Gate())
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      asked.open()
      gate.wait()
      try connection.send(.init(text: "\(connection.discardBody())"))
    }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let made = Count()
    // Two pieces fill what the sockets hold, so that nothing of the third is sent.
    let large = [UInt8](repeating: 0x61, count: 32_000_000)
    let body = AsyncRequestBody.writer { writer in
      for _ in 0..<5 {
        made.add()
        try await writer.write(large)
      }
    }
    let task = Task { try await connection.fetch("PUT", "/", body: body, upTo: 100) }
    await asked.pass()
    // One is being sent, one waits for that, and one waits to be given. A channel of an event loop may hold one more.
    let ahead = try await made.settle()
    #expect(ahead <= 4)
    gate.open()
    let page = try await task.value
    #expect(page.body == Array("160000000".utf8))
    await connection.close()
  }

  @Test(arguments: [true, false], Way.awaited)
  func `a client that does not iterate stops the server`(isChunked: Bool, way: Way) async throws {
    let sent = Count()
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      if isChunked { try connection.sendChunkedHead() } else { try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 40000000\r\n\r\n") }
      for _ in 0..<400 {
        if isChunked { try connection.sendChunk(Self.piece) } else { try connection.send(Self.piece) }
        sent.add()
      }
      if isChunked { try connection.endChunks() }
      _ = try connection.readRequest()
    }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let response = try await connection.request("GET", "/")
    let first = try await sent.settle()
    print("pieces of 100 kB sent before the client reads: \(first), \(way)")
    #expect(first < 200)
    let pieces = response.body.makeAsyncIterator()
    _ = try await pieces.next()
    let second = try await sent.settle()
    #expect(second - first < 20)
    var count = 0
    for try await piece in response.body {
      #expect(piece.count <= 65_536 && !piece.isEmpty)
      count += piece.count
    }
    #expect(count > 39_000_000)
    #expect(sent.value == 400)
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `both directions go on at once: each piece is answered before the next is made`(way: Way) async throws
  {
    let server = try LoopbackServer { connection in
      while try connection.readHead() != nil {
        try connection.sendChunkedHead()
        try connection.readBody { try? connection.sendChunk(Array($0)) }
        try connection.endChunks(trailers: ["End": "yes"])
      }
    }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    for _ in 0..<2 {
      let (answers, answer) = AsyncStream.makeStream(of: [UInt8].self)
      let body = AsyncRequestBody.writer { writer in
        var answers = answers.makeAsyncIterator()
        for index in 0..<20 {
          let line = Array("line \(index)".utf8)
          try await writer.write(line)
          let answer = await answers.next()
          if answer != line { throw HTTPException.bodySource("\(answer ?? [])") }
        }
      }
      let response = try await connection.request("PUT", "/", body: body)
      var received: [UInt8] = []
      for try await piece in response.body {
        received += piece
        answer.yield(piece)
      }
      #expect(String(decoding: received, as: UTF8.self) == (0..<20).map { "line \($0)" }.joined())
      #expect(response.trailers == ["End": "yes"])
    }
    #expect(server.connectionCount == 1)
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `much is sent and received at once`(way: Way) async throws {
    let server = try LoopbackServer { connection in
      while try connection.readHead() != nil {
        try connection.sendChunkedHead()
        try connection.readBody { try? connection.sendChunk(Array($0)) }
        try connection.endChunks()
      }
    }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let body = AsyncRequestBody.sequence(Pieces([[UInt8]](repeating: Self.piece, count: 100)))
    let response = try await connection.request("PUT", "/", body: body)
    var count = 0
    for try await piece in response.body { count += piece.count }
    #expect(count == 10_000_000)
    await connection.close()
  }
}

@Suite("The request after a large body", .timeLimit(.minutes(1)))
struct BacklogTests {
  /// The answer comes early, so that the last bytes of the body are still on their way to the server.
  @Test(arguments: Way.awaited) func `waits until that is sent`(way: Way) async throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      _ = try connection.sleep(.milliseconds(100))
      _ = try connection.discardBody()
      if let request = try connection.readRequest() { try connection.send(.init(text: "fine"), to: request) }
      try connection.sleepUntilStopped()
    }
    for size in stride(from: 2_000_000, to: 6_000_000, by: 400_000) {
      let connection = try way.connection(to: server)
      let first = try await connection.fetch("PUT", "/", body: .bytes([UInt8](repeating: 1, count: size)), upTo: 100)
      let second = try await connection.fetch("GET", "/", upTo: 100)
      #expect(first.status == 200 && second.status == 200)
      await connection.close()
    }
  }
}
