import Foundation
import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

// Many connections, of whose exchanges a tenth is cancelled at random moments, with slow readers and slow writers among them.
//
// For a minute with 512 connections each way, and a count of descriptors that must be exact, run these tests alone:
//
//     HTTPWIRE_SOAK=1 swift test --filter StressTests

extension TimedTests {
  @Suite(.serialized, .timeLimit(.minutes(5)))
  struct StressTests {
    private static let isSoak = ProcessInfo.processInfo.environment["HTTPWIRE_SOAK"] != nil
    private static let connections = isSoak ? 512 : 64
    private static let time = Duration.seconds(isSoak ? 60 : 2)

    /// What has become of the exchanges.
    private struct Count: Sendable {
      var answered = 0
      var cancelled = 0
      var wrong: [String] = []

      static func + (a: Count, b: Count) -> Count {
        Count(answered: a.answered + b.answered, cancelled: a.cancelled + b.cancelled, wrong: a.wrong + b.wrong)
      }
    }

    /// Sends the body back, behind the target, in chunks; for `/slow` with pauses.
    private static let echo: LoopbackServer.Handler = { connection in
      while let head = try connection.readHead() {
        let isSlow = head.target.hasPrefix("/slow")
        try connection.sendChunkedHead()
        try connection.sendChunk(Array(head.target.utf8))
        try connection.readBody { piece in
          if isSlow { _ = try? connection.sleep(.milliseconds(3)) }
          try? connection.sendChunk(Array(piece))
        }
        try connection.endChunks(trailers: ["Token": head.target])
      }
    }

    @Test(arguments: Way.awaited) func `each answer that comes is the right one, and no descriptor is lost`(way: Way) async throws {
      let server = try LoopbackServer(recordsRequests: false, handler: Self.echo)
      let warm = try way.connection(to: server)
      _ = try await warm.fetch("GET", "/", upTo: 100)
      await warm.close()
      try await Task.sleep(for: .milliseconds(200))
      let before = openDescriptors()
      let end = ContinuousClock.now + Self.time
      let count = try await withThrowingTaskGroup(of: Count.self) { group in
        for index in 0..<Self.connections {
          let connection = try way.connection(to: server)
          group.addTask {
            let count = await Self.work(connection, index, until: end)
            await connection.close()
            return count
          }
        }
        return try await group.reduce(Count(), +)
      }
      print("\(count.answered) answers, \(count.cancelled) cancelled, \(way)")
      #expect(count.wrong.isEmpty, "\(count.wrong.prefix(3))")
      #expect(count.answered > Self.connections && count.cancelled > 0)
      await inThread { server.stop() }
      // Beside other tests, which open descriptors of their own, only a large loss shows.
      let lost = Self.isSoak ? 0 : 60
      let limit = ContinuousClock.now + .seconds(10)
      while openDescriptors() - before > lost, ContinuousClock.now < limit { try await Task.sleep(for: .milliseconds(20)) }
      #expect(openDescriptors() - before <= lost)
    }

    private static func work(_ connection: AsyncHTTPConnection, _ index: Int, until end: ContinuousClock.Instant) async -> Count {
      var (count, round) = (Count(), 0)
      var generator = SeededGenerator(seed: UInt64(index))
      while ContinuousClock.now < end {
        round += 1
        let token = "/\(index % 8 == 0 ? "slow" : "fast")/\(index)/\(round)"
        let kind = Int.random(in: 0..<6, using: &generator)
        let task = Task { try await exchange(connection, token, kind) }
        let isCancelled = Int.random(in: 0..<10, using: &generator) == 0
        if isCancelled {
          try? await Task.sleep(for: .microseconds(Int.random(in: 0..<30_000, using: &generator)))
          task.cancel()
        }
        do {
          if let wrong = try await task.value { count.wrong.append(wrong) }
          count.answered += 1
        } catch {
          // The pauses of a slow reader are cancelled, too.
          let wasCancelled = error as? HTTPException == .cancelled || error is CancellationError
          if isCancelled, wasCancelled { count.cancelled += 1 } else { count.wrong.append("\(token): \(error)") }
        }
      }
      return count
    }

    /// Makes an exchange of a kind. Returns what is wrong with its answer.
    private static func exchange(_ connection: AsyncHTTPConnection, _ token: String, _ kind: Int) async throws -> String? {
      let block = [UInt8](repeating: UInt8(ascii: "b"), count: 2_000)
      var body: AsyncRequestBody?
      var expected = Array(token.utf8)
      switch kind {
      case 0: break
      case 1:
        body = .bytes(block)
        expected += block
      case 2:
        body = .sequence(Pieces([block, [], block]))
        expected += block + block
      case 3:
        body = .sequence(Pieces([block, block, block], pause: .milliseconds(3)))
        expected += block + block + block
      case 4:
        body = .writer(trailers: ["A"]) { writer in
          for _ in 0..<10 { try await writer.write(block) }
          return ["A": "b"]
        }
        for _ in 0..<10 { expected += block }
      default:
        let large = [UInt8](repeating: UInt8(ascii: "l"), count: 150_000)
        body = .bytes(large)
        expected += large
      }
      let response = try await connection.request(body == nil ? "GET" : "PUT", token, body: body)
      var received: [UInt8] = []
      for try await piece in response.body {
        received += piece
        // A slow reader.
        if kind == 3 { try await Task.sleep(for: .milliseconds(2)) }
      }
      if received != expected { return "\(token): \(received.count) bytes, \(String(decoding: received.prefix(40), as: UTF8.self))" }
      return response.trailers?["Token"] == token ? nil : "\(token): trailers"
    }
  }
}
