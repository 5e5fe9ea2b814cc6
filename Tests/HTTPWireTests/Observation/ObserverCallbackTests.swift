import HTTPWire
import HTTPWireTesting
import Synchronization
import Testing

/// Observers that use the connection that is calling them.
struct ObserverCallbackTests {
  /// Does something in each event, and notes what it throws. A connection is no `Sendable`, so what it does to one is put in a box.
  private final class Meddler: ConnectionObserver {
    struct Box: @unchecked Sendable { var body: (ConnectionEvent) throws -> Void }

    private let box: Mutex<Box>
    private let state = Mutex<(calls: Int, refusals: Int, depth: Int, deepest: Int)>((0, 0, 0, 0))

    init(_ body: @escaping (ConnectionEvent) throws -> Void) { box = Mutex(Box(body: body)) }

    var calls: Int { state.withLock { $0.calls } }
    var refusals: Int { state.withLock { $0.refusals } }
    /// How many calls were within one another at most.
    var deepest: Int { state.withLock { $0.deepest } }

    func observe(_ event: ConnectionEvent, _ context: EventContext) {
      let depth = state.withLock { state in
        state.calls += 1
        state.depth += 1
        state.deepest = max(state.deepest, state.depth)
        return state.depth
      }
      defer { state.withLock { $0.depth -= 1 } }
      // A fault would otherwise end the process.
      if depth > 10 { return }
      do {
        try box.withLock { $0 }.body(event)
      } catch HTTPException.responseNotReady {
        state.withLock { $0.refusals += 1 }
      } catch {}
    }
  }

  private static let calls: [(String, @Sendable (HTTPConnection) throws -> Void)] = [
    ("connect", { try $0.connect() }),
    ("request", { try $0.request("GET", "/") }),
    ("getResponse", { _ = try $0.getResponse() }),
    ("putRequest", { try $0.putRequest("GET", "/") }),
    ("send", { try $0.send("x") }),
    ("pipeline", { connection in _ = try connection.pipeline([PipelinedRequest("GET", "/")]) { _, _ in } }),
  ]

  @Test(arguments: calls.indices) func `an observer that calls back gets an error, and the exchange goes on`(call: Int) throws {
    let (name, call) = Self.calls[call]
    let server = try LoopbackServer.replying { _ in .init(text: "hello") }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    let meddler = Meddler { [weak connection] _ in if let connection { try call(connection) } }
    connection.observers = [meddler]
    for _ in 0..<2 {
      try connection.request("POST", "/", body: .text("body"))
      let text = try String(decoding: connection.getResponse().read(), as: UTF8.self)
      #expect(text == "hello", "\(name)")
    }
    #expect(meddler.refusals > 0)
    #expect(meddler.deepest == 1, "a refused call is not reported")
    #expect(server.requests.map(\.method) == ["POST", "POST"])
  }

  @Test func `an observer of a failure can't try again from within`() throws {
    let server = try LoopbackServer { peer in _ = try peer.readRequest() }
    defer { server.stop() }
    for (name, call) in Self.calls {
      let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
      let meddler = Meddler { [weak connection] event in
        if case .failed = event, let connection { try call(connection) }
      }
      connection.observers = [meddler]
      try connection.request("GET", "/")
      #expect(throws: HTTPException.remoteDisconnected, "\(name)") { _ = try connection.getResponse() }
      #expect(meddler.refusals == 1, "\(name)")
    }
    #expect(server.connectionCount == Self.calls.count)
  }

  @Test func `an observer can't read the response whose bytes it is shown`() throws {
    let server = try LoopbackServer { peer in
      _ = try peer.readRequest()
      try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    let meddler = Meddler { [weak response] _ in _ = try response?.read() }
    connection.observers = [meddler]
    #expect(throws: HTTPException.incompleteRead(partial: Array("hello".utf8), expected: 5)) { _ = try response.read() }
    #expect(meddler.refusals > 0)
    #expect(meddler.deepest == 1)
  }

  @Test func `an observer may close the connection, and the next request opens it anew`() throws {
    let server = try LoopbackServer.replying { _ in .init(text: "hello") }
    defer { server.stop() }
    // The place of each event of an ordinary exchange.
    for place in 0..<14 {
      let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
      let count = Mutex(0)
      let meddler = Meddler { [weak connection] _ in
        let number = count.withLock { count in
          defer { count += 1 }
          return count
        }
        if number == place { connection?.close() }
      }
      connection.observers = [meddler]
      // The exchange ends with an error, or well if nothing was left of it.
      do {
        try connection.request("GET", "/")
        _ = try connection.getResponse().read()
      } catch {}
      try connection.request("GET", "/again")
      let text = try String(decoding: connection.getResponse().read(), as: UTF8.self)
      #expect(text == "hello", "closed at event \(place)")
    }
  }
}
