#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// TLS over dialers, and dialers over TLS.
@Suite struct TLSDialerTests {
  /// Acts as a SOCKS proxy of version 5 that leads to a port of this machine, whatever it is asked for.
  private static func socks(_ client: LoopbackConnection, to port: Int) throws {
    let greeting = try client.read(exactly: 3)
    guard greeting == [5, 1, 0] else { return }
    try client.send([5, 0])
    let head = try client.read(exactly: 5)
    guard head.starts(with: [5, 1, 0, 3]) else { return }
    _ = try client.read(exactly: Int(head[4]) + 2)
    let far = try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)))
    defer { far.close() }
    try client.send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    try client.relay(to: far)
  }

  @Test func `HTTPS goes through SOCKS, and through a tunnel behind it`() throws {
    let origin = try Fixture.replying()
    defer { origin.stop() }
    let port = origin.port
    let socks = try LoopbackServer { try Self.socks($0, to: port) }
    defer { socks.stop() }
    let connection = try HTTPSConnection("localhost", port: port, timeout: .seconds(10), context: Fixture.context())
    connection.opener = SOCKSDialer(socks.host, port: socks.port).dial
    #expect(try connection.fetch("/1") == "/1 localhost:\(port)")
    #expect(try connection.fetch("/2") == "/2 localhost:\(port)")
    #expect(connection.tls != nil)
    connection.close()
    let tunnel = try LoopbackServer { try $0.openTunnel(to: port) }
    defer { tunnel.stop() }
    let tunnelPort = tunnel.port
    let front = try LoopbackServer { try Self.socks($0, to: tunnelPort) }
    defer { front.stop() }
    connection.opener = TunnelDialer("proxy.example", port: 3128, over: SOCKSDialer(front.host, port: front.port)).dial
    #expect(try connection.fetch("/3") == "/3 localhost:\(port)")
    #expect(tunnel.requests.map(\.target) == ["localhost:\(port)"])
    #expect(socks.connectionCount == 1 && front.connectionCount == 1)
  }

  @Test func `HTTPS goes through proxies that are reached over TLS`() throws {
    let origin = try Fixture.replying()
    defer { origin.stop() }
    let port = origin.port
    let inner = try Fixture.server { try $0.openTunnel(to: port) }
    defer { inner.stop() }
    let innerPort = inner.port
    let outer = try Fixture.server { try $0.openTunnel(to: innerPort) }
    defer { outer.stop() }
    let context = try Fixture.context()
    let connection = try HTTPSConnection("localhost", port: port, timeout: .seconds(10), context: context)
    connection.opener = TunnelDialer("localhost", port: inner.port, over: TLSDialer(context: context)).dial
    #expect(try connection.fetch("/1") == "/1 localhost:\(port)")
    connection.close()
    // TLS in TLS in TLS.
    let over = TLSDialer(context: context, over: TunnelDialer("localhost", port: outer.port, over: TLSDialer(context: context)))
    connection.opener = TunnelDialer("localhost", port: inner.port, over: over).dial
    #expect(try connection.fetch("/2") == "/2 localhost:\(port)")
    #expect(outer.requests.map(\.target) == ["localhost:\(inner.port)"])
    #expect(inner.requests.map(\.target) == ["localhost:\(port)", "localhost:\(port)"])
  }

  @Test func `a connection without TLS of its own may go over a TLS dialer`() throws {
    let origin = try Fixture.replying()
    defer { origin.stop() }
    let connection = try HTTPConnection("localhost", port: origin.port, timeout: .seconds(10))
    connection.opener = TLSDialer(context: try Fixture.context()).dial
    #expect(try connection.fetch("/1") == "/1 localhost:\(origin.port)")
    #expect(connection.stream is TLSStream)
  }

  @Test func `a proxy's certificate is the proxy's fault, and nothing is left open`() throws {
    let proxy = try Fixture.server { try $0.sleepUntilStopped() }
    defer { proxy.stop() }
    let before = openDescriptors()
    for _ in 0..<120 {
      let connection = try HTTPSConnection("far.example", timeout: .seconds(10))
      // The default context does not trust the proxy.
      connection.opener = TunnelDialer("127.0.0.1", port: proxy.port, over: TLSDialer()).dial
      let error = failure { try connection.connect() }
      #expect(error?.certificate != nil && error?.tls?.proxy == "127.0.0.1:\(proxy.port)")
    }
    // Other tests run at the same time, and open some.
    #expect(openDescriptors() - before < 100)
    #expect(proxy.requests.isEmpty)
    let bad = failure { _ = try TLSDialer().dial(ConnectionTarget(host: "127.0.0.1", port: proxy.port, timeout: .seconds(10))) }
    #expect(bad?.certificate != nil && bad?.tls?.proxy == nil)
  }

  @Test func `a server that does not shake hands is given up in time`() throws {
    let server = try LoopbackServer { try $0.sleepUntilStopped() }
    defer { server.stop() }
    let target = ConnectionTarget(host: "127.0.0.1", port: server.port, timeout: .milliseconds(100))
    #expect(failure { _ = try TLSDialer().dial(target) } == .timedOut(.handshaking))
    var late = ConnectionTarget(host: "127.0.0.1", port: server.port)
    late.deadline = .now + .milliseconds(300)
    #expect(failure { _ = try TLSDialer().dial(late) } == .timedOut(.handshaking))
    let connection = try HTTPConnection("127.0.0.1", port: server.port)
    connection.opener = TLSDialer().dial
    let error = failure { try connection.request("GET", "/", deadline: .now + .milliseconds(300)) }
    guard case .deadlineExceeded(.handshaking, _)? = error else {
      Issue.record("no deadline")
      return
    }
  }
}
#endif
