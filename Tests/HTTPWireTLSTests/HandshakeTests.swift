#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

@Suite struct HandshakeTests {
  @Test(arguments: [TLSVersion.tls12, .tls13])
  func bytesGoBothWays(_ version: TLSVersion) throws {
    let server = try Fixture.echo()
    let context = try Fixture.context {
      $0.minimumVersion = version
      $0.maximumVersion = version
    }
    let stream = try connect(to: server, context)
    #expect(stream.version == version)
    #expect(!stream.cipher.isEmpty && stream.cipherBits >= 128)
    #expect(stream.verifyCode == 0 && stream.verifyResult == "ok")
    #expect(!stream.isResumed)
    try stream.write("hello")
    #expect(try stream.read(exactly: 5) == Array("hello".utf8))
    stream.close()
    #expect(throws: HTTPException.closed) { try stream.write("x") }
    #expect(throws: HTTPException.closed) { try stream.readOnce() }
    #expect(stream.version == version, "facts outlive the connection")
    server.stop()
    #expect(server.errors.isEmpty, "the server has read a clean end: \(server.errors)")
  }

  @Test(arguments: [1, 16_383, 16_384, 16_385, 1_000_003])
  func largeAmountsArriveWhole(_ count: Int) throws {
    let server = try Fixture.server { connection in
      var received: [UInt8] = []
      while received.count < count { received += try connection.read() }
      try connection.send(received)
    }
    let stream = try connect(to: server, Fixture.context())
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try stream.write(bytes)
    #expect(try stream.readToEnd() == bytes)
    stream.close()
  }

  @Test func thePeersCertificateCanBeRead() throws {
    let server = try Fixture.echo()
    let stream = try connect(to: server, Fixture.context())
    let chain = stream.peerCertificates
    #expect(chain.count == 2)
    let leaf = try #require(chain.first)
    #expect(try leaf == TLSCertificate(Fixture.localhost.get().certificate))
    #expect(leaf.subject == "CN=test")
    #expect(leaf.issuer == "CN=Test Root")
    #expect(leaf.dnsNames == ["localhost"])
    #expect(leaf.ipAddresses == ["127.0.0.1"])
    #expect(leaf.notAfter - leaf.notBefore == 86_400 + 3600)
    #expect(leaf.sha256Fingerprint.count == 32 && leaf.publicKeySHA256.count == 32)
    #expect(!leaf.serialNumber.isEmpty && leaf.serialNumber.allSatisfy(\.isHexDigit))
    stream.close()
  }

  @Test(
    arguments: [
      (["http/1.1"], ["http/1.1"], "http/1.1"),
      (["h2", "http/1.1"], ["http/1.1"], "http/1.1"),
      (["a", "b"], ["b", "a"], "b"),
      ([], ["http/1.1"], nil),
      (["http/1.1"], [], nil),
    ] as [([String], [String], String?)])
  func theServerChoosesOneOfTheProtocolsOffered(_ offered: [String], _ known: [String], _ chosen: String?) throws {
    let server = try Fixture.echo { $0.alpn = known }
    let stream = try connect(to: server, Fixture.context { $0.alpn = offered })
    #expect(stream.alpn == chosen)
    stream.close()
  }

  @Test func noProtocolInCommonIsAnAlert() throws {
    let server = try Fixture.echo { $0.alpn = ["h2"] }
    let error = failure { _ = try connect(to: server, Fixture.context()) }
    #expect(error?.tls?.kind == .alert(120))
  }

  @Test func noVersionInCommonIsRefused() throws {
    let server = try Fixture.echo { $0.maximumVersion = .tls12 }
    let error = failure { _ = try connect(to: server, Fixture.context { $0.minimumVersion = .tls13 }) }
    #expect(error?.tls?.kind == .alert(70))
    #expect(error?.description.hasPrefix("[SSL: TLSV1_ALERT_PROTOCOL_VERSION]") == true, "\(String(describing: error))")
  }

  @Test(arguments: [TLSVersion.tls10, .tls11])
  func retiredVersionsAreRefused(_ version: TLSVersion) throws {
    let server = try Fixture.echo {
      $0.minimumVersion = version
      $0.maximumVersion = version
      $0.cipherList = "DEFAULT:@SECLEVEL=0"
    }
    let error = failure { _ = try connect(to: server, Fixture.context()) }
    #expect(error?.tls != nil, "\(String(describing: error))")
    let old = try Fixture.context {
      $0.minimumVersion = version
      $0.cipherList = "DEFAULT:@SECLEVEL=0"
      $0.securityLevel = 0
    }
    let stream = try connect(to: server, old)
    #expect(stream.version == version)
    stream.close()
  }

  @Test func ciphersCanBeChosen() throws {
    let server = try Fixture.echo()
    let older = try connect(
      to: server,
      Fixture.context {
        $0.maximumVersion = .tls12
        $0.cipherList = "ECDHE-ECDSA-AES256-GCM-SHA384"
      })
    #expect(older.cipher == "ECDHE-ECDSA-AES256-GCM-SHA384")
    older.close()
    let newer = try connect(to: server, Fixture.context { $0.cipherSuites = "TLS_CHACHA20_POLY1305_SHA256" })
    #expect(newer.cipher == "TLS_CHACHA20_POLY1305_SHA256")
    newer.close()
  }

  @Test func tlsGoesThroughTLS() throws {
    let side = try TLSServerSide(TLSServerOptions(certificate: Fixture.localhost.get()))
    let server = try Fixture.server { connection in
      try connection.startTLS(side)
      try connection.send(try connection.read())
    }
    let context = try Fixture.context()
    let outer = try connect(to: server, context)
    let inner = try TLSStream(over: outer, context: context, serverName: "127.0.0.1", timeout: .seconds(10))
    try inner.write("through two")
    #expect(try inner.readToEnd() == Array("through two".utf8))
    inner.close()
    server.stop()
    #expect(server.errors.isEmpty)
  }
}
#endif
