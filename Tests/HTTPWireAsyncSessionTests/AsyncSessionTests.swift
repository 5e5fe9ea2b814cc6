import HTTPWireAsyncSession
import HTTPWireInflate
import HTTPWireTesting
import Synchronization
import Testing

/// What an asynchronous session does that a blocking one does not.
@Suite(.timeLimit(.minutes(2)))
struct AsyncSessionTests {
  private static func session(_ world: World, _ change: (inout HTTPSession.Configuration) -> Void = { _ in }) -> AsyncHTTPSession {
    world.session(change).session
  }

  private static func request(_ method: String = "GET", _ target: String = "/", body: AsyncRequestBody? = nil) throws
    -> AsyncHTTPSession.Request
  {
    try AsyncHTTPSession.Request(method, "http://a" + target, body: body)
  }

  // MARK: Cancelling

  /// Where a request can be when it is cancelled.
  enum Phase: CaseIterable, Sendable { case silentServer, body, redirections, pause, pauseAfterError, download, events }

  @Test(arguments: Phase.allCases) func `cancelling ends a call wherever it is, and keeps no connection`(phase: Phase) async throws {
    let folder = try TemporaryFolder()
    let world = try World(handler: { connection in
      while let request = try connection.readRequest() {
        switch phase {
        case .silentServer: return try connection.sleepUntilStopped()
        case .body, .download:
          try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
          return try connection.sleepUntilStopped()
        case .redirections: try connection.send(.init(status: 302, headers: ["Location": request.target + "x"]), to: request)
        case .pause: try connection.send(.init(status: 503), to: request)
        case .pauseAfterError: return connection.hangUp()
        case .events:
          try connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n")
          return try connection.sleepUntilStopped()
        }
      }
    })
    let session = Self.session(world) {
      $0.redirects?.limit = .max
      $0.retries = RetryPolicy(limit: 5, delay: .seconds(3600))
      $0.retries?.retriesAllErrors = true
      $0.timeLimit = nil
    }
    let path = folder.path("f")
    let task = Task { () throws -> Void in
      switch phase {
      case .download: try await session.download("http://a/", to: path)
      case .events: for try await _ in try session.events("http://a/") {}
      default: _ = try await session.get("http://a/")
      }
    }
    while world.server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    #expect(await awaitedFailure { try await task.value } == .cancelled)
    if phase != .pause { #expect(session.keptConnections == 0) }
  }

  @Test func `a task that is cancelled before sends nothing`() async throws {
    let world = try World { _ in .init() }
    let session = Self.session(world)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await session.get("http://a/")
    }
    task.cancel()
    #expect(await awaitedFailure { try await task.value } == .cancelled)
    #expect(world.server.requests.isEmpty)
  }

  @Test func `cancels at random moments cost other tasks nothing`() async throws {
    let world = try World { .init(text: $0.target) }
    let session = Self.session(world)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        let isCancelled = number % 4 == 0
        group.addTask {
          let task = Task { try await session.get("http://a/\(number)").text() }
          if isCancelled {
            try? await Task.sleep(for: .microseconds(Int.random(in: 0...3000)))
            task.cancel()
          }
          do {
            let text = try await task.value
            #expect(text == "/\(number)")
          } catch {
            #expect(isCancelled && error as? HTTPException == .cancelled, "\(error)")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  // MARK: Streamed bodies

  @Test(arguments: ["identity", "gzip"]) func `a streamed body comes in pieces, decoded, and its connection is kept`(
    coding: String
  ) async throws {
    if coding == "gzip", ContentCodings.known.isEmpty { return }
    let world = try World { _ in
      coding == "gzip" ? .init(headers: ["Content-Encoding": "gzip"], body: TestFiles.gzipHello) : .init(text: "hello")
    }
    let session = Self.session(world)
    let stream = try await session.open(Self.request())
    var text: [UInt8] = []
    for try await piece in stream.body { text += piece }
    #expect(text == Array("hello".utf8))
    #expect(session.keptConnections == 1)
    for try await _ in stream.body { Issue.record("more after the end") }
    _ = try await session.get("http://a/")
    #expect(world.server.connectionCount == 1)
  }

  @Test func `a streamed body comes as the server sends it`() async throws {
    let world = try World(handler: { connection in
      guard try connection.readRequest() != nil else { return }
      try connection.sendChunkedHead(status: 200, headers: ["Trailer": "X"])
      try connection.sendChunk(Array("first".utf8))
      // The second piece waits until the first was read.
      guard try connection.readRequest() != nil else { return }
    })
    let session = Self.session(world) { $0.timeout = .milliseconds(200) }
    let stream = try await session.open(Self.request())
    let pieces = stream.body.makeAsyncIterator()
    #expect(try await pieces.next() == Array("first".utf8))
    for _ in 0..<2 { #expect(await awaitedFailure { try await stream.body.makeAsyncIterator().next() } == .timedOut(.readingBody)) }
    await stream.close()
    #expect(session.keptConnections == 0)
  }

  @Test func `a response that nobody holds any more is abandoned, with its connection`() async throws {
    let world = try World { _ in .init(body: [UInt8](repeating: 1, count: 10_000_000)) }
    let session = Self.session(world)
    for _ in 0..<3 { _ = try await session.open(Self.request()).status }
    #expect(session.keptConnections == 0)
    #expect(try await session.get("http://a/").body.count == 10_000_000)
  }

  @Test func `a body that is broken is an error, and closes the connection`() async throws {
    let world = try World(handler: { connection in
      guard try connection.readRequest() != nil else { return }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    })
    let session = Self.session(world)
    let stream = try await session.open(Self.request())
    let error = await awaitedFailure { for try await _ in stream.body {} }
    guard case .incompleteRead = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(session.keptConnections == 0)
  }

  @Test func `what decodes to much comes in small pieces`() async throws {
    if ContentCodings.known.isEmpty { return }
    let world = try World { _ in .init(headers: ["Content-Encoding": "gzip"], body: TestFiles.gzipHello + TestFiles.gzipHello) }
    let stream = try await Self.session(world).open(Self.request())
    let whole = try await stream.collect(upTo: 10)
    #expect(whole == Array("hellohello".utf8))
  }

  @Test func `the trailers of a body are there behind it`() async throws {
    let world = try World(handler: { connection in
      while try connection.readRequest() != nil {
        try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\n")
      }
    })
    #expect(try await Self.session(world).get("http://a/").trailers?["X-Sum"] == "1")
  }

  // MARK: Bodies of requests

  @Test func `a body that is awaited is sent as it comes, and not again`() async throws {
    let world = try World { request in
      request.target == "/moved" ? .init(status: 307, headers: ["Location": "/"]) : .init(body: request.body)
    }
    let session = Self.session(world)
    let body = AsyncRequestBody.writer { writer in
      for word in ["one ", "two ", "three"] {
        await Task.yield()
        try await writer.write(Array(word.utf8))
      }
    }
    #expect(try await session.post("http://a/", body: body).text() == "one two three")
    guard case .redirect(let failure) = await awaitedFailure({ try await session.post("http://a/moved", body: body) }) else {
      return #expect(Bool(false))
    }
    #expect(failure.kind == .bodyNotReplayable)
    #expect(try await session.post("http://a/moved", body: "text").text() == "text")
  }

  @Test(arguments: ["PUT", "POST"]) func `a body that is awaited is in one attempt only`(method: String) async throws {
    let world = try World { _ in .init(status: 503) }
    let session = Self.session(world) {
      $0.retries = RetryPolicy(limit: 2, delay: .zero)
      $0.retries?.retriesAnyMethod = true
    }
    #expect(try await session.send(Self.request(method, body: .writer { try await $0.write([1]) })).status == 503)
    #expect(world.server.requests.count == 1)
    #expect(try await session.send(Self.request(method, body: "x")).status == 503)
    #expect(world.server.requests.count == 4)
  }

  @Test func `a body that fails ends the request with its error`() async throws {
    struct Broken: Error {}
    let world = try World { .init(body: $0.body) }
    let session = Self.session(world)
    let body = AsyncRequestBody.writer { writer in
      try await writer.write([1])
      throw Broken()
    }
    guard case .custom(is Broken) = await awaitedFailure({ try await session.post("http://a/", body: body) }) else {
      return #expect(Bool(false))
    }
    #expect(session.keptConnections == 0)
    #expect(try await session.get("http://a/").status == 200)
  }

  @Test func `the progress of a body is reported`() async throws {
    let world = try World { .init(body: $0.body) }
    let seen = Mutex<[TransferProgress]>([])
    var request = try Self.request("POST", body: "hello")
    request.onUpload = { progress in seen.withLock { $0.append(progress) } }
    for _ in 0..<2 {
      _ = try await Self.session(world).send(request)
      #expect(seen.withLock { $0.last?.bytes } == 5)
      seen.withLock { $0 = [] }
    }
  }

  // MARK: Connections

  /// The server closes each connection at some moment: after a response, as a request comes, or once it was read.
  @Test func `connections that die between two requests cost nobody an answer, in 16 tasks`() async throws {
    let server = try LoopbackServer { connection in
      var served = 0
      while let request = try connection.readRequest() {
        served += 1
        if served > 1, request.target.hasSuffix("3") { return connection.hangUp() }
        try connection.send(.init(text: request.target), to: request)
        if request.target.hasSuffix("7") { return connection.hangUp() }
      }
    }
    var configuration = HTTPSession.Configuration()
    configuration.proxies = ProxyRules(environment: [:])
    let session = AsyncHTTPSession(configuration)
    let base = "http://\(server.host):\(server.port)"
    let wrong = await withTaskGroup(of: [String].self) { group in
      for task in 0..<16 {
        group.addTask {
          var wrong: [String] = []
          for number in 0..<64 {
            let target = "/\(task)/\(number)"
            do {
              let text = try await session.get(base + target).text()
              if text != target { wrong.append("\(target): \(text)") }
            } catch {
              wrong.append("\(target): \(error)")
            }
          }
          return wrong
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(wrong == [])
    #expect(session.keptConnections <= 6)
  }

  @Test func `connecting is asked for each new connection`() async throws {
    let world = try World { _ in .init(text: "x") }
    let count = Mutex(0)
    let configuration = Self.session(world).configuration
    let session = AsyncHTTPSession(configuration) { connection in
      count.withLock { $0 += 1 }
      return AsyncHTTPConnection(connection)
    }
    for host in ["a", "b", "a", "b"] { _ = try await session.get("http://\(host)/") }
    #expect(count.withLock { $0 } == 2)
    await session.closeConnections()
    #expect(session.keptConnections == 0)
    _ = try await session.get("http://a/")
    #expect(count.withLock { $0 } == 3)
  }

  @Test(arguments: [true, false]) func `a lent connection is kept if its response was read`(isRead: Bool) async throws {
    let world = try World { _ in .init(body: [UInt8](repeating: 1, count: 1_000_000)) }
    let session = Self.session(world)
    for _ in 0..<2 {
      let status = try await session.connection(for: "http://a/") { connection in
        let response = try await connection.request("GET", "/")
        if isRead { _ = try await response.collect(upTo: .max) }
        return response.status
      }
      #expect(status == 200)
      #expect(session.keptConnections == (isRead ? 1 : 0))
    }
    #expect(world.server.connectionCount == (isRead ? 1 : 2))
  }
}
