#if TLS
import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// TLS 1.2 servers that want another handshake once they know the request, as IIS and Apache do.
@Suite struct RenegotiationTests {
  /// A server that asks for a certificate after each request, and answers with whom it has found.
  private static func server(
    times: Int = 1, requires: Bool = false, as other: TLSServerContext? = nil, _ told: Told = Told()
  ) throws -> TLSLoopbackServer {
    let authority = try Fixture.authority.get()
    return try Fixture.server({
      $0.maximumVersion = .tls12
      $0.clientAuthority = authority.certificate
      $0.asksForClientCertificateLater = true
      // In a resumed session no certificate is shown.
      $0.tickets = 0
    }) { connection in
      while let request = try connection.readRequest() {
        told.note { for _ in 0..<times { try connection.tls?.renegotiate(requiringCertificate: requires, as: other) } }
        if told.failure != nil { return }
        let names = connection.tls?.peerCertificates.first?.dnsNames ?? []
        try connection.send(.init(text: "\(request.body.count) \(names)"), to: request)
      }
    }
  }

  private static func connection(
    to server: TLSLoopbackServer, _ renegotiation: TLSContext.Renegotiation, withIdentity: Bool
  ) throws -> HTTPSConnection {
    let client = try Fixture.authority.get().issue(TestCertificate.Request(dnsNames: ["client.test"]))
    let context = try Fixture.context {
      $0.renegotiation = renegotiation
      if withIdentity { $0.identity = client.identity }
    }
    return try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: context)
  }

  @Test(arguments: [true, false]) func `an allowed handshake finds the client's certificate, or none`(withIdentity: Bool) throws {
    let server = try Self.server()
    defer { server.stop() }
    let connection = try Self.connection(to: server, .allowed, withIdentity: withIdentity)
    // More than one request on the connection, with and without a body.
    for body in [nil, RequestBody.bytes([1, 2]), nil] {
      try connection.request("PUT", "/", body: body)
      let answer = String(decoding: try connection.getResponse().read(), as: UTF8.self)
      #expect(answer == (body == nil ? "0 " : "2 ") + (withIdentity ? #"["client.test"]"# : "[]"))
    }
    #expect(connection.tls?.alpn == "http/1.1")
    #expect(connection.tls?.peerCertificates.first?.dnsNames == ["localhost"])
    #expect(server.server.connectionCount == 1)
  }

  @Test func `a server that insists on a certificate refuses a client without one`() throws {
    let server = try Self.server(requires: true)
    defer { server.stop() }
    let connection = try Self.connection(to: server, .allowed, withIdentity: false)
    let error = failure {
      try connection.request("GET", "/")
      _ = try connection.getResponse()
    }
    #expect(error?.tls?.kind == .alert(40), "\(error as Any)")
  }

  @Test(arguments: [true, false]) func `a refused handshake is told with the option that allows it`(withIdentity: Bool) throws {
    let told = Told()
    let server = try Self.server(told)
    let connection = try Self.connection(to: server, .refused, withIdentity: withIdentity)
    let error = failure {
      try connection.request("GET", "/")
      _ = try connection.getResponse()
    }
    #expect(error?.tls?.kind == .renegotiation, "\(error as Any)")
    #expect(error?.description.contains("TLSContext.Options.renegotiation") == true)
    // The server's side has ended once this returns.
    server.stop()
    #expect(told.failure != nil)
  }

  @Test func `a server that goes on after the refusal is heard`() throws {
    let server = try Fixture.server({ $0.maximumVersion = .tls12 }) { connection in
      guard let request = try connection.readRequest() else { return }
      try connection.tls?.renegotiate()
      // It reads the refusal only when it has answered.
      try connection.send(.init(text: "hi"), to: request)
    }
    defer { server.stop() }
    let connection = try Self.connection(to: server, .refused, withIdentity: false)
    #expect(try connection.fetch() == "hi")
  }

  @Test func `a server must not become another one`() throws {
    let other = try Fixture.authority.get().issue(TestCertificate.Request(dnsNames: ["localhost"]))
    var options = TLSServerContext.Options(identity: other.identity)
    options.maximumVersion = .tls12
    let server = try Self.server(as: try TLSServerContext(options))
    defer { server.stop() }
    let connection = try Self.connection(to: server, .allowed, withIdentity: true)
    let error = failure {
      try connection.request("GET", "/")
      _ = try connection.getResponse()
    }
    #expect(error?.certificate?.reason.contains("another certificate") == true, "\(error as Any)")
  }

  @Test func `the handshakes of a connection are counted`() throws {
    let server = try Self.server(times: 12)
    defer { server.stop() }
    let connection = try Self.connection(to: server, .allowed, withIdentity: false)
    let error = failure {
      try connection.request("GET", "/")
      _ = try connection.getResponse()
    }
    #expect(error?.tls?.kind == .renegotiation, "\(error as Any)")
    #expect(error?.description.contains("more than 8") == true)
  }

  @Test func `h2 is refused by a connection, and left to a stream`() throws {
    let server = try Fixture.echo { $0.alpn = ["h2"] }
    defer { server.stop() }
    let context = try Fixture.context { $0.alpn = ["h2", "http/1.1"] }
    let error = failure { try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: context).connect() }
    #expect(error?.tls?.kind == .protocolViolation)
    #expect(error?.description.contains("h2") == true)
    let stream = try connect(to: server, context)
    #expect(stream.alpn == "h2")
    stream.close()
  }
}
#endif
