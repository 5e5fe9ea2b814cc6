#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// A server's certificate, and what verification makes of it.
struct CertificateCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var name = "localhost"
  var change: @Sendable (inout TLSContext.Options) throws -> Void = { _ in }
  let certificate: @Sendable (CertificateAuthority) throws -> TestCertificate
  var expected: CertificateFailure.Problem?
  var code: Int32?
  var depth: Int?

  init(
    _ description: String, name: String = "localhost", _ expected: CertificateFailure.Problem? = nil, code: Int32? = nil, depth: Int? = nil,
    change: @escaping @Sendable (inout TLSContext.Options) throws -> Void = { _ in },
    certificate: @escaping @Sendable (CertificateAuthority) throws -> TestCertificate
  ) {
    testDescription = description
    self.name = name
    self.expected = expected
    self.code = code
    self.depth = depth
    self.change = change
    self.certificate = certificate
  }

  /// A case about the names in a certificate alone.
  init(_ name: String, dns: [String] = [], raw: [[UInt8]] = [], addresses: [[UInt8]] = [], isGood: Bool) {
    let dnsNames = dns
    self.init("\(name) with \(dns) \(raw) \(addresses)", name: name, isGood ? nil : .hostnameMismatch) { authority in
      var request = TestCertificate.Request(dnsNames: dnsNames, addresses: addresses)
      request.rawDNSNames = raw
      return try authority.issue(request)
    }
  }
}

/// A certificate for localhost with something changed.
private func changed(
  _ change: @escaping @Sendable (inout TestCertificate.Request) -> Void
) -> @Sendable (CertificateAuthority) throws -> TestCertificate {
  { authority in
    var request = TestCertificate.Request(dnsNames: ["localhost"])
    change(&request)
    return try authority.issue(request)
  }
}

@Suite struct VerificationTests {
  @Test(arguments: [
    CertificateCase("good", certificate: changed { _ in }),
    CertificateCase("RSA of 2048 bits", certificate: changed { $0.key = .rsa(2048) }),
    CertificateCase("signed with SHA-512", certificate: changed { $0.digest = "SHA512" }),
    CertificateCase("no extended key usage", certificate: changed { $0.extendedKeyUsage = nil }),
    CertificateCase(
      "any extended key usage is not for servers", .wrongPurpose, certificate: changed { $0.extendedKeyUsage = "anyExtendedKeyUsage" }),
    CertificateCase("expired", .expired, code: 10, depth: 0, certificate: changed { $0.notAfter = .seconds(-60) }),
    CertificateCase("not yet valid", .notYetValid, code: 9, depth: 0, certificate: changed { $0.notBefore = .seconds(3600) }),
    CertificateCase("for clients", .wrongPurpose, code: 26, depth: 0, certificate: changed { $0.extendedKeyUsage = "clientAuth" }),
    CertificateCase("for signing code", .wrongPurpose, certificate: changed { $0.extendedKeyUsage = "codeSigning" }),
    CertificateCase("a key of 1024 bits", .weakKey, code: 66, depth: 0, certificate: changed { $0.key = .rsa(1024) }),
    CertificateCase("a spoilt signature", .badSignature, code: 7, depth: 0, certificate: changed { $0.hasBadSignature = true }),
    CertificateCase("its own issuer", .selfSigned, code: 18, depth: 0) { _ in
      try CertificateAuthority.selfSigned(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase("its own issuer, and trusted", change: { options in options.trust = [.bytes(SelfSigned.trusted.certificate)] }) { _ in
      SelfSigned.trusted
    },
    CertificateCase("of an authority nobody knows", .unknownIssuer, code: 20, depth: 0) { _ in
      try CertificateAuthority(named: "Stranger").issue(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase("of an authority nobody knows, which is sent too", .selfSigned, code: 19, depth: 1) { _ in
      let stranger = try CertificateAuthority(named: "Stranger")
      let leaf = try stranger.issue(TestCertificate.Request(dnsNames: ["localhost"]))
      return TestCertificate(certificate: leaf.certificate, chain: leaf.chain + stranger.certificate, key: leaf.key)
    },
    CertificateCase("of an authority of the same name with another key", .badSignature) { _ in
      try CertificateAuthority(named: "Test Root").issueWithoutKeyIdentifier()
    },
    CertificateCase("nobody trusted", .unknownIssuer, change: { $0.trust = [] }, certificate: changed { _ in }),
    CertificateCase("by way of an intermediate") { try $0.intermediate().issue(TestCertificate.Request(dnsNames: ["localhost"])) },
    CertificateCase("by way of two intermediates") {
      try $0.intermediate(named: "One").intermediate(named: "Two").issue(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase("an intermediate that is not sent", .unknownIssuer, code: 20, depth: 0) {
      let leaf = try $0.intermediate().issue(TestCertificate.Request(dnsNames: ["localhost"]))
      return TestCertificate(certificate: leaf.certificate, chain: leaf.certificate, key: leaf.key)
    },
    CertificateCase("an expired intermediate", .expired, code: 10, depth: 1) {
      var request = CertificateAuthority.request(named: "Old")
      request.notAfter = .seconds(-60)
      return try $0.intermediate(request).issue(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase("an issuer that is no authority", .wrongPurpose, depth: 1) {
      let impostor = try $0.intermediate(TestCertificate.Request(dnsNames: ["evil"]))
      return try impostor.issue(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase("more authorities than allowed", .wrongPurpose, code: 25) {
      var request = CertificateAuthority.request(named: "Short")
      request.pathLength = 0
      return try $0.intermediate(request).intermediate(named: "Too much").issue(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase("an issuer whose key is not for certificates", .wrongPurpose) {
      var request = CertificateAuthority.request(named: "Unfit")
      request.keyUsage = "critical,digitalSignature"
      return try $0.intermediate(request).issue(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase("an issuer with a weak key", .weakKey, code: 67, depth: 1) {
      var request = CertificateAuthority.request(named: "Weak")
      request.key = .rsa(1024)
      return try $0.intermediate(request).issue(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase("signed with SHA-1", .weakSignature, code: 68, certificate: changed { $0.digest = "SHA1" }),
    CertificateCase("outside of its issuer's names", .other, code: 47) {
      var request = CertificateAuthority.request(named: "Narrow")
      request.extensions = [.init("nameConstraints", "critical,permitted;DNS:example.org")]
      return try $0.intermediate(request).issue(TestCertificate.Request(dnsNames: ["localhost"]))
    },
    CertificateCase(
      "an intermediate that is trusted without its root", .unknownIssuer, change: { $0.trust = [.bytes(Partial.made.authority)] }
    ) { _ in
      Partial.made.leaf
    },
    CertificateCase(
      "an intermediate that is trusted without its root, where that is enough",
      change: {
        $0.trust = [.bytes(Partial.made.authority)]
        $0.acceptsPartialChains = true
      }
    ) { _ in Partial.made.leaf },
  ])
  func aCertificateIsJudged(_ subject: CertificateCase) throws { try judge(subject) }

  @Test(arguments: [
    CertificateCase("localhost", dns: ["localhost"], isGood: true),
    CertificateCase("LOCALHOST", dns: ["localhost"], isGood: true),
    CertificateCase("localhost.", dns: ["localhost"], isGood: true),
    CertificateCase("example.org", dns: ["a.test", "example.org"], isGood: true),
    CertificateCase("other.test", dns: ["a.test", "b.test"], isGood: false),
    CertificateCase("a.example.org", dns: ["*.example.org"], isGood: true),
    CertificateCase("a.b.example.org", dns: ["*.example.org"], isGood: false),
    CertificateCase("example.org", dns: ["*.example.org"], isGood: false),
    CertificateCase("foo.example.org", dns: ["f*.example.org"], isGood: false),
    CertificateCase("foo.example.org", dns: ["*oo.example.org"], isGood: false),
    CertificateCase("a.b.example.org", dns: ["a.*.example.org"], isGood: false),
    CertificateCase("a.b.example.org", dns: ["*.*.example.org"], isGood: false),
    CertificateCase("a.test", dns: ["*.test"], isGood: false),
    CertificateCase("test", dns: ["*"], isGood: false),
    CertificateCase("bücher.example", dns: ["xn--bcher-kva.example"], isGood: true),
    CertificateCase("www.bücher.example", dns: ["*.xn--bcher-kva.example"], isGood: true),
    CertificateCase("xn--bcher-kva.example.org", dns: ["xn--*.example.org"], isGood: false),
    CertificateCase("good.test", raw: [Array("good.test\0.evil.test".utf8)], isGood: false),
    CertificateCase("test", isGood: false),
    CertificateCase("127.0.0.1", addresses: [[127, 0, 0, 1]], isGood: true),
    CertificateCase("127.0.0.1", dns: ["127.0.0.1"], isGood: false),
    CertificateCase("127.0.0.1", dns: ["*.0.0.1"], isGood: false),
    CertificateCase("127.0.0.1", addresses: [[127, 0, 0, 2]], isGood: false),
    CertificateCase("localhost", addresses: [[127, 0, 0, 1]], isGood: false),
    CertificateCase("::1", addresses: [Array(repeating: 0, count: 15) + [1]], isGood: true),
    CertificateCase("[::1]", addresses: [Array(repeating: 0, count: 15) + [1]], isGood: true),
    CertificateCase("0:0::1", addresses: [Array(repeating: 0, count: 15) + [1]], isGood: true),
    CertificateCase("::1%25.example.com", dns: ["::1%25.example.com"], addresses: [Array(repeating: 0, count: 15) + [1]], isGood: true),
    CertificateCase("::1%25.example.com", dns: ["*.example.com"], isGood: false),
    CertificateCase("127.0.0.1", addresses: [Array(repeating: 0, count: 10) + [0xFF, 0xFF, 127, 0, 0, 1]], isGood: false),
  ])
  func aCertificateIsForItsNames(_ subject: CertificateCase) throws { try judge(subject) }

  private func judge(_ subject: CertificateCase) throws {
    let certificate = try subject.certificate(Fixture.authority.get())
    let server = try Fixture.echo { $0.certificate = certificate }
    let context = try Fixture.context(subject.change)
    let error = failure { try connect(to: server, context, name: subject.name).close() }
    let refusal = error?.certificate
    if subject.expected == nil { #expect(error == nil) }
    #expect(refusal?.problem == subject.expected, "\(String(describing: error))")
    if let code = subject.code { #expect(refusal?.code == code) }
    if let depth = subject.depth { #expect(refusal?.depth == depth) }
    if let error, refusal != nil {
      #expect(error.description.hasPrefix("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: \(refusal?.reason ?? "")"))
      #expect(error.fault == .peer)
    }
    // With verification off, all of them are the same.
    let open = try Fixture.echo { $0.certificate = certificate }
    let stream = try connect(to: open, .unverified(), name: subject.name)
    try stream.write("x")
    #expect(try stream.read(exactly: 1) == [0x78])
    stream.close()
  }

  @Test func aMismatchNamesTheNamesOfTheCertificate() throws {
    let server = try Fixture.echo()
    let refusal = failure { _ = try connect(to: server, Fixture.context(), name: "example.org") }
    #expect(refusal?.certificate?.names == ["localhost", "127.0.0.1"])
    #expect(refusal?.description.contains("Hostname mismatch, certificate is not valid for 'example.org'.") == true)
    #expect(refusal?.description.contains("it is for 'localhost', '127.0.0.1'") == true)
    let address = failure { _ = try connect(to: server, Fixture.context(), name: "10.0.0.1") }
    #expect(address?.description.contains("IP address mismatch, certificate is not valid for '10.0.0.1'.") == true)
  }

  @Test func withoutTheCheckAnyNameWillDo() throws {
    let server = try Fixture.echo()
    try connect(to: server, Fixture.context { $0.checkHostname = false }, name: "example.org").close()
    let stranger = try Fixture.echo { $0.certificate = try CertificateAuthority.selfSigned(TestCertificate.Request()) }
    let error = failure { _ = try connect(to: stranger, Fixture.context { $0.checkHostname = false }) }
    #expect(error?.certificate?.problem == .selfSigned)
  }

  @Test func anotherNameCanBeAskedFor() throws {
    let server = try Fixture.echo()
    try connect(to: server, Fixture.context { $0.serverName = "localhost" }, name: "example.org").close()
    let error = failure { _ = try connect(to: server, Fixture.context { $0.serverName = "example.org" }, name: "localhost") }
    #expect(error?.certificate?.problem == .hostnameMismatch)
  }

  @Test(arguments: ["", ".", ".example.org", "a..b", "a\0b", "a b", String(repeating: "a", count: 64), String(repeating: "a.", count: 200)])
  func whatNoCertificateCanBeForIsNoName(_ name: String) throws {
    let server = try Fixture.echo()
    let error = failure { _ = try connect(to: server, Fixture.context(), name: name) }
    guard case .invalidArgument = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func smallFaultsMatterToTheStrict() throws {
    // Without a key identifier, which RFC 5280 section 4.2.1.1 demands.
    let server = try Fixture.echo { $0.certificate = try Fixture.authority.get().issueWithoutKeyIdentifier() }
    try connect(to: server, Fixture.context()).close()
    let error = failure { _ = try connect(to: server, Fixture.context { $0.requiresStrictCertificates = true }) }
    #expect(error?.certificate?.code == 85, "\(String(describing: error))")
  }
}

extension CertificateAuthority {
  /// A certificate for localhost that does not say which of its issuer's keys has signed it.
  func issueWithoutKeyIdentifier() throws -> TestCertificate {
    var request = TestCertificate.Request(dnsNames: ["localhost"])
    request.hasKeyIdentifiers = false
    return try issue(request)
  }
}

/// A certificate that vouches for itself and is trusted by one case.
private enum SelfSigned {
  static let trusted =
    (try? CertificateAuthority.selfSigned(TestCertificate.Request(dnsNames: ["localhost"])))
    ?? TestCertificate(certificate: [], chain: [], key: [])
}

/// An intermediate authority and what it has issued.
private struct Partial {
  let authority: [UInt8]
  let leaf: TestCertificate

  static let made = (try? Partial()) ?? Partial(authority: [], leaf: TestCertificate(certificate: [], chain: [], key: []))

  init(authority: [UInt8], leaf: TestCertificate) {
    self.authority = authority
    self.leaf = leaf
  }

  init() throws {
    let intermediate = try Fixture.authority.get().intermediate(named: "Partial")
    self.init(authority: intermediate.certificate, leaf: try intermediate.issue(TestCertificate.Request(dnsNames: ["localhost"])))
  }
}
#endif
