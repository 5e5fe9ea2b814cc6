#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// What Python's documentation says of HTTPSConnection.
@Suite struct HTTPSSeedTests {
  @Test func `requests go over TLS and their answers come back, on one connection`() throws {
    let server = try TLSLoopbackServer.replying { request in
      .init(text: "\(request.method) \(request.target) \(request.headers["Host"] ?? "") \(request.text)")
    }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: server.clientContext())
    for _ in 0..<3 {
      try connection.request("PUT", "/x", body: "spam")
      #expect(String(decoding: try connection.getResponse().read(), as: UTF8.self) == "PUT /x localhost:\(server.port) spam")
    }
    #expect(connection.tls?.version == .tls13)
    #expect(connection.tls?.alpn == "http/1.1")
    #expect(connection.tls?.peerCertificates.first?.dnsNames == ["localhost"])
    #expect(server.server.connectionCount == 1)
    connection.close()
    #expect(connection.tls == nil)
  }

  @Test func `the port is 443 when nothing names another, and Host leaves it out`() throws {
    let server = try Fixture.replying()
    defer { server.stop() }
    for (host, port, expected) in [("localhost", nil, "localhost"), ("localhost", 443, "localhost"), ("localhost:80", nil, "localhost:80")]
    {
      let connection = try HTTPSConnection(host, port: port, timeout: .seconds(10), context: Fixture.context())
      #expect(connection.defaultPort == 443)
      #expect(connection.port == (expected == "localhost" ? 443 : 80))
      connection.opener = redirected(to: server.port)
      #expect(try connection.fetch() == "/ \(expected)")
    }
  }

  @Test func `making a connection opens nothing, and the first request does`() throws {
    let server = try Fixture.replying()
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, context: Fixture.context())
    #expect(connection.stream == nil)
    #expect(connection.tls == nil)
    try connection.connect()
    #expect(connection.tls?.requestedServerName == "localhost")
    #expect(try connection.fetch() == "/ localhost:\(server.port)")
    connection.autoOpen = false
    connection.close()
    #expect(throws: HTTPException.notConnected) { try connection.request("GET", "/") }
  }

  @Test func `with the default context nothing of a request is sent to a stranger`() throws {
    let side = try TLSServerSide(TLSServerOptions(certificate: Fixture.localhost.get()))
    let told = Told()
    let server = try LoopbackServer { connection in
      told.note {
        try connection.startTLS(side)
        _ = try connection.readHead()
      }
    }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10))
    #expect(connection.context === TLSContext.default)
    #expect(TLSContext.default.options.verification == .required && TLSContext.default.options.checkHostname)
    let error = failure { try connection.request("PUT", "/secret", body: "secret") }
    // Which of the two depends on what is in the system's store.
    #expect([.selfSigned, .unknownIssuer].contains(error?.certificate?.problem), "\(String(describing: error))")
    #expect(connection.stream == nil && connection.tls == nil)
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    server.stop()
    #expect(server.requests.isEmpty)
    #expect(told.failure != nil, "its handshake has failed, and nothing came after it")
  }

  @Test func `a wrong host is refused with the names that the certificate has, unless nothing is verified`() throws {
    let server = try Fixture.replying()
    defer { server.stop() }
    let connection = try HTTPSConnection("other.test", port: 443, timeout: .seconds(10), context: Fixture.context())
    connection.opener = redirected(to: server.port)
    let error = failure { try connection.request("GET", "/") }
    #expect(error?.certificate?.problem == .hostnameMismatch)
    #expect(error?.certificate?.names == ["localhost", "127.0.0.1"])
    #expect(error?.certificate?.depth == 0)
    let careless = try HTTPSConnection("other.test", port: 443, timeout: .seconds(10), context: .unverified())
    careless.opener = redirected(to: server.port)
    #expect(try careless.fetch() == "/ other.test")
    let unchecked = try HTTPSConnection("other.test", context: Fixture.context { $0.checkHostname = false })
    unchecked.opener = redirected(to: server.port)
    #expect(try unchecked.fetch() == "/ other.test")
    #expect(server.requests.count == 2)
  }

  @Test func `after a handshake that failed the next request is on a new connection`() throws {
    let good = try Fixture.localhost.get()
    let bad = try TLSServerSide(TLSServerOptions(certificate: CertificateAuthority.selfSigned(.init(dnsNames: ["localhost"]))))
    let right = try TLSServerSide(TLSServerOptions(certificate: good))
    let counter = Counter()
    let server = try LoopbackServer { connection in
      try connection.startTLS(counter.next() == 0 ? bad : right)
      try connection.answer { _ in .init(text: "fine") }
    }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: Fixture.context())
    #expect(failure { try connection.request("GET", "/") }?.certificate?.problem == .selfSigned)
    #expect(try connection.fetch() == "fine")
    #expect(server.connectionCount == 2)
  }

  @Test func `a connection that is opened again resumes its session`() throws {
    for version in [TLSVersion.tls12, .tls13] {
      let server = try Fixture.server({ $0.maximumVersion = version }) { connection in
        try connection.answer { _ in .init(headers: ["Connection": "close"], text: connection.tls?.isResumed == true ? "again" : "new") }
      }
      defer { server.stop() }
      let context = try Fixture.context()
      let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: context)
      #expect(try (0..<3).map { _ in try connection.fetch() } == ["new", "again", "again"])
      let other = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: context)
      #expect(try other.fetch() == "again")
      let stranger = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: Fixture.context())
      #expect(try stranger.fetch() == "new")
    }
  }

  @Test func `a kept connection that the server has closed is opened again`() throws {
    let server = try Fixture.server { connection in
      guard let request = try connection.readRequest() else { return }
      try connection.send(LoopbackServer.Response(text: "hi"), to: request)
    }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: Fixture.context())
    for _ in 0..<3 {
      #expect(try connection.fetch() == "hi")
      while connection.tls?.pendingInput() == .nothing {}
    }
    #expect(server.server.connectionCount == 3)
  }

  @Test(arguments: [100_000, 3_000_000]) func `large bodies go both ways unchanged`(count: Int) throws {
    let server = try Fixture.server { connection in try connection.answer { .init(body: $0.body) } }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: Fixture.context())
    let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    try connection.request("POST", "/", body: .bytes(body))
    #expect(try connection.getResponse().read() == body)
  }

  // MARK: Deprecated parameters

  @Test @available(*, deprecated) func `certificate and key from files are shown to the server`() throws {
    let authority = try Fixture.authority.get().certificate
    let server = try Fixture.server({ $0.clientAuthority = authority }) { connection in
      try connection.answer { _ in .init(text: connection.tls?.peerCertificates.first?.subject ?? "nobody") }
    }
    defer { server.stop() }
    var request = TestCertificate.Request()
    request.commonName = "client"
    let client = try Fixture.authority.get().issue(request)
    let certificate = try TemporaryFile(client.chain)
    let key = try TemporaryFile(client.key)
    let both = try TemporaryFile(client.chain + client.key)
    let context = try Fixture.context { $0.postHandshakeAuthentication = false }
    for (certFile, keyFile) in [(certificate.path, key.path as String?), (both.path, nil)] {
      let connection = try HTTPSConnection(
        "localhost", port: server.port, keyFile: keyFile, certFile: certFile, timeout: .seconds(10), context: context)
      #expect(try connection.fetch() == "CN=client")
      #expect(connection.context.options.postHandshakeAuthentication)
    }
    #expect(context.options.identity == nil, "the context that was given stays as it was")
  }

  @Test @available(*, deprecated) func `checkHostname overrides the context's`() throws {
    let server = try Fixture.replying()
    defer { server.stop() }
    for (inContext, argument, isChecked) in [(true, false, false), (false, true, true), (true, nil, true), (false, nil, false)] {
      let connection = try HTTPSConnection(
        "other.test", keyFile: nil, certFile: nil, timeout: .seconds(10), context: Fixture.context { $0.checkHostname = inContext },
        checkHostname: argument)
      connection.opener = redirected(to: server.port)
      let problem = failure { _ = try connection.fetch() }?.certificate?.problem
      #expect(problem == (isChecked ? .hostnameMismatch : nil))
    }
  }

  @Test @available(*, deprecated) func `names can't be checked where nothing is verified`() throws {
    let error = failure { _ = try HTTPSConnection("h", keyFile: nil, certFile: nil, context: .unverified(), checkHostname: true) }
    #expect(error == .invalidArgument("check_hostname needs a SSL context with either CERT_OPTIONAL or CERT_REQUIRED"))
    _ = try HTTPSConnection("h", keyFile: nil, certFile: nil, context: .unverified(), checkHostname: false)
    _ = try HTTPSConnection("h", keyFile: nil, certFile: nil, context: .unverified())
  }

  @Test @available(*, deprecated) func `files that can't be used are told of when the connection is made`() throws {
    let other = try Fixture.authority.get().issue(TestCertificate.Request())
    let certificate = try TemporaryFile(Fixture.localhost.get().chain)
    let key = try TemporaryFile(other.key)
    for (certFile, keyFile) in [("/nowhere.pem", nil), (certificate.path, "/nowhere.key"), (certificate.path, key.path)] {
      let error = failure { _ = try HTTPSConnection("h", keyFile: keyFile, certFile: certFile) }
      #expect(error?.tls?.kind == .configuration, "\(String(describing: error))")
      #expect(error?.fault == .caller)
    }
    #expect(
      failure { _ = try HTTPSConnection("h", keyFile: key.path, certFile: nil) } == .invalidArgument("certFile must be given with keyFile"))
  }
}
#endif
