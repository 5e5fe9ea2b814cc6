import HTTPWireTesting
import Synchronization
import Testing

@testable import HTTPWireSession

/// Server-sent events over several connections.
struct EventSourceTests {
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

  private static func source(_ world: World) throws -> EventSource {
    let events = try world.session().events("http://a/events")
    events.reconnectionTime = .zero
    return events
  }

  @Test func `the next connection goes on behind the last event, until the server has no more`() throws {
    let world = try Self.world([
      Self.stream("id: 1\ndata: a\n\nretry: 1\nid: 2\ndata: b\n\ndata: cut"), Self.stream("data: c\n\n"), Self.end,
    ])
    let events = try Self.source(world)
    var data: [String] = []
    while let event = try events.next() { data.append("\(event.id) \(event.data)") }
    #expect(data == ["1 a", "2 b", "2 c"])
    #expect(events.lastEventID == "2")
    #expect(world.server.requests.map { $0.headers["Last-Event-ID"] } == [nil, "2", "2"])
    #expect(world.server.requests.allSatisfy { $0.headers["Accept"] == "text/event-stream" })
    #expect(try events.next() == nil)
    #expect(world.server.requests.count == 3)
  }

  @Test(arguments: [
    ("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", 1), ("HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n", 1),
    ("HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n", 1), ("", 1),
  ]) func `what fails at first is thrown at once`(answer: String, requests: Int) throws {
    let world = try Self.world([answer, Self.stream("data: a\n\n")])
    let events = try Self.source(world)
    #expect(failure { try events.next() } != nil)
    #expect(try events.next() == nil)
    #expect(world.server.requests.count == requests)
  }

  @Test func `what fails later may pass, but not for ever`() throws {
    let world = try Self.world([
      Self.stream("data: a\n\n"), "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n", "", Self.stream("data: b\n\n"), "", "", "", "",
    ])
    let events = try Self.source(world)
    events.attempts = 2
    #expect(try events.next()?.data == "a")
    #expect(try events.next()?.data == "b")
    #expect(failure { try events.next() } != nil)
    #expect(world.server.requests.count == 7)
  }

  @Test func `a refusal while asking again ends the events`() throws {
    let world = try Self.world([Self.stream("data: a\n\n"), "HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n"])
    let events = try Self.source(world)
    _ = try events.next()
    guard case .custom(let refusal) = failure({ try events.next() }) else { return #expect(Bool(false)) }
    #expect((refusal as? EventStreamRefusal)?.status == 403)
  }

  @Test func `a silent connection counts as lost`() throws {
    let number = Atomic<Int>(0)
    let world = try World(handler: { connection in
      _ = try connection.readRequest()
      let isFirst = number.add(1, ordering: .relaxed).oldValue == 0
      try connection.send(isFirst ? Self.stream("id: 7\ndata: a\n\n") : Self.end)
      if isFirst { try connection.sleepUntilStopped() }
    })
    let events = try Self.source(world)
    events.silence = .milliseconds(100)
    #expect(try events.next()?.data == "a")
    #expect(try events.next() == nil)
    #expect(world.server.requests.last?.headers["Last-Event-ID"] == "7")
  }

  @Test func `an id given with the request counts for the first connection only`() throws {
    let world = try Self.world([Self.stream("id: 6\ndata: a\n\n"), Self.end])
    let events = try world.session().events("http://a/", headers: ["Last-Event-ID": "5"])
    events.reconnectionTime = .zero
    while try events.next() != nil {}
    #expect(world.server.requests.map { $0.headers["Last-Event-ID"] } == ["5", "6"])
  }

  @Test(arguments: ["id: a\u{1}b\ndata: x\n\n", "retry: 0\ndata: x\n\n", "retry: 9223372036854775807\n\n"])
  func `what a server may say does not end the events or make them wait for ever`(text: String) throws {
    let world = try Self.world([Self.stream(text), Self.end])
    let events = try world.session().events("http://a/")
    events.reconnectionTime = .zero
    // Waiting for the longest time that a server can set would take too long here.
    let longest = Duration.milliseconds(9_223_372_036_854_775_807)
    if text.hasPrefix("retry: 9") { return #expect(EventSchedule().pause(after: longest) == .seconds(600)) }
    while try events.next() != nil {}
    #expect(world.server.requests.count == 2)
  }

  @Test func `an event stream in a coding is refused`() throws {
    let world = try Self.world(["HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n"])
    #expect(failure { try Self.source(world).next() } != nil)
  }

  @Test func `closing ends the events`() throws {
    let events = try Self.source(Self.world([Self.stream("data: a\n\ndata: b\n\n")]))
    #expect(try events.next()?.data == "a")
    events.close()
    #expect(try events.next() == nil)
  }
}
