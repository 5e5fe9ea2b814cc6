#if TLS
import HTTPWire
import HTTPWireTesting
import Synchronization
import Testing

/// What observers are told, on every kind of way to a server.
struct ObserverTests {
  private static let opening: [Route: [String]] = [
    .plain: ["opening", "look-up", "looked up", "connecting", "connected", "opened"],
    .unix: ["opening", "connecting", "connected", "opened"],
    .tls: ["opening", "look-up", "looked up", "connecting", "connected", "handshake", "secured", "opened"],
    .tunnel: [
      "opening", "look-up", "looked up", "connecting", "connected", "CONNECT", "tunnel 200", "handshake", "secured", "opened",
    ],
    .tlsInTLS: [
      "opening", "look-up", "looked up", "connecting", "connected", "handshake", "secured", "CONNECT", "tunnel 200", "handshake", "secured",
      "opened",
    ],
  ]

  @Test(arguments: Route.allCases) func `the steps of opening and of two exchanges come in their order`(route: Route) throws {
    try route.run { connection in
      while let request = try connection.readRequest() { try connection.send(.init(body: request.body), to: request) }
    } _: { connection in
      let recorder = EventRecorder()
      connection.observers = [recorder]
      try connection.request("POST", "/", body: "text")
      #expect(try connection.getResponse().read() == Array("text".utf8))
      // Where `localhost` has two addresses, the first may refuse.
      let opening = recorder.words.filter { $0 != "not connected" }.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
      #expect(opening == ["prepared"] + Self.opening[route, default: []] + ["request", "body sent…", "head 200", "body read…", "end"])
      recorder.forget()
      try connection.request("GET", "/")
      #expect(try connection.getResponse().read().isEmpty)
      connection.close()
      #expect(recorder.words == ["prepared", "reused", "request", "head 200", "end", "closed reusable"])
      #expect(recorder.times == recorder.times.sorted())
    }
  }

  @Test(arguments: Route.allCases) func `a tap sees all bytes of HTTP in both directions`(route: Route) throws {
    let heard = Mutex<[UInt8]>([])
    let answer = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\nT: u\r\n\r\n".utf8)
    try route.run { connection in
      guard let request = try connection.readRequest() else { return }
      heard.withLock { $0 = request.headBytes + request.body }
      try connection.send(answer)
    } _: { connection in
      let recorder = EventRecorder()
      try connection.connect()
      connection.observers = [recorder]
      try connection.request("PUT", "/", body: .bytes([UInt8](repeating: 7, count: 300_000)))
      #expect(try connection.getResponse().read() == Array("abcd".utf8))
      #expect(recorder.sent == heard.withLock { $0 })
      #expect(recorder.received == answer)
      #expect(recorder.words.contains("end with trailers"))
    }
  }

  private struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: String
    let words: [String]
    var closesEarly = false
  }

  private static let rows = [
    Row(
      testDescription: "interim responses", reply: "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
      words: ["request", "interim 103", "head 204", "end"]),
    Row(
      testDescription: "a server that closes", reply: "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      words: ["request", "head 200", "end", "closed the response had Connection: close"]),
    Row(
      testDescription: "a body that ends with the connection", reply: "HTTP/1.0 200 OK\r\n\r\nabc",
      words: ["request", "head 200", "body read…", "end", "closed "]),
    Row(
      testDescription: "a body that is cut short", reply: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
      words: ["request", "head 200", "body read…", "failed", "closed "]),
    Row(testDescription: "garbage", reply: "nonsense\r\n\r\n", words: ["request", "failed", "closed "]),
    Row(testDescription: "no answer", reply: "", words: ["request", "failed", "closed "]),
    Row(
      testDescription: "a response that is abandoned", reply: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
      words: ["request", "head 200", "closed "], closesEarly: true),
  ]

  @Test(arguments: rows) private func `an exchange is told to its end, whatever that is`(row: Row) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send(row.reply)
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    let recorder = EventRecorder()
    try connection.connect()
    connection.observers = [recorder]
    do {
      try connection.request("GET", "/")
      let response = try connection.getResponse()
      if row.closesEarly { response.close() } else { _ = try response.read() }
    } catch {}
    let words = recorder.words.filter { $0 != "reused" && $0 != "prepared" }
    #expect(words.count == row.words.count, "\(words)")
    for (word, expected) in zip(words, row.words) { #expect(word.hasPrefix(expected), "\(words)") }
  }

  @Test func `an address that refuses is told with its error`() throws {
    let server = try LoopbackServer { _ in }
    let port = server.port
    server.stop()
    let failures = Mutex<[String]>([])
    let recorder = EventRecorder { event in
      if case .connectFailed(let address, let error) = event { failures.withLock { $0.append("\(address) \(error)") } }
    }
    let connection = try HTTPConnection("127.0.0.1", port: port, timeout: .seconds(20))
    connection.observers = [recorder]
    #expect(throws: HTTPException.self) { try connection.request("GET", "/") }
    #expect(recorder.words == ["prepared", "opening", "look-up", "looked up", "connecting", "not connected", "failed"])
    #expect(failures.withLock { $0.first }?.hasPrefix("127.0.0.1:\(port) ") == true)
  }

  /// A connection that its observer uses at each event. The tests use it in one thread.
  private final class Meddler: ConnectionObserver, @unchecked Sendable {
    weak var connection: HTTPConnection?
    var errors: [String] = []
    let meddle: (HTTPConnection) throws -> Void

    init(_ connection: HTTPConnection, _ meddle: @escaping (HTTPConnection) throws -> Void) {
      self.connection = connection
      self.meddle = meddle
    }

    func observe(_ event: ConnectionEvent, _ context: EventContext) {
      guard let connection else { return }
      do {
        try meddle(connection)
        errors.append("none")
      } catch {
        errors.append("\(error)")
      }
    }
  }

  @Test(arguments: Route.allCases) func `an observer that uses its connection gets errors, and the exchange goes on`(route: Route) throws {
    let calls: [(HTTPConnection) throws -> Void] = [
      { try $0.request("GET", "/other") }, { try $0.connect() }, { _ = try $0.getResponse() }, { try $0.putRequest("GET", "/other") },
      { try $0.send("bytes") },
    ]
    for call in calls {
      try route.run { connection in
        while let request = try connection.readRequest() { try connection.send(.init(text: request.target), to: request) }
      } _: { connection in
        let meddler = Meddler(connection, call)
        connection.observers = [meddler]
        for target in ["/a", "/b"] {
          try connection.request("PUT", target, body: "x")
          #expect(try connection.getResponse().read() == Array(target.utf8))
        }
        #expect(!meddler.errors.isEmpty)
        #expect(!meddler.errors.contains("none"), "\(meddler.errors)")
      }
    }
  }

  @Test(arguments: Route.allCases) func `an observer that closes its connection at any event ends the exchange with an error or not at all`(
    route: Route
  ) throws {
    for number in 1...24 {
      try route.run { connection in
        while let request = try connection.readRequest() { try connection.send(.init(text: request.target), to: request) }
      } _: { connection in
        var left = number
        let meddler = Meddler(connection) {
          left -= 1
          if left == 0 { $0.close() }
        }
        connection.observers = [meddler]
        do {
          try connection.request("PUT", "/a", body: "x")
          let body = try connection.getResponse().read()
          #expect(body == Array("/a".utf8) || body.isEmpty)
        } catch {}
        connection.observers = []
        try connection.request("GET", "/b")
        #expect(try connection.getResponse().read() == Array("/b".utf8))
      }
    }
  }

  @Test(arguments: Route.allCases) func `the times of an exchange fit into each other`(route: Route) throws {
    try route.run { connection in
      while let request = try connection.readRequest() {
        try connection.sleep(.milliseconds(20))
        try connection.send(.init(text: "text"), to: request)
      }
    } _: { connection in
      connection.recordsTimings = true
      try connection.request("GET", "/")
      let response = try connection.getResponse()
      #expect(response.timings?.total == nil)
      _ = try response.read()
      let first = try #require(response.timings)
      #expect((first.lookUp == nil) == (route == .unix))
      #expect((first.tls == nil) == (route == .plain || route == .unix))
      #expect((first.tunnel == nil) == (route != .tunnel && route != .tlsInTLS))
      let steps = [first.lookUp, first.connect, first.tunnel, first.tls, first.send].compactMap { $0 }
      #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.end <= $1.start })
      #expect(steps.allSatisfy { $0.start <= $0.end })
      let firstByte = try #require(first.firstByte)
      let total = try #require(first.total)
      #expect(steps.last.map { $0.end <= firstByte } == true)
      #expect(firstByte - (first.send?.end ?? .zero) >= .milliseconds(15))
      #expect(firstByte <= total)
      try connection.request("GET", "/")
      let next = try connection.getResponse()
      _ = try next.read()
      let second = try #require(next.timings)
      #expect(second.isReused)
      #expect(second.connect == nil)
      #expect(second.start >= first.start + total)
      #expect(response.timings == first)
    }
  }

  @Test func `without times and observers, a response has no timings`() throws {
    let server = try LoopbackServer.replying { _ in .init(text: "x") }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    try connection.request("GET", "/")
    #expect(try connection.getResponse().timings == nil)
  }
}
#endif
