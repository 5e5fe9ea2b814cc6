#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// What `http.client` says of HTTPS, a test for each row of docs/parity.md.
struct HTTPSParityTests {
  /// A server that says which Host it was asked for.
  private static func site(names: [String] = [], _ change: (inout TLSServerOptions) throws -> Void = { _ in }) throws -> TLSLoopbackServer {
    let request = TestCertificate.Request(dnsNames: ["localhost"] + names, addresses: [[127, 0, 0, 1]])
    var options = TLSServerOptions(certificate: try Fixture.authority.get().issue(request))
    try change(&options)
    return try TLSLoopbackServer(.ipv4, options, authority: Fixture.authority.get().certificate) { connection in
      while let request = try connection.readRequest() {
        try connection.send(.init(text: request.headers["Host"] ?? "none"), to: request)
      }
    }
  }

  /// Opens every connection to a server, whatever it is for.
  private static func redirect(_ connection: HTTPConnection, to server: LoopbackServer) {
    let (host, port) = (server.host, server.port)
    connection.opener = { (target) throws(HTTPException) in
      try TCPDialer().connect(to: ConnectionTarget(host: host, port: port, timeout: .seconds(10)))
    }
  }

  private static func host(_ connection: HTTPConnection) throws(HTTPException) -> String {
    try connection.request("GET", "/")
    return String(decoding: try connection.getResponse().read(), as: UTF8.self)
  }

  @Test func `the port of HTTPS is 443, and Host does not name it`() throws {
    let server = try Self.site()
    let connection = try HTTPSConnection("localhost", context: server.clientContext())
    #expect(connection.port == 443)
    #expect(connection.defaultPort == 443)
    Self.redirect(connection, to: server.server)
    #expect(try Self.host(connection) == "localhost")
    let other = try HTTPSConnection("localhost:80", context: server.clientContext())
    Self.redirect(other, to: server.server)
    #expect(try Self.host(other) == "localhost:80")
  }

  @Test func `by default certificate and name are verified, and http 1.1 is offered`() throws {
    let options = TLSContext.default.options
    #expect(options.verification == .required)
    #expect(options.checkHostname)
    #expect(options.alpn == ["http/1.1"])
    #expect(options.postHandshakeAuthentication)
    #expect(options.minimumVersion == .tls12)
    let server = try Self.site()
    let connection = try HTTPSConnection("127.0.0.1", port: server.port)
    #expect(failure { _ = try Self.host(connection) }?.certificate != nil)
    #expect(server.requests.isEmpty)
  }

  @available(*, deprecated)
  @Test func `the deprecated arguments show a certificate, and override the check of the name`() throws {
    let client = try Fixture.authority.get().issue(TestCertificate.Request(dnsNames: ["client"]))
    let certificate = try TemporaryFile(client.chain)
    let key = try TemporaryFile(client.key)
    let server = try Self.site { $0.clientAuthority = try Fixture.authority.get().certificate }
    let context = try Fixture.context()
    let connection = try HTTPSConnection(
      "localhost", port: server.port, keyFile: key.path, certFile: certificate.path, context: context)
    #expect(try Self.host(connection) == "localhost:\(server.port)")
    let strict = try HTTPSConnection("elsewhere", port: 1, keyFile: key.path, certFile: certificate.path, context: context)
    Self.redirect(strict, to: server.server)
    #expect(failure { _ = try Self.host(strict) }?.certificate?.problem == .hostnameMismatch)
    let lax = try HTTPSConnection(
      "elsewhere", port: 1, keyFile: key.path, certFile: certificate.path, context: context, checkHostname: false)
    Self.redirect(lax, to: server.server)
    #expect(try Self.host(lax) == "elsewhere:1")
    #expect(context.options.checkHostname)
  }

  @Test func `the name that is sent and checked is the tunnel's`() throws {
    let server = try Self.site(names: ["far.test"])
    let (host, port) = (server.host, server.port)
    let proxy = try LoopbackServer { connection in
      _ = try connection.readRequest()
      let upstream = try TCPDialer().connect(to: ConnectionTarget(host: host, port: port, timeout: .seconds(10)))
      defer { upstream.close() }
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      try connection.relay(to: upstream)
    }
    let connection = try HTTPSConnection(proxy.host, port: proxy.port, context: server.clientContext())
    try connection.setTunnel("far.test")
    #expect(try Self.host(connection) == "far.test")
    #expect(proxy.requests.map(\.target) == ["far.test:443"])
    connection.close()
    try connection.setTunnel("near.test")
    let refusal = failure { _ = try Self.host(connection) }?.certificate
    #expect(refusal?.problem == .hostnameMismatch)
    #expect(refusal?.reason.contains("near.test") == true)
  }

  @Test func `the handshake is part of connecting`() throws {
    let server = try Self.site()
    let connection = try HTTPSConnection("localhost", port: server.port, context: server.clientContext())
    #expect(connection.tls == nil)
    try connection.connect()
    #expect(connection.tls?.version == .tls13)
    #expect(connection.tls?.alpn == "http/1.1")
    #expect(server.requests.isEmpty)
    let stranger = try HTTPSConnection("127.0.0.1", port: server.port)
    for step in [{ try stranger.connect() }, { try stranger.request("GET", "/") }] { #expect(failure(step)?.certificate != nil) }
  }

  @Test func `after a failed handshake nothing is left open, and the next request begins anew`() throws {
    let good = try Self.site()
    let bad = try TLSLoopbackServer { _ = try $0.readRequest() }
    let connection = try HTTPSConnection("localhost", port: 1, context: good.clientContext())
    Self.redirect(connection, to: bad.server)
    #expect(failure { try connection.request("GET", "/") }?.certificate != nil)
    #expect(connection.stream == nil)
    Self.redirect(connection, to: good.server)
    #expect(try Self.host(connection) == "localhost:1")
  }

  @Test func `a body that ends with the connection but without farewell is an error, unless raggedTLSEnd has it accepted`() throws {
    let server = try Fixture.server { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\nhalf")
      connection.hangUp()
    }
    for leniency in [ParsingLeniency.default, [.raggedTLSEnd]] {
      let connection = try HTTPSConnection("localhost", port: server.port, leniency: leniency, context: server.clientContext())
      try connection.request("GET", "/")
      let response = try connection.getResponse()
      if leniency.contains(.raggedTLSEnd) {
        #expect(try response.read() == Array("half".utf8))
      } else {
        #expect(failure { _ = try response.read() }?.tls?.kind == .truncated)
      }
    }
  }
}
#endif
