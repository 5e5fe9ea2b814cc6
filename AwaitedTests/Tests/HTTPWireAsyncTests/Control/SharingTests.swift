import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

@Suite("Tasks that share a connection", .timeLimit(.minutes(1)))
struct SharingTests {
  /// Answers `/`; `/wait` is answered when the gate is opened, `/large` with much, `/silent` never.
  private static func server(_ gate: Gate) throws -> LoopbackServer {
    try LoopbackServer { connection in
      while let request = try connection.readRequest() {
        switch request.target {
        case "/silent": try connection.sleepUntilStopped()
        case "/large": try connection.send(.init(body: [UInt8](repeating: 0x61, count: 4_000_000)), to: request)
        case "/wait":
          gate.wait()
          try connection.send(.init(text: "late"), to: request)
        default: try connection.send(.init(text: "fine"), to: request)
        }
      }
    }
  }

  private static func isRefused(_ error: (any Error)?) -> Bool {
    if case HTTPException.cannotSendRequest? = error { true } else { false }
  }

  @Test(arguments: Way.awaited) func `the second is refused at once, and the first has its answer`(way: Way) async throws {
    let gate = Gate()
    let server = try Self.server(gate)
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let task = Task { try await connection.fetch("GET", "/wait", upTo: 100) }
    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
    for _ in 0..<3 {
      let error = await #expect(throws: HTTPException.self) { try await connection.request("GET", "/") }
      #expect(Self.isRefused(error))
    }
    gate.open()
    let late = try await task.value
    #expect(late.body == Array("late".utf8))
    let next = try await connection.fetch("GET", "/", upTo: 100)
    #expect(next.body == Array("fine".utf8))
    #expect(server.requests.map(\.target) == ["/wait", "/"])
    #expect(server.connectionCount == 1)
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `of many at once, one has its answer and the others are refused`(way: Way) async throws {
    let gate = Gate()
    let server = try Self.server(gate)
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let answers = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask {
          do {
            return try await connection.fetch("GET", "/wait", upTo: 100).status
          } catch {
            return Self.isRefused(error) ? 0 : -1
          }
        }
      }
      var answers: [Int] = []
      for await answer in group {
        answers.append(answer)
        if answers.count == 19 { gate.open() }
      }
      return answers
    }
    #expect(answers == [Int](repeating: 0, count: 19) + [200])
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `a request while the last response is unread is refused, and the response can be read`(way: Way)
    async throws
  {
    let server = try Self.server(Gate())
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let response = try await connection.request("GET", "/large")
    let error = await #expect(throws: HTTPException.self) { try await connection.request("GET", "/") }
    #expect(Self.isRefused(error))
    let body = try await response.collect(upTo: .max)
    #expect(body.count == 4_000_000)
    let next = try await connection.fetch("GET", "/", upTo: 100)
    #expect(next.status == 200)
    #expect(server.connectionCount == 1)
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `a response that nobody holds is abandoned, and the next request opens anew`(way: Way) async throws {
    let server = try Self.server(Gate())
    defer { server.stop() }
    let connection = try way.connection(to: server)
    for _ in 0..<5 {
      let status = try await connection.request("GET", "/large").status
      #expect(status == 200)
    }
    let next = try await connection.fetch("GET", "/", upTo: 100)
    #expect(next.body == Array("fine".utf8))
    #expect(server.connectionCount == 6)
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `a small response that nobody holds has been read`(way: Way) async throws {
    let server = try Self.server(Gate())
    defer { server.stop() }
    let connection = try way.connection(to: server)
    for _ in 0..<5 {
      let status = try await connection.request("GET", "/").status
      #expect(status == 200)
    }
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `a response that is abandoned while its successor is read leaves that alone`(way: Way) async throws {
    let server = try Self.server(Gate())
    defer { server.stop() }
    let connection = try way.connection(to: server)
    for _ in 0..<20 {
      var first: AsyncHTTPResponse? = try await connection.request("GET", "/large")
      await first?.close()
      let second = try await connection.request("GET", "/large")
      first = nil
      let body = try await second.collect(upTo: .max)
      #expect(body.count == 4_000_000)
    }
    await connection.close()
  }

  @Test(arguments: ["/silent", "/large"], Way.awaited)
  func `closing while another task waits ends that, and the connection can be used again`(target: String, way: Way) async throws {
    let gate = Gate()
    let server = try LoopbackServer { connection in
      guard let request = try connection.readRequest() else { return }
      if request.target == "/" { return try connection.send(.init(text: "fine")) }
      gate.open()
      if request.target == "/silent" { try connection.sleepUntilStopped() }
      try connection.send(.init(body: [UInt8](repeating: 0x61, count: 4_000_000)))
      try connection.sleepUntilStopped()
    }
    defer { server.stop() }
    let connection = try way.connection(to: server)
    let task = Task {
      let response = try await connection.request("GET", target)
      for try await _ in response.body { try await Task.sleep(for: .milliseconds(20)) }
    }
    await gate.pass()
    try await Task.sleep(for: .milliseconds(20))
    await connection.close()
    let isOpen = await connection.isOpen
    #expect(!isOpen)
    let result = await task.result
    let error = #expect(throws: HTTPException.self) { try result.get() }
    #expect(error == .cancelled || target == "/large" && error == .closed, "\(String(describing: error))")
    let next = try await connection.fetch("GET", "/", upTo: 100)
    #expect(next.body == Array("fine".utf8))
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `many connections work at the same time`(way: Way) async throws {
    let server = try LoopbackServer.replying { .init(text: $0.target) }
    defer { server.stop() }
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<40 {
        let connection = try way.connection(to: server)
        group.addTask {
          var wrong = 0
          for round in 0..<10 {
            let page = try await connection.fetch("GET", "/\(index)/\(round)", upTo: 100)
            if page.body != Array("/\(index)/\(round)".utf8) { wrong += 1 }
          }
          await connection.close()
          return wrong
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
    #expect(server.connectionCount == 40)
  }

  /// An observer that notes the trace it is called in.
  final class Tracer: ConnectionObserver {
    @TaskLocal static var trace = "none"
    private let kept: LockedList<String> = LockedList()
    var traces: Set<String> { Set(kept.values) }
    func observe(_ event: ConnectionEvent, _ context: EventContext) { kept.append(Self.trace) }
  }

  @Test(arguments: Way.awaited) func `an observer sees the task-local values of the task that calls`(way: Way) async throws {
    let server = try Self.server(Gate())
    defer { server.stop() }
    for index in 0..<3 {
      let tracer = Tracer()
      let connection = try way.connection(to: server) { $0.observers = [tracer] }
      try await Tracer.$trace.withValue("trace \(index)") {
        let rows = AsyncRequestBody.sequence(Pieces([[1], [2]], pause: .milliseconds(5)))
        let page = try await connection.fetch("PUT", "/", body: rows, upTo: 100)
        #expect(page.status == 200)
        await connection.close()
      }
      #expect(tracer.traces == ["trace \(index)"])
    }
  }
}
