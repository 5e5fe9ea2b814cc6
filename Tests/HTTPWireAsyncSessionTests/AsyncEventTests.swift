import HTTPWireAsyncSession
import HTTPWireTesting
import Synchronization
import Testing

/// The error that an awaited closure throws.
func awaitedFailure<Result>(_ body: () async throws -> Result) async -> HTTPException? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? HTTPException
  }
}

/// Server-sent events, awaited.
@Suite(.timeLimit(.minutes(2)))
struct AsyncEventTests {
  /// A server that has one answer after another for a connection each.
  private static func world(_ answers: [String]) throws -> World {
    let left = Mutex(answers)
    return try World(handler: { connection in
      guard try connection.readRequest() != nil, let answer = left.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
      try connection.send(answer)
    })
  }

  private static func stream(_ events: String) -> String { "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + events }
  private static let end = "HTTP/1.1 204 No Content\r\n\r\n"
  private static let busy = "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"

  private static func source(_ world: World, id: String = "") throws -> AsyncEventSource {
    var events = try world.session().session.events("http://a/events", lastEventID: id)
    events.reconnectionTime = .zero
    return events
  }

  /// What servers answer one after another; the events that come of it, what was asked for, and whether it ends with an error.
  static let ways: [(answers: [String], events: [String], asked: [String?], isError: Bool)] = [
    (
      [stream("id: 1\ndata: a\n\nretry: 1\nid: 2\ndata: b\n\ndata: cut"), stream("data: c\n\n"), end], ["1 a", "2 b", "2 c"],
      [nil, "2", "2"], false
    ),
    ([stream("data: a\n\n"), busy, "", stream("id: 3\ndata: b\n\n"), end], [" a", "3 b"], [nil, nil, nil, nil, "3"], false),
    ([end], [], [nil], false), ([busy, end], [], [nil], true), (["", end], [], [nil], true),
    (["HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"], [], [nil], true),
    (["HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n"], [], [nil], true),
    ([stream("data: a\n\n"), "HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n"], [" a"], [nil, nil], true),
    // The first connection fails only after it has brought something, and then asking fails more often than it may.
    ([stream("data: a\n\n"), "", "", ""], [" a"], [nil, nil, nil, nil], true),
  ]

  @Test(arguments: ways.indices) func `the next connection goes on behind the last event, while that can help`(way: Int) async throws {
    let (answers, wanted, asked, isError) = Self.ways[way]
    let world = try Self.world(answers)
    var source = try Self.source(world)
    source.attempts = 2
    var events = source.makeAsyncIterator()
    var seen: [String] = []
    let error = await awaitedFailure {
      while let event = try await events.next() { seen.append("\(event.id) \(event.data)") }
    }
    #expect((error != nil) == isError)
    #expect(seen == wanted)
    #expect(world.server.requests.map { $0.headers["Last-Event-ID"] } == asked)
    #expect(world.server.requests.allSatisfy { $0.headers["Accept"] == "text/event-stream" })
    #expect(try await events.next() == nil)
    #expect(world.server.requests.count == asked.count)
  }

  @Test func `a silent connection counts as lost, and the id of another process is sent`() async throws {
    let number = Atomic<Int>(0)
    let world = try World(handler: { connection in
      _ = try connection.readRequest()
      let isFirst = number.add(1, ordering: .relaxed).oldValue == 0
      try connection.send(isFirst ? Self.stream("id: 7\ndata: a\n\n") : Self.end)
      if isFirst { try connection.sleepUntilStopped() }
    })
    var source = try Self.source(world, id: "5")
    source.silence = .milliseconds(100)
    var data: [String] = []
    for try await event in source { data.append(event.data) }
    #expect(data == ["a"])
    #expect(world.server.requests.map { $0.headers["Last-Event-ID"] } == ["5", "7"])
  }

  @Test func `the events of one response, of any method`() async throws {
    let world = try World(handler: { connection in
      guard let request = try connection.readRequest() else { return }
      try connection.send(Self.stream("data: \(request.text)\n\nid: 7\ndata: b\n\ndata: cut"))
    })
    let session = world.session().session
    let stream = try await session.open(AsyncHTTPSession.Request("POST", "http://a/", body: "a"))
    var events = try stream.events().makeAsyncIterator()
    #expect(try await events.next()?.data == "a")
    #expect(try await events.next()?.data == "b")
    #expect(try await events.next() == nil)
    #expect(events.reader.lastEventID == "7")
    let plain = try World { _ in .init(text: "x") }
    let other = try await plain.session().session.open(AsyncHTTPSession.Request("GET", "http://a/"))
    #expect(throws: HTTPException.self) { try other.events() }
  }
}
