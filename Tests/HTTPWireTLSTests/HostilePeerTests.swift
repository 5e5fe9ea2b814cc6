#if TLS
import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// Peers that show no certificate, never come to the point, or hope to be taken for another.
struct HostilePeerTests {
  @Test func `a server that shows no certificate is refused, whatever ciphers are allowed`() throws {
    let authority = try CertificateAuthority()
    var server = TLSServerOptions(certificate: try authority.issue(TestCertificate.Request(dnsNames: ["localhost"])))
    server.maximumVersion = .tls12
    server.cipherList = "AECDH-AES256-SHA"
    let loopback = try TLSLoopbackServer(.ipv4, server, authority: authority.certificate) { connection in
      if try connection.readRequest() != nil { try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }
    }
    defer { loopback.stop() }
    var options = TLSContext.Options()
    options.trust = []
    options.securityLevel = 0
    options.cipherList = "ALL"
    options.maximumVersion = .tls12
    options.peerCheck = TLSPeerCheck { _ in false }
    let connection = try HTTPSConnection("localhost", port: loopback.port, timeout: .seconds(10), context: TLSContext(options))
    let error = #expect(throws: HTTPException.self) { try connection.request("GET", "/") }
    if case .tls = error {} else { Issue.record("\(String(describing: error))") }
    #expect(loopback.requests.isEmpty)
  }

  @Test func `key updates without end do not keep a read beyond its timeout`() throws {
    let server = try TLSLoopbackServer(.ipv4, names: []) { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
      // It never reads, so the answers to its updates fill the way back.
      for _ in 0..<200_000 {
        try connection.tls?.updateKeys()
        try connection.send("12345678")
      }
    }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .milliseconds(500), context: server.clientContext())
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(throws: HTTPException.self) { try response.read() }
    connection.close()
  }

  @Test(arguments: ["127.0.0.1.", "127.0.0.1"]) func `an address is never taken for a name of the same letters`(host: String) throws {
    let authority = try CertificateAuthority()
    let certificate = try authority.issue(TestCertificate.Request(dnsNames: ["127.0.0.1"]))
    let server = try TLSLoopbackServer(.ipv4, TLSServerOptions(certificate: certificate), authority: authority.certificate) { connection in
      _ = try connection.readRequest()
    }
    defer { server.stop() }
    var options = TLSContext.Options()
    options.serverName = host
    let connection = try HTTPSConnection("127.0.0.1", port: server.port, timeout: .seconds(10), context: server.clientContext(options))
    let error = #expect(throws: HTTPException.self) { try connection.request("GET", "/") }
    guard case .tls(let failure) = error, case .certificate(let refusal) = failure.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.problem == CertificateFailure.Problem.hostnameMismatch)
  }

  @Test(arguments: ["1.2.3", "010.0.0.1", "+1.2.3.4", "1.2.3.4.5", "host.7"]) func `what only some read as an address is no name`(
    name: String
  ) throws {
    #expect(throws: HTTPException.self) {
      _ = try TLSStream(over: ScriptedStream(), context: TLSContext(), serverName: name)
    }
  }

  @Test func `a proxyContext without a tunnel is refused before anything is opened`() throws {
    let connection = try HTTPSConnection("localhost")
    connection.proxyContext = .default
    connection.opener = { _ throws(HTTPException) in
      Issue.record("something was opened")
      return ScriptedStream()
    }
    #expect(throws: HTTPException.invalidArgument("the proxyContext of an HTTPSConnection needs a tunnel")) { try connection.connect() }
  }

  @available(*, deprecated)
  @Test func `the deprecated initialiser keeps a context that it has nothing to change in`() throws {
    let context = TLSContext.unverified()
    #expect(try HTTPSConnection("h", keyFile: nil, certFile: nil, context: context).context === context)
    #expect(try HTTPSConnection("h", keyFile: nil, certFile: nil, context: context, checkHostname: false).context === context)
  }
}
#endif
