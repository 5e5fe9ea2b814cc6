#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// TLS through proxies, and to them.
@Suite struct HTTPSTunnelTests {
  /// A certificate for a name alone.
  private static func certificate(_ name: String) throws -> TestCertificate {
    try Fixture.authority.get().issue(TestCertificate.Request(dnsNames: [name]))
  }

  /// The server behind the tunnels, which says what name it was asked for in the handshake and in the request.
  private static func origin(_ name: String = "far.test") throws -> TLSLoopbackServer {
    try Fixture.server({ $0.certificate = try certificate(name) }) { connection in
      try connection.answer { .init(text: "\(connection.tls?.requestedServerName ?? "-") \($0.headers["Host"] ?? "")") }
    }
  }

  private static func connection(
    to proxy: LoopbackServer, through target: String = "far.test", context: TLSContext? = nil
  ) throws -> HTTPSConnection {
    let connection = try HTTPSConnection("proxy.test", port: 8080, timeout: .seconds(10), context: context ?? Fixture.context())
    connection.opener = redirected(to: proxy.port)
    try connection.setTunnel(target, headers: ["Proxy-Authorization": "Basic eA=="])
    return connection
  }

  @Test func `TLS in a tunnel is with the tunnel's target`() throws {
    let origin = try Self.origin()
    defer { origin.stop() }
    let port = origin.port
    let proxy = try LoopbackServer { try $0.openTunnel(to: port) }
    defer { proxy.stop() }
    let connection = try Self.connection(to: proxy)
    for _ in 0..<2 { #expect(try connection.fetch() == "far.test far.test") }
    #expect(connection.tls?.peerCertificates.first?.dnsNames == ["far.test"])
    #expect(connection.tls?.isResumed == false)
    connection.close()
    #expect(try connection.fetch() == "far.test far.test")
    #expect(connection.tls?.isResumed == true)
    #expect(proxy.requests.map(\.target) == ["far.test:443", "far.test:443"])
    #expect(proxy.requests.allSatisfy { $0.headers["Host"] == "far.test:443" })
    #expect(origin.requests.count == 3)
    #expect(origin.requests.allSatisfy { !$0.headers.contains("Proxy-Authorization") })
  }

  @Test func `a certificate for the proxy's name is none for the target's`() throws {
    let origin = try Self.origin("proxy.test")
    defer { origin.stop() }
    let port = origin.port
    let proxy = try LoopbackServer { try $0.openTunnel(to: port) }
    defer { proxy.stop() }
    let connection = try Self.connection(to: proxy)
    let error = failure { try connection.request("GET", "/") }
    #expect(error?.certificate?.problem == .hostnameMismatch)
    #expect(error?.certificate?.names == ["proxy.test"])
    #expect(connection.proxyResponseHeaders?.isEmpty == true, "the tunnel had been opened")
    #expect(connection.stream == nil)
    #expect(origin.requests.isEmpty)
  }

  @Test func `targets can be addresses`() throws {
    for (target, address, isGood) in [
      ("192.0.2.1:444", [192, 0, 2, 1], true), ("192.0.2.2:444", [192, 0, 2, 1], false),
      ("[2001:db8::1]:444", [0x20, 1, 0x0D, 0xB8] + Array(repeating: 0, count: 11) + [1], true),
    ] as [(String, [UInt8], Bool)] {
      let certificate = try Fixture.authority.get().issue(TestCertificate.Request(addresses: [address]))
      let origin = try Fixture.replying { $0.certificate = certificate }
      defer { origin.stop() }
      let port = origin.port
      let proxy = try LoopbackServer { try $0.openTunnel(to: port) }
      defer { proxy.stop() }
      let connection = try Self.connection(to: proxy, through: target)
      if isGood {
        #expect(try connection.fetch() == "/ \(target)")
      } else {
        #expect(failure { _ = try connection.fetch() }?.certificate?.problem == .hostnameMismatch)
      }
      #expect(proxy.requests.map(\.target) == [target])
    }
  }

  @Test(arguments: [TLSVersion.tls12, .tls13], [TLSVersion.tls12, .tls13])
  func `a proxy is reached over TLS, and TLS goes through its tunnel`(outer: TLSVersion, inner: TLSVersion) throws {
    let origin = try Fixture.server({
      $0.certificate = try Self.certificate("far.test")
      $0.maximumVersion = inner
    }) { connection in try connection.answer { .init(body: $0.body + Array((connection.tls?.requestedServerName ?? "-").utf8)) } }
    defer { origin.stop() }
    let port = origin.port
    let proxy = try Fixture.server({
      $0.certificate = try Self.certificate("proxy.test")
      $0.maximumVersion = outer
    }) { try $0.openTunnel(to: port) }
    defer { proxy.stop() }
    let connection = try Self.connection(to: proxy.server)
    connection.proxyContext = try Fixture.context()
    let body = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for _ in 0..<2 {
      try connection.request("PUT", "/", body: .bytes(body))
      #expect(try connection.getResponse().read() == body + Array("far.test".utf8))
    }
    #expect(connection.tls?.version == inner)
    #expect(proxy.requests.map(\.target) == ["far.test:443"])
    #expect(proxy.requests.first?.headers["Proxy-Authorization"] == "Basic eA==")
    connection.close()
  }

  @Test func `plain requests go through a proxy that is reached over TLS`() throws {
    let origin = try LoopbackServer.replying { .init(text: $0.headers["Host"] ?? "") }
    defer { origin.stop() }
    let port = origin.port
    let proxy = try Fixture.server { try $0.openTunnel(to: port) }
    defer { proxy.stop() }
    let connection = try HTTPConnection("localhost", port: proxy.port, timeout: .seconds(10))
    connection.proxyContext = try Fixture.context()
    try connection.setTunnel("far.test")
    #expect(try connection.fetch() == "far.test")
    #expect(connection.stream is TLSStream)
  }

  @Test func `a proxy's certificate for another name is refused before it is asked for anything`() throws {
    // CVE-2021-28363: the target's certificate says nothing about the proxy.
    for name in ["far.test", "other.test"] {
      let proxy = try Fixture.server({ $0.certificate = try Self.certificate(name) }) { try $0.openTunnel(to: 1) }
      defer { proxy.stop() }
      let connection = try Self.connection(to: proxy.server)
      connection.proxyContext = try Fixture.context()
      let error = failure { try connection.request("GET", "/") }
      #expect(error?.certificate?.problem == .hostnameMismatch)
      #expect(error?.certificate?.names == [name])
      #expect(connection.stream == nil)
      #expect(connection.proxyResponseHeaders == nil)
      proxy.stop()
      #expect(proxy.requests.isEmpty)
    }
  }

  @Test func `each of the two contexts counts for its own side`() throws {
    let origin = try Self.origin()
    defer { origin.stop() }
    let port = origin.port
    let proxy = try Fixture.server({ $0.certificate = try Self.certificate("proxy.test") }) { try $0.openTunnel(to: port) }
    defer { proxy.stop() }
    let trusting = try Fixture.context()
    let strange = try TLSContext()
    for (forProxy, forOrigin, requests) in [(strange, trusting, 0), (trusting, strange, 1)] {
      let before = proxy.requests.count
      let connection = try Self.connection(to: proxy.server, context: forOrigin)
      connection.proxyContext = forProxy
      #expect(failure { try connection.request("GET", "/") }?.certificate != nil)
      #expect(proxy.requests.count - before == requests)
    }
    #expect(origin.requests.isEmpty)
  }

  @Test func `a refused tunnel is told with what the proxy said, over TLS too`() throws {
    let refusal = LoopbackServer.Response(status: 407, headers: ["Proxy-Authenticate": "Basic realm=\"p\""], text: "who are you?")
    let plain = try LoopbackServer.replying { _ in refusal }
    defer { plain.stop() }
    let secure = try Fixture.server({ $0.certificate = try Self.certificate("proxy.test") }) { try $0.answer { _ in refusal } }
    defer { secure.stop() }
    for (server, context) in [(plain, nil), (secure.server, try Fixture.context())] {
      let connection = try Self.connection(to: server)
      connection.proxyContext = context
      guard case .tunnelRefused(let told)? = failure({ try connection.request("GET", "/") }) else {
        Issue.record("not refused")
        continue
      }
      #expect(told.status == 407)
      #expect(told.reason == "Proxy Authentication Required")
      #expect(told.headers["Proxy-Authenticate"] == "Basic realm=\"p\"")
      #expect(String(decoding: told.body, as: UTF8.self) == "who are you?")
      #expect(connection.stream == nil)
    }
  }

  @Test func `what follows the proxy's assent before TLS has begun is refused`() throws {
    // As if the server had spoken first: a TLS record, or a whole response in the clear.
    for early in ["\u{16}\u{3}\u{3}\0\u{2}ab", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"] {
      let proxy = try LoopbackServer { connection in
        _ = try connection.readRequest()
        try connection.send("HTTP/1.1 200 OK\r\n\r\n" + early)
        _ = try connection.read()
      }
      defer { proxy.stop() }
      let connection = try Self.connection(to: proxy)
      #expect(failure { try connection.request("GET", "/") } == .unexpectedTunnelData)
      #expect(connection.stream == nil)
    }
  }

  @Test func `what comes late in the clear is no TLS`() throws {
    let proxy = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      _ = try connection.read()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    }
    defer { proxy.stop() }
    let connection = try Self.connection(to: proxy)
    guard case .notTLS? = failure({ try connection.request("GET", "/") })?.tls?.kind else {
      Issue.record("taken for TLS")
      return
    }
  }

  @Test func `a proxy that is spoken to in the wrong way is an error that says so`() throws {
    let plain = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
    }
    defer { plain.stop() }
    let connection = try Self.connection(to: plain)
    connection.proxyContext = try Fixture.context()
    guard case .notTLS(let received)? = failure({ try connection.connect() })?.tls?.kind else {
      Issue.record("taken for TLS")
      return
    }
    #expect(received.starts(with: Array("HTTP/1.1 400".utf8)))
  }

  @Test func `a tunnel that ends in the handshake, or is silent, is an error that closes it`() throws {
    let proxy = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      _ = try connection.read()
    }
    defer { proxy.stop() }
    let connection = try Self.connection(to: proxy)
    #expect(failure { try connection.request("GET", "/") }?.tls?.kind == .truncated)
    #expect(connection.stream == nil)
    let silent = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      try connection.sleepUntilStopped()
    }
    defer { silent.stop() }
    let waiting = try Self.connection(to: silent)
    waiting.timeout = .milliseconds(100)
    #expect(failure { try waiting.request("GET", "/") } == .timedOut(.handshaking))
    #expect(waiting.stream == nil)
  }

  @Test func `a context for the proxy needs a tunnel`() throws {
    let server = try Fixture.replying()
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: Fixture.context())
    connection.proxyContext = try Fixture.context()
    guard case .invalidArgument? = failure({ try connection.request("GET", "/") }) else {
      Issue.record("taken")
      return
    }
    #expect(connection.stream == nil)
    connection.proxyContext = nil
    #expect(try connection.fetch() == "/ localhost:\(server.port)")
  }

  // MARK: Closing

  /// What a script has in the place of a handshake.
  private static let failing: [(stream: @Sendable () -> ScriptedStream, isRight: @Sendable (HTTPException) -> Bool)] = [
    ({ ScriptedStream(atEnd: .end) }, { $0 == .remoteDisconnected }),
    ({ ScriptedStream("HTTP/1.1 403 No\r\n\r\n", atEnd: .end) }, { if case .tunnelRefused = $0 { true } else { false } }),
    ({ ScriptedStream("HTTP/1.1 200 OK\r\n\r\n!", atEnd: .end) }, { $0 == .unexpectedTunnelData }),
    ({ ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\n\r\n"], ["no TLS at all"]], atEnd: .end) }, { $0.tls != nil }),
    ({ ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\n\r\n"], []], atEnd: .end) }, { $0.tls?.kind == .truncated }),
    ({ ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\n\r\n"], []], atEnd: .reset) }, { $0.isConnectionReset }),
    ({ ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\n\r\n"], []], atEnd: .timeout) }, { $0 == .timedOut(.handshaking) }),
  ]

  @Test(arguments: failing.indices) func `a stream whose opening fails is closed once, and nothing of the request is sent`(
    index: Int
  ) throws {
    let (make, isRight) = Self.failing[index]
    let stream = make()
    let connection = try HTTPSConnection("proxy.test", context: Fixture.context())
    connection.opener = { _ throws(HTTPException) in stream }
    try connection.setTunnel("far.test")
    let error = failure { try connection.request("PUT", "/secret", body: "secret") }
    #expect(error.map(isRight) == true, "\(String(describing: error))")
    #expect(stream.closes == 1)
    connection.close()
    #expect(stream.closes == 1)
    #expect(!stream.writtenText.contains("secret"))
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
  }

  @Test func `a stream below TLS is closed once with its connection`() throws {
    let server = try Fixture.replying()
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: Fixture.context())
    let counter = Counter()
    connection.opener = { target throws(HTTPException) in CountingStream(try TCPDialer().connect(to: target), counter) }
    _ = try connection.fetch()
    connection.close()
    connection.close()
    #expect(counter.next() == 1)
  }
}

/// Counts how often it is closed.
private final class CountingStream: ByteStream {
  private let lower: any ByteStream
  private let closes: Counter

  init(_ lower: any ByteStream, _ closes: Counter) {
    self.lower = lower
    self.closes = closes
  }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    try lower.read(into: &buffer, timeout: timeout)
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) { try lower.write(bytes, timeout: timeout) }

  func close() {
    _ = closes.next()
    lower.close()
  }
}
#endif
