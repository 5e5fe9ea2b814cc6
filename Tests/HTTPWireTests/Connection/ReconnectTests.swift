import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Synchronization
import Testing

/// Real connections that end, or bring what nobody asked for, between one request and the next.
struct ReconnectTests {
  /// What a server does on its first connection after it has answered one request.
  enum Ending: String, CaseIterable, Sendable {
    case close, reset
    case lateResponse = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
    case timeoutReply = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    var isBytes: Bool { self == .lateResponse || self == .timeoutReply }
  }

  /// A server whose first connection ends like that once the flag is up, and whose others answer each request.
  private static func server(_ ending: Ending, when flag: Flag) throws(HTTPException) -> LoopbackServer {
    let isFirst = Flag(true)
    return try LoopbackServer { connection in
      guard isFirst.take() else {
        while let request = try connection.readRequest() { try connection.send(LoopbackServer.Response(text: "new"), to: request) }
        return
      }
      _ = try connection.readRequest()
      try connection.send(okReply)
      while !flag.isUp { if try !connection.sleep(.milliseconds(1)) { return } }
      switch ending {
      case .close: connection.close()
      case .reset: try connection.reset()
      case .lateResponse:
        try connection.send(ending.rawValue)
        _ = try? connection.read()
      case .timeoutReply: try connection.send(ending.rawValue)
      }
    }
  }

  /// A connection that has had its first response, and whose peer has done what it does then.
  private static func kept(
    _ ending: Ending, _ leniency: ParsingLeniency
  ) throws -> (connection: HTTPConnection, server: LoopbackServer) {
    let flag = Flag(false)
    let server = try server(ending, when: flag)
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(10), leniency: leniency)
    #expect(try connection.get("/1") == "hi")
    flag.raise()
    let descriptor = try #require(connection.stream?.fileDescriptor)
    _ = try Syscalls.waitUntilReadable([descriptor], until: Deadline(after: .seconds(10)))
    return (connection, server)
  }

  @Test(arguments: Ending.allCases, presets.indices)
  func `a kept connection that has ended or brings bytes is not taken for the next response`(ending: Ending, preset: Int) throws {
    let (connection, server) = try Self.kept(ending, presets[preset])
    defer { server.stop() }
    if preset == 1, !ending.isBytes {
      // CPython sends on it all the same and finds out; the request after that is on a new connection.
      #expect { _ = try connection.get("/2") } throws: { ($0 as? HTTPException)?.isConnectionReset == true }
    }
    #expect(try connection.get("/3") == "new")
    #expect(try connection.get("/4") == "new")
    #expect(server.connectionCount == 2)
    #expect(server.requests.map(\.target).filter { $0 != "/2" } == ["/1", "/3", "/4"])
  }

  @Test(arguments: Ending.allCases) func `with autoOpen off, a kept connection that has ended is not connected`(ending: Ending) throws {
    let (connection, server) = try Self.kept(ending, .default)
    defer { server.stop() }
    connection.autoOpen = false
    #expect(throws: HTTPException.notConnected) { try connection.request("GET", "/2") }
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    try connection.connect()
    #expect(try connection.get("/3") == "new")
    #expect(server.requests.map(\.target) == ["/1", "/3"])
  }

  @Test func `requests are kept on one connection, and a new one is opened after Connection close`() throws {
    let server = try LoopbackServer.replying { request in
      request.target == "/last" ? .init(headers: ["Connection": "close"], text: "bye") : .init(text: "more")
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(10))
    #expect(try ["/a", "/b", "/last", "/c"].map { try connection.get($0) } == ["more", "more", "bye", "more"])
    #expect(server.connectionCount == 2)
    connection.close()
    #expect(try connection.get("/d") == "more")
    #expect(server.connectionCount == 3)
  }

  @Test(.enabled(if: hasIPv6)) func `an IPv6 server is reached by its bracketed address`() throws {
    let server = try LoopbackServer.replying(.ipv6) { request in .init(text: request.headers["Host"] ?? "") }
    defer { server.stop() }
    let connection = try HTTPConnection("[::1]:\(server.port)", timeout: .seconds(10))
    #expect(try connection.get() == "[::1]:\(server.port)")
  }

  @Test func `a connection comes from its source address`() throws {
    let server = try LoopbackServer.replying { _ in .init(text: "hi") }
    defer { server.stop() }
    let connection = try HTTPConnection(
      server.host, port: server.port, timeout: .seconds(10), sourceAddress: SourceAddress("127.0.0.2"))
    #expect(try connection.get() == "hi")
    #expect((connection.stream as? SocketStream)?.localAddress?.hasPrefix("127.0.0.2:") == true)
  }

  @Test func `a refused connection says so, leaks nothing and can be tried again`() throws {
    let refusing = try RefusingPort()
    let connection = try HTTPConnection("127.0.0.1", port: refusing.number, timeout: .seconds(10))
    let free = try Syscalls.openForReading("/dev/null")
    Syscalls.release(free)
    for _ in 0..<50 {
      let error = #expect(throws: HTTPException.self) { try connection.request("GET", "/") }
      guard case .system(let failure)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(failure.address == "127.0.0.1:\(refusing.number)")
      #expect(connection.stream == nil)
    }
    // Other tests open descriptors meanwhile, but not fifty of them for good.
    let next = try Syscalls.openForReading("/dev/null")
    defer { Syscalls.release(next) }
    #expect(next < free + 50)
  }
}

/// A flag that threads share.
final class Flag: Sendable {
  private let value: Atomic<Bool>

  init(_ value: Bool) { self.value = Atomic(value) }

  var isUp: Bool { value.load(ordering: .acquiring) }

  func raise() { value.store(true, ordering: .releasing) }

  /// Takes the flag down and says whether it was up.
  func take() -> Bool { value.exchange(false, ordering: .acquiringAndReleasing) }
}
