import HTTPWire
import HTTPWireTesting
import Testing

/// A connection through a SOCKS proxy, over real sockets.
@Suite struct SOCKSDialerTests {
  static let routes: [(version: SOCKSVersion, host: String, user: String?, asked: [String])] = [
    (.socks4, "127.0.0.1", nil, ["4 127.0.0.1:8080"]),
    (.socks4, "localhost", "me", ["4 127.0.0.1:8080 me"]),
    (.socks4a, "far.example", nil, ["4 far.example:8080"]),
    (.socks4a, "127.0.0.1", "me", ["4 127.0.0.1:8080 me"]),
    (.socks5, "127.0.0.1", nil, ["5 127.0.0.1:8080"]),
    (.socks5, "localhost", nil, ["5 127.0.0.1:8080", "5 0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:1:8080"]),
    (.socks5, "[::1]", nil, ["5 0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:1:8080"]),
    (.socks5h, "far.example", nil, ["5 far.example:8080"]),
    (.socks5h, "bücher.example", nil, ["5 xn--bcher-kva.example:8080"]),
    (.socks5h, "10.0.0.1", nil, ["5 10.0.0.1:8080"]),
    (.socks5h, "[fe80::1%nowhere]", nil, ["5 fe:80:0:0:0:0:0:0:0:0:0:0:0:0:0:1:8080"]),
  ]

  @Test(arguments: routes) func `requests go through a proxy of each version, on one kept connection`(
    version: SOCKSVersion, host: String, user: String?, asked: [String]
  ) throws {
    let origin = try LoopbackServer.replying { .init(text: "\($0.target) for \($0.headers["Host"] ?? "")") }
    defer { origin.stop() }
    let log = SOCKSLog()
    let proxy = try socksServer(to: origin.port, log)
    defer { proxy.stop() }
    let connection = try HTTPConnection(host, port: 8080, timeout: .seconds(10))
    connection.opener = SOCKSDialer(proxy.host, port: proxy.port, version: version, user: user).dial
    #expect(try connection.get("/1").hasPrefix("/1 for "))
    #expect(try connection.get("/2").hasPrefix("/2 for "))
    #expect(log.lines.count == 1 && asked.contains(log.lines[0]), "\(log.lines)")
  }

  @Test(arguments: [("u", "p"), ("u", ""), ("ü", "\u{1}:")]) func `a user and password are given to a proxy that wants them`(
    user: String, password: String
  ) throws {
    let origin = try LoopbackServer.replying { _ in .init(text: "hi") }
    defer { origin.stop() }
    let log = SOCKSLog()
    let proxy = try socksServer(to: origin.port, credentials: "\(user):\(password)", log)
    defer { proxy.stop() }
    let connection = try HTTPConnection("far.example", timeout: .seconds(10))
    connection.opener = SOCKSDialer(proxy.host, port: proxy.port, user: user, password: password).dial
    #expect(try connection.get() == "hi")
    #expect(log.lines == ["5 far.example:80 \(user):\(password)"])
  }

  @Test func `a proxy that wants other credentials, or any, is an error that names it`() throws {
    let proxy = try socksServer(to: 1, credentials: "u:p")
    defer { proxy.stop() }
    let name = ", at the proxy 127.0.0.1:\(proxy.port)"
    let connection = try HTTPConnection("far.example", timeout: .seconds(10))
    connection.opener = SOCKSDialer(proxy.host, port: proxy.port, user: "u", password: "guess").dial
    let refused = thrown { try connection.connect() }
    #expect(refused?.description == "the SOCKS proxy did not accept the user and password" + name)
    connection.opener = SOCKSDialer(proxy.host, port: proxy.port).dial
    let unasked = thrown { try connection.connect() }
    #expect(
      unasked?.description == "the SOCKS proxy wants the client to authenticate; give the dialer a user and a password" + name)
    #expect(connection.stream == nil)
  }

  @Test func `what the target sends behind the reply is left for the reader`() throws {
    let proxy = try LoopbackServer { client in
      _ = try client.read(exactly: 3)
      try client.send([5, 0])
      _ = try client.read(exactly: 4 + 1 + 11 + 2)
      try client.send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0] + Array("220 hello\r\n".utf8))
    }
    defer { proxy.stop() }
    let stream = try SOCKSDialer(proxy.host, port: proxy.port).dial(ConnectionTarget(host: "far.example", port: 25))
    defer { stream.close() }
    #expect(try stream.readToEnd() == Array("220 hello\r\n".utf8))
  }

  @Test func `no host, a bad host or what a version can't say is refused before anything is opened`() throws {
    let nowhere = GivenDialer()
    func dial(_ dialer: SOCKSDialer, _ host: String = "far.example") -> HTTPException? {
      thrown { _ = try dialer.dial(ConnectionTarget(host: host, port: 80)) }
    }
    for (dialer, host) in [
      (SOCKSDialer("p", over: nowhere), ""), (SOCKSDialer("p", version: .socks4, over: nowhere), "::1"),
      (SOCKSDialer("p", version: .socks4a, over: nowhere), "::1"), (SOCKSDialer("p", version: .socks5, over: nowhere), "a\u{0}b"),
      (SOCKSDialer("p", user: "", over: nowhere), "h"), (SOCKSDialer("p", password: "x", over: nowhere), "h"),
      (SOCKSDialer("p", over: nowhere), String(repeating: "a", count: 256)),
    ] {
      guard case .invalidArgument? = dial(dialer, host) else {
        Issue.record("\(dialer), \(host)")
        continue
      }
    }
    for (host, port) in [("http://p", 1), ("p", 65_536), ("p", -1), ("a b", 1)] {
      let dialer = SOCKSDialer(host, port: port, over: nowhere)
      guard case .invalidURL? = dial(dialer) else {
        Issue.record("\(dialer)")
        continue
      }
    }
    #expect(nowhere.targets.isEmpty)
  }

  @Test func `a proxy may listen at a Unix socket`() throws {
    let origin = try LoopbackServer.replying { _ in .init(text: "hi") }
    defer { origin.stop() }
    let proxy = try socksServer(.unix(path: "/tmp/httpwire-\(UInt64.random(in: .min ... .max))"), to: origin.port)
    defer { proxy.stop() }
    let connection = try HTTPConnection("far.example", timeout: .seconds(10))
    connection.opener = SOCKSDialer("localhost", over: UnixDialer(path: proxy.host)).dial
    #expect(try connection.get() == "hi")
  }

  @Test func `no password is printed`() {
    let dialer = SOCKSDialer("p", user: "u", password: "secret")
    let tunnel = TunnelDialer("p", port: 1, headers: ["Proxy-Authorization": "secret"], over: dialer)
    for value in [dialer as any Dialer, tunnel] {
      var dumped = ""
      dump(value, to: &dumped)
      for text in [dumped, "\(value)", String(reflecting: value)] { #expect(!text.contains("secret")) }
      #expect(dumped.contains("***"))
    }
  }
}
