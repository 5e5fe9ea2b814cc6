import HTTPWire
import HTTPWireTesting
import Testing

/// The limit of the whole opening. None of the connections has another one.
struct OpeningTimeoutTests {
  private static func connection(_ host: String, _ port: Int) throws(HTTPException) -> HTTPConnection {
    let connection = try HTTPConnection(host, port: port, timeout: nil)
    connection.openingTimeout = .milliseconds(300)
    return connection
  }

  #if os(Linux)
  @Test func `an address that never answers does not outlive it`() throws {
    let dead = try Destination(.dead)
    let connection = try Self.connection("127.0.0.1", try #require(dead.address.port))
    #expect(thrown { try connection.request("GET", "/") } == .timedOut(.connecting))
    #expect(connection.stream == nil)
  }
  #endif

  @Test(arguments: [false, true]) func `a proxy that is silent or drips does not outlive it`(drips: Bool) throws {
    let proxy = try LoopbackServer { peer in
      if drips { try peer.send("HTTP/1.1 200 OK\r\nX: ") }
      while drips, try peer.sleep(.milliseconds(20)) { try peer.send("H") }
      try peer.sleepUntilStopped()
    }
    defer { proxy.stop() }
    let ways: [(HTTPConnection) throws -> Void] = [
      { try $0.setTunnel("far.test") },
      { $0.route = .tunnel(try ProxyServer("http://\(proxy.host):\(proxy.port)")) },
    ]
    for way in ways {
      let connection = try Self.connection(proxy.host, proxy.port)
      try way(connection)
      #expect(thrown { try connection.request("GET", "/") } == .timedOut(.tunneling))
      #expect(connection.stream == nil)
    }
  }

  @Test func `a SOCKS proxy that is silent does not outlive it`() throws {
    let proxy = try LoopbackServer { try $0.sleepUntilStopped() }
    defer { proxy.stop() }
    let connection = try Self.connection("far.test", 80)
    connection.route = .socks(try ProxyServer("socks5h://\(proxy.host):\(proxy.port)"))
    #expect(thrown { try connection.request("GET", "/") } == .timedOut(.tunneling))
    #expect(connection.requestFailure?.proxy == "\(proxy.host):\(proxy.port)")
  }
}
