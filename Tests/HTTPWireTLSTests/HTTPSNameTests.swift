#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// Whom a connection is with, by name or address, and what it says when it is with no TLS server at all.
@Suite struct HTTPSNameTests {
  @Test(arguments: [
    ("b\u{FC}cher.test", "xn--bcher-kva.test", "xn--bcher-kva.test"), ("B\u{FC}cher.test", "xn--bcher-kva.test", "xn--bcher-kva.test"),
    ("Localhost.Test", "localhost.test", "Localhost.Test"), ("localhost.test.", "localhost.test", "localhost.test."),
    ("a.wild.test", "*.wild.test", "a.wild.test"),
  ])
  func `names are asked for and checked as certificates have them`(host: String, inCertificate: String, inHostField: String) throws {
    let certificate = try Fixture.authority.get().issue(TestCertificate.Request(dnsNames: [inCertificate]))
    let server = try Fixture.server({ $0.certificate = certificate }) { connection in
      try connection.answer { .init(text: "\(connection.tls?.requestedServerName ?? "-") \($0.headers["Host"] ?? "")") }
    }
    defer { server.stop() }
    let connection = try HTTPSConnection(host, timeout: .seconds(10), context: Fixture.context())
    connection.opener = redirected(to: server.port)
    let asked = inCertificate.hasPrefix("*") ? host : inCertificate
    #expect(try connection.fetch() == "\(asked) \(inHostField)")
  }

  @Test(arguments: [
    ("a.b.wild.test", ["*.wild.test"]), ("wild.test", ["*.wild.test"]), ("xn--bcher-kva.test", ["*cher-kva.test"]),
    ("127.0.0.1", ["127.0.0.1"]),
    ("127.0.0.1", ["*.0.0.1"]), ("a.test", []),
  ])
  func `names that only look alike are refused`(host: String, inCertificate: [String]) throws {
    var request = TestCertificate.Request(dnsNames: inCertificate)
    // A common name counts for nothing (RFC 9525 section 6.3).
    request.commonName = host
    let certificate = try Fixture.authority.get().issue(request)
    let server = try Fixture.replying { $0.certificate = certificate }
    defer { server.stop() }
    let connection = try HTTPSConnection(host, port: 443, timeout: .seconds(10), context: Fixture.context())
    connection.opener = redirected(to: server.port)
    #expect(failure { try connection.request("GET", "/") }?.certificate?.problem == .hostnameMismatch)
    #expect(server.requests.isEmpty)
  }

  @Test func `an IPv4 address is checked as one, and not asked for by name`() throws {
    let server = try Fixture.server { connection in
      try connection.answer { _ in .init(text: connection.tls?.requestedServerName ?? "no name") }
    }
    defer { server.stop() }
    let connection = try HTTPSConnection("127.0.0.1:\(server.port)", timeout: .seconds(10), context: Fixture.context())
    #expect(try connection.fetch() == "no name")
  }

  @Test(.enabled(if: hasIPv6)) func `an IPv6 address is checked as one, however it is written`() throws {
    let server = try TLSLoopbackServer(.ipv6) { connection in
      try connection.answer { .init(text: "\(connection.tls?.requestedServerName ?? "no name") \($0.headers["Host"] ?? "")") }
    }
    defer { server.stop() }
    for (host, inHostField) in [("[::1]", "[::1]"), ("[0:0:0:0:0:0:0:1]", "[0:0:0:0:0:0:0:1]")] {
      let connection = try HTTPSConnection("\(host):\(server.port)", timeout: .seconds(10), context: server.clientContext())
      #expect(try connection.fetch() == "no name \(inHostField):\(server.port)")
    }
  }

  // MARK: The wrong protocol

  @Test func `a plain server on an HTTPS connection is told from a TLS server`() throws {
    for reply in ["HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "220 mail.test ESMTP\r\n"] {
      let server = try LoopbackServer { connection in
        _ = try connection.read()
        try connection.send(reply)
      }
      defer { server.stop() }
      let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: Fixture.context())
      let error = failure { try connection.request("GET", "/") }
      guard case .notTLS(let received)? = error?.tls?.kind else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(Array(reply.utf8).starts(with: received))
      #expect(error?.description.contains("does not speak TLS") == true)
      #expect(connection.stream == nil)
    }
  }

  @Test(arguments: [[0x15, 3, 3, 0, 2, 2, 40], [0x15, 3, 1, 0, 2, 2, 10], [0x16, 3, 3, 0, 1, 0]] as [[UInt8]])
  func `a TLS server on a plain connection is named`(record: [UInt8]) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send(record)
    }
    defer { server.stop() }
    let connection = try HTTPConnection("localhost", port: server.port, timeout: .seconds(10))
    try connection.request("GET", "/")
    let error = failure { _ = try connection.getResponse() }
    #expect(error?.isBadStatusLine == true)
    #expect(error?.description.contains("the server speaks TLS") == true, "\(String(describing: error))")
  }

  @Test func `a real TLS server on a plain connection is an error`() throws {
    let server = try Fixture.replying()
    defer { server.stop() }
    let connection = try HTTPConnection("localhost", port: server.port, timeout: .seconds(10))
    try connection.request("GET", "/")
    let error = failure { _ = try connection.getResponse() }
    #expect(error?.isBadStatusLine == true || error?.isConnectionReset == true, "\(String(describing: error))")
    server.stop()
    #expect(server.requests.isEmpty)
  }

  // MARK: Descriptors

  @Test func `a hundred failures leave nothing open, and the connection usable`() throws {
    let stranger = try TLSServerSide(TLSServerOptions(certificate: CertificateAuthority.selfSigned(.init(dnsNames: ["localhost"]))))
    let right = try TLSServerSide(TLSServerOptions(certificate: Fixture.localhost.get()))
    let counter = Counter()
    let server = try LoopbackServer { connection in
      let number = counter.next()
      if number < 100, number % 3 == 0 { return connection.hangUp() }
      if number < 100, number % 3 == 1 { return try connection.send("HTTP/1.1 400 Bad Request\r\n\r\n") }
      try connection.startTLS(number < 100 ? stranger : right)
      try connection.answer { _ in .init(text: "fine") }
    }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: Fixture.context())
    weak var last: (any ByteStream)?
    connection.opener = { target throws(HTTPException) in
      let stream = try TCPDialer().connect(to: target)
      last = stream
      return stream
    }
    let before = openDescriptors()
    for _ in 0..<100 {
      let error = failure { try connection.request("GET", "/") }
      #expect(error?.tls != nil || error?.isConnectionReset == true, "\(String(describing: error))")
      #expect(last == nil, "the stream is held by nobody")
    }
    // Other tests open and close meanwhile, but not as many as would have been left open here.
    #expect(openDescriptors() - before < 100)
    #expect(try connection.fetch() == "fine")
    #expect(server.connectionCount == 101)
  }
}
#endif
