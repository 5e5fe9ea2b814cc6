import HTTPWire
import HTTPWireTesting
import Testing

/// Fields that only a proxy gets, and SOCKS in front of an HTTP proxy.
struct ProxyFieldsTests {
  private static func proxy(_ headers: HTTPMessage, asked: Bool = false) throws -> ProxyServer {
    var proxy = try RouteTests.proxy(asked: asked)
    proxy.headers = headers
    return proxy
  }

  @Test func `a tunnel's proxy gets its fields with CONNECT, and the server none of them`() throws {
    let stream = tunnelled(okReply, okReply)
    let (connection, _) = try RouteTests.routed(.tunnel(Self.proxy(["X-Team": "a", "x-team": "b"])), stream)
    for _ in 0..<2 { #expect(try connection.get() == "hi") }
    let connect = "CONNECT origin.test:81 HTTP/1.1\r\nX-Team: a\r\nx-team: b\r\n" + RouteTests.basic + "Host: origin.test:81\r\n\r\n"
    #expect(stream.writtenText.hasPrefix(connect + "GET / HTTP/1.1\r\nHost: origin.test:81\r\n"))
    #expect(stream.writtenText.components(of: "eam: ") == 2)
  }

  @Test func `a proxy that forwards gets its fields with each request, but for those that the request has`() throws {
    let stream = ScriptedStream(exchanges: [[okReply], [okReply], [okReply]])
    let headers: HTTPMessage = ["X-Team": "a", "Host": "other", "x-team": "b", "Accept-Encoding": "br"]
    let (connection, _) = try RouteTests.routed(.forward(Self.proxy(headers)), stream)
    #expect(try connection.get() == "hi")
    try connection.request("GET", "/", headers: ["X-TEAM": "own"])
    _ = try connection.getResponse().read()
    try connection.putRequest("GET", "/")
    try connection.endHeaders()
    _ = try connection.getResponse().read()
    let head = "GET http://origin.test:81/ HTTP/1.1\r\nHost: origin.test:81\r\nAccept-Encoding: identity\r\n"
    let both = "X-Team: a\r\nx-team: b\r\n" + RouteTests.basic + "\r\n"
    #expect(stream.writtenText == head + both + head + "X-TEAM: own\r\n" + RouteTests.basic + "\r\n" + head + both)
  }

  @Test func `credentials among the fields come in place of the URL's, and no challenge is answered with those`() throws {
    for asked in [false, true] {
      let proxy = try Self.proxy(["Proxy-Authorization": "Own x"], asked: asked)
      let tunnel = ScriptedStream(exchanges: [[RouteTests.challenge]])
      #expect(thrown { try RouteTests.routed(.tunnel(proxy), tunnel).0.connect() }?.proxy == "proxy.test:3128")
      let forward = ScriptedStream(exchanges: [[RouteTests.challenge]])
      let (connection, opener) = try RouteTests.routed(.forward(proxy), forward)
      try connection.request("GET", "/")
      #expect(try connection.getResponse().status == 407)
      #expect(opener.opened.count == 1)
      for stream in [tunnel, forward] {
        #expect(stream.writtenText.components(of: "Proxy-Authorization: Own x\r\n") == 1)
        #expect(!stream.writtenText.contains("Basic"))
      }
      #expect(!"\(proxy)".contains("Own"))
    }
  }

  @Test(arguments: ["Content-Length", "transfer-encoding"]) func `fields that would frame a body are refused before anything is opened`(
    name: String
  ) throws {
    for route in [ProxyRoute.tunnel(try Self.proxy([name: "5"])), .forward(try Self.proxy([name: "5"]))] {
      let (connection, opener) = try RouteTests.routed(route, ScriptedStream(okReply))
      guard case .invalidArgument? = thrown({ try connection.connect() }) else { return #expect(Bool(false)) }
      #expect(opener.opened.isEmpty)
    }
  }

  @Test func `routes differ by their fields`() throws {
    let (plain, other) = (try Self.proxy([:]), try Self.proxy(["X": "y"]))
    #expect(plain != other)
    #expect(Set([plain, other, plain]).count == 2)
  }

  // MARK: SOCKS in front

  @Test func `SOCKS may stand in front of the proxy of a route`() throws {
    let origin = try LoopbackServer.replying { .init(text: "\($0.target)") }
    defer { origin.stop() }
    let tunnel = try ComposedDialerTests.tunnelServer(to: origin.port)
    defer { tunnel.stop() }
    for (proxy, isForwarding) in [(tunnel, false), (origin, true)] {
      let log = SOCKSLog()
      let socks = try socksServer(to: proxy.port, log)
      defer { socks.stop() }
      let connection = try HTTPConnection("far.example", port: 8080, timeout: .seconds(10))
      connection.opener = SOCKSDialer(socks.host, port: socks.port).dial
      let server = try ProxyServer("http://proxy.example:3128")
      connection.route = isForwarding ? .forward(server) : .tunnel(server)
      #expect(try connection.get("/1") == (isForwarding ? "http://far.example:8080/1" : "/1"))
      #expect(try connection.get("/2") == (isForwarding ? "http://far.example:8080/2" : "/2"))
      #expect(log.lines == ["5 proxy.example:3128"])
    }
    #expect(tunnel.requests.map(\.target) == ["far.example:8080"])
  }

  @Test func `each of the two proxies is named for what it does`() throws {
    let refusing = try LoopbackServer { client in
      _ = try client.read(exactly: 3)
      try client.send([5, 0, 5, 2])
      try client.sleepUntilStopped()
    }
    defer { refusing.stop() }
    let silent = try LoopbackServer { try $0.sleepUntilStopped() }
    defer { silent.stop() }
    let socks = try socksServer(to: silent.port)
    defer { socks.stop() }
    for isForwarding in [false, true] {
      let connection = try HTTPConnection("far.example", timeout: .seconds(10))
      let server = try ProxyServer("http://proxy.example:3128")
      connection.route = isForwarding ? .forward(server) : .tunnel(server)
      connection.opener = SOCKSDialer(refusing.host, port: refusing.port).dial
      #expect(thrown { try connection.connect() }?.proxy == "127.0.0.1:\(refusing.port)")
      #expect(connection.requestFailure?.proxy == "127.0.0.1:\(refusing.port)")
      // The SOCKS proxy says nothing, and then the HTTP proxy behind one.
      connection.opener = SOCKSDialer(silent.host, port: silent.port).dial
      let first = thrown { try connection.request("GET", "/", deadline: .now + .milliseconds(100)) }
      guard case .deadlineExceeded(.tunneling, _)? = first else { return #expect(Bool(false), "\(String(describing: first))") }
      connection.opener = SOCKSDialer(socks.host, port: socks.port).dial
      let second = thrown {
        try connection.request("GET", "/", deadline: .now + .milliseconds(300))
        _ = try connection.getResponse()
      }
      guard case .deadlineExceeded(let phase, _)? = second else { return #expect(Bool(false), "\(String(describing: second))") }
      #expect(phase == (isForwarding ? .waitingForResponse : .tunneling))
      #expect(connection.requestFailure?.proxy == "proxy.example:3128")
    }
  }
}
