#if TLS
import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// What a server may do between data.
@Suite struct PostHandshakeTests {
  @Test func keysChangeInTheMiddle() throws {
    let server = try Fixture.server { connection in
      for byte in UInt8(0)..<20 {
        try connection.send([byte])
        try connection.tls?.updateKeys()
        // The client's next record comes with its own new keys.
        guard try connection.read(atMost: 1) == [byte] else { return }
      }
    }
    let stream = try connect(to: server, Fixture.context())
    for byte in UInt8(0)..<20 {
      #expect(try stream.readOnce() == [byte])
      #expect([.nothing, .bytes].contains(stream.pendingInput()))
      try stream.write([byte])
    }
    #expect(try stream.readToEnd().isEmpty)
    stream.close()
    server.stop()
    #expect(server.errors.isEmpty)
  }

  @Test(arguments: [true, false])
  func aCertificateCanBeAskedForLater(_ isAllowed: Bool) throws {
    let authority = try Fixture.authority.get()
    let client = try authority.issue(TestCertificate.Request(dnsNames: ["client.test"]))
    let told = Told()
    let server = try Fixture.server({
      $0.clientAuthority = authority.certificate
      $0.asksForClientCertificateLater = true
    }) { connection in
      let before = connection.tls?.peerCertificates.count ?? -1
      _ = try connection.read(atMost: 1)
      told.note { try connection.tls?.requestCertificate() }
      try connection.send("asked")
      _ = try connection.read(atMost: 1)
      try connection.send("\(before) \(connection.tls?.peerCertificates.first?.dnsNames ?? [])")
    }
    let stream = try connect(
      to: server,
      Fixture.context {
        $0.identity = client.identity
        $0.postHandshakeAuthentication = isAllowed
      })
    try stream.write("1")
    #expect(try stream.read(exactly: 5) == Array("asked".utf8))
    try stream.write("2")
    let answer = String(decoding: try stream.readToEnd(), as: UTF8.self)
    #expect(answer == (isAllowed ? #"0 ["client.test"]"# : "0 []"))
    #expect((told.failure == nil) == isAllowed)
    stream.close()
  }

  @Test func renegotiationIsRefused() throws {
    let told = Told()
    let server = try Fixture.server({ $0.maximumVersion = .tls12 }) { connection in
      try connection.send("before")
      told.note {
        try connection.tls?.renegotiate()
        _ = try connection.read()
      }
    }
    let stream = try connect(to: server, Fixture.context())
    #expect(try stream.read(exactly: 6) == Array("before".utf8))
    // The server gives up, with or without a word.
    _ = failure { _ = try stream.readToEnd() }
    stream.close()
    server.stop()
    #expect(told.failure?.tls?.kind == .alert(100) || told.failure?.tls?.identifier == "SSL: NO_RENEGOTIATION", "\(told.failure as Any)")
  }
}
#endif
