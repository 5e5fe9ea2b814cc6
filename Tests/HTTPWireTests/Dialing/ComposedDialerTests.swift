import HTTPWire
import HTTPWireTesting
import Testing

/// Dialers over dialers, over real sockets.
@Suite struct ComposedDialerTests {
  /// A proxy that opens a tunnel to a port of this machine, whatever it is asked for.
  static func tunnelServer(to port: Int) throws(HTTPException) -> LoopbackServer {
    try LoopbackServer { client in
      guard let request = try client.readRequest(), request.method == "CONNECT" else { return }
      let far = try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)))
      defer { far.close() }
      try client.send("HTTP/1.1 200 OK\r\n\r\n")
      try client.relay(to: far)
    }
  }

  @Test func `a tunnel goes through SOCKS, through a tunnel or through both`() throws {
    let origin = try LoopbackServer.replying { .init(text: "\($0.target) for \($0.headers["Host"] ?? "")") }
    defer { origin.stop() }
    let inner = try Self.tunnelServer(to: origin.port)
    defer { inner.stop() }
    let log = SOCKSLog()
    let socks = try socksServer(to: inner.port, log)
    defer { socks.stop() }
    let outer = try Self.tunnelServer(to: inner.port)
    defer { outer.stop() }
    let front = try Self.tunnelServer(to: socks.port)
    defer { front.stop() }
    let toSOCKS = SOCKSDialer(socks.host, port: socks.port)
    let ways: [any Dialer] = [
      TunnelDialer("inner.example", port: 3128, headers: ["Proxy-Authorization": "Basic x"], over: toSOCKS),
      TunnelDialer("inner.example", port: 3128, over: TunnelDialer(outer.host, port: outer.port)),
      TunnelDialer(
        "inner.example", port: 3128, over: SOCKSDialer("socks.example", over: TunnelDialer(front.host, port: front.port))),
    ]
    for way in ways {
      let connection = try HTTPConnection("far.example", port: 8080, timeout: .seconds(10))
      connection.opener = way.dial
      #expect(try connection.get("/1") == "/1 for far.example:8080")
      #expect(try connection.get("/2") == "/2 for far.example:8080")
      connection.close()
    }
    #expect(log.lines == ["5 inner.example:3128", "5 inner.example:3128"])
    #expect(inner.requests.map(\.target) == ["far.example:8080", "far.example:8080", "far.example:8080"])
    #expect(inner.requests.map { $0.headers["Proxy-Authorization"] } == ["Basic x", nil, nil])
    #expect(outer.requests.map(\.target) == ["inner.example:3128"])
    #expect(front.requests.map(\.target) == ["socks.example:1080"])
    #expect(origin.requests.count == 6 && origin.requests.allSatisfy { !$0.headers.contains("Proxy-Authorization") })
  }

  @Test func `SOCKS may stand in front of the connection's own tunnel`() throws {
    let origin = try LoopbackServer.replying { _ in .init(text: "hi") }
    defer { origin.stop() }
    let tunnel = try Self.tunnelServer(to: origin.port)
    defer { tunnel.stop() }
    let log = SOCKSLog()
    let socks = try socksServer(to: tunnel.port, log)
    defer { socks.stop() }
    let connection = try HTTPConnection("proxy.example", port: 3128, timeout: .seconds(10))
    connection.opener = SOCKSDialer(socks.host, port: socks.port).dial
    try connection.setTunnel("far.example", port: 8080)
    #expect(try connection.get() == "hi")
    #expect(log.lines == ["5 proxy.example:3128"])
    #expect(tunnel.requests.map(\.target) == ["far.example:8080"])
    // Each of the two proxies is named for what it does.
    let refusing = try LoopbackServer { client in
      _ = try client.read(exactly: 3)
      try client.send([5, 0, 5, 2])
      try client.sleepUntilStopped()
    }
    defer { refusing.stop() }
    connection.close()
    connection.opener = SOCKSDialer(refusing.host, port: refusing.port).dial
    #expect(
      thrown { try connection.connect() }?.description
        == "the SOCKS proxy did not connect: its rules do not allow the connection (code 2), at the proxy 127.0.0.1:\(refusing.port)")
  }

  @Test func `a tunnel that is refused has the proxy's reply and name`() throws {
    let proxy = try LoopbackServer.replying { _ in
      .init(status: 407, headers: ["Proxy-Authenticate": "Basic realm=x"], text: "who are you?")
    }
    defer { proxy.stop() }
    let connection = try HTTPConnection("far.example", timeout: .seconds(10))
    connection.opener = TunnelDialer(proxy.host, port: proxy.port).dial
    guard case .tunnelRefused(let refusal)? = thrown({ try connection.connect() }) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.status == 407 && refusal.headers["Proxy-Authenticate"] == "Basic realm=x")
    #expect(refusal.body == Array("who are you?".utf8))
    #expect(refusal.proxy == "127.0.0.1:\(proxy.port)")
  }

  @Test func `a tunnel's values are checked before anything is opened`() throws {
    let nowhere = GivenDialer()
    let target = ConnectionTarget(host: "far.example", port: 80)
    for (dialer, target) in [
      (TunnelDialer("p", port: 65_536, over: nowhere), target), (TunnelDialer("http://p", port: 1, over: nowhere), target),
      (TunnelDialer("p", port: 1, over: nowhere), ConnectionTarget(host: "", port: 80)),
      (TunnelDialer("p", port: 1, over: nowhere), ConnectionTarget(host: "h", port: -1)),
    ] {
      guard case .invalidURL? = thrown({ _ = try dialer.dial(target) }) else {
        Issue.record("\(dialer)")
        continue
      }
    }
    let error = thrown { _ = try TunnelDialer("p", port: 1, headers: ["Proxy-Authorization": "a\nb"], over: nowhere).dial(target) }
    #expect(error == .invalidHeaderValue(Array("***".utf8)))
    #expect(nowhere.targets.isEmpty)
  }
}
