#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// What a context is made of: roots, identities, pins, revocation lists, the key log.
@Suite struct OptionTests {
  // MARK: Roots

  @Test func rootsComeFromFilesDirectoriesAndBytes() throws {
    let authority = try Fixture.authority.get()
    let file = try TemporaryFile(authority.certificate)
    let server = try Fixture.echo()
    let der = try TLSCertificate(authority.certificate).der
    let stranger = try CertificateAuthority(named: "Stranger").certificate
    for trust in [.file(file.path), .bytes(authority.certificate), .bytes(der), .bytes(stranger + authority.certificate)]
      as [TLSContext.Trust]
    {
      try connect(to: server, Fixture.context { $0.trust = [trust] }).close()
    }
    try connect(to: server, Fixture.context { $0.trust = [.bytes(stranger), .system, .file(file.path)] }).close()
    let error = failure { _ = try connect(to: server, Fixture.context { $0.trust = [.bytes(stranger)] }) }
    #expect(error?.certificate?.problem == .unknownIssuer)
    let unknown = failure { _ = try connect(to: server, .default) }
    #expect(unknown?.certificate?.problem == .unknownIssuer)
  }

  @Test func aDirectoryIsSearchedByHash() throws {
    let authority = try Fixture.authority.get()
    let directory = try TemporaryDirectory()
    try directory.write(authority.subjectHash + ".0", authority.certificate)
    let server = try Fixture.echo()
    try connect(to: server, Fixture.context { $0.trust = [.directory(directory.path)] }).close()
  }

  @Test(
    arguments: [.file("/nonexistent/ca.pem"), .directory("/nonexistent"), .bytes([]), .bytes([1, 2, 3]), .bytes([0x30, 3, 1, 1, 1])]
      as [TLSContext.Trust])
  func rootsThatAreNoneAreRefused(_ trust: TLSContext.Trust) throws {
    let error = failure { _ = try Fixture.context { $0.trust = [trust] } }
    #expect(error?.tls?.kind == .configuration)
    #expect(error?.fault == .caller)
  }

  @Test func aDamagedRootAmongGoodOnesIsRefused() throws {
    let good = try Fixture.authority.get().certificate
    let text = String(decoding: good, as: UTF8.self)
    let damaged = text.split(separator: "\n").enumerated().filter { $0.offset != 2 }.map { $0.element + "\n" }.joined()
    let error = failure { _ = try Fixture.context { $0.trust = [.bytes(good + Array(damaged.utf8))] } }
    #expect(error?.tls?.kind == .configuration)
  }

  @Test func aMissingFileIsNamed() throws {
    let error = failure { _ = try Fixture.context { $0.trust = [.file("/nonexistent/ca.pem")] } }
    #expect(error?.description == "[Errno 2] No such file or directory (open /nonexistent/ca.pem)")
  }

  // MARK: Identities

  @Test(arguments: [TLSVersion.tls12, .tls13])
  func aClientShowsItsCertificate(_ version: TLSVersion) throws {
    let authority = try Fixture.authority.get()
    let client = try authority.intermediate().issue(TestCertificate.Request(dnsNames: ["client.test"]))
    let chain = try TemporaryFile(client.chain)
    let key = try TemporaryFile(client.encryptedKey(passphrase: "secret"))
    let both = try TemporaryFile(client.chain + client.key)
    let identities: [TLSIdentity] = [
      client.identity, .files(certificate: chain.path, key: key.path, passphrase: "secret"), .files(certificate: both.path),
      .bytes(certificate: client.chain + client.key),
    ]
    let server = try Fixture.server({
      $0.maximumVersion = version
      $0.clientAuthority = authority.certificate
    }) { connection in
      let shown = connection.tls?.peerCertificates ?? []
      try connection.send(shown.map(\.dnsNames.description).first ?? "none")
    }
    for identity in identities {
      let stream = try connect(to: server, Fixture.context { $0.identity = identity })
      #expect(String(decoding: try stream.readToEnd(), as: UTF8.self) == #"["client.test"]"#)
      stream.close()
    }
  }

  @Test(arguments: [TLSVersion.tls12, .tls13])
  func aServerThatWantsACertificateRefusesWithout(_ version: TLSVersion) throws {
    let authority = try Fixture.authority.get()
    let server = try Fixture.server({
      $0.maximumVersion = version
      $0.clientAuthority = authority.certificate
    }) { try $0.send("hello") }
    let stranger = try CertificateAuthority(named: "Stranger").issue(TestCertificate.Request(dnsNames: ["client.test"]))
    for identity in [nil, stranger.identity] {
      // In TLS 1.3 the client is done before the server has looked, so that reading is the first to know.
      let error = failure {
        let stream = try connect(to: server, Fixture.context { $0.identity = identity })
        _ = try stream.readToEnd()
      }
      guard case .alert(let number) = error?.tls?.kind else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(number == (identity != nil ? 48 : version == .tls13 ? 116 : 40))
    }
  }

  @Test func identitiesThatDoNotFitAreRefused() throws {
    let authority = try Fixture.authority.get()
    let one = try authority.issue(TestCertificate.Request(dnsNames: ["one.test"]))
    let other = try authority.issue(TestCertificate.Request(dnsNames: ["other.test"]))
    let encrypted = try one.encryptedKey(passphrase: "secret")
    let cases: [(TLSIdentity, String)] = [
      (.bytes(certificate: one.chain, key: other.key), "does not fit"),
      (.bytes(certificate: one.chain, key: encrypted), "there is no passphrase"),
      (.bytes(certificate: one.chain, key: encrypted, passphrase: "wrong"), "wrong passphrase"),
      (.bytes(certificate: one.chain, key: encrypted, passphrase: String(repeating: "x", count: 5000)), "wrong passphrase"),
      (.bytes(certificate: one.chain), "no private key in the bytes given"),
      (.bytes(certificate: one.key, key: one.key), "no certificate in the bytes given"),
      (.bytes(certificate: one.chain, key: [1, 2, 3]), "no private key"),
      (.files(certificate: "/nonexistent/cert.pem"), "[Errno 2] No such file or directory (open /nonexistent/cert.pem)"),
      (.files(certificate: "/nonexistent/\0"), "NUL"),
    ]
    for (identity, words) in cases {
      let error = failure { _ = try Fixture.context { $0.identity = identity } }
      #expect(error?.tls?.kind == .configuration)
      #expect(error?.description.contains(words) == true, "\(String(describing: error?.description))")
      #expect(error?.description.contains("secret") == false)
    }
    let mismatch = failure { _ = try Fixture.context { $0.identity = .bytes(certificate: one.chain, key: other.key) } }
    #expect(mismatch?.tls?.identifier == "X509: KEY_VALUES_MISMATCH")
  }

  @Test func keysAndCertificatesCanBeInDER() throws {
    let certificate = try Fixture.localhost.get()
    let der = try TLSCertificate(certificate.certificate).der
    let context = try Fixture.context { $0.identity = .bytes(certificate: der, key: certificate.key) }
    #expect(context.options.identity != nil)
  }

  // MARK: Contradictions

  @Test func optionsThatContradictEachOtherAreRefused() throws {
    let changes: [(inout TLSContext.Options) -> Void] = [
      { $0.verification = .none },
      {
        $0.minimumVersion = .tls13
        $0.maximumVersion = .tls12
      },
      { $0.alpn = [""] }, { $0.alpn = [String(repeating: "x", count: 256)] }, { $0.securityLevel = 6 }, { $0.securityLevel = -1 },
      { $0.alpn = Array(repeating: String(repeating: "x", count: 255), count: 257) },
    ]
    for change in changes {
      guard case .invalidArgument = failure({ _ = try Fixture.context(change) }) else {
        Issue.record("a contradiction was accepted")
        continue
      }
    }
    for change in [{ $0.cipherList = "NONE-SUCH" }, { $0.cipherSuites = "NONE-SUCH" }] as [(inout TLSContext.Options) -> Void] {
      let error = failure { _ = try Fixture.context(change) }
      #expect(error?.tls?.kind == .configuration)
      #expect(error?.description.contains("'NONE-SUCH'") == true)
    }
  }

  // MARK: Pins

  @Test(arguments: [TLSVersion.tls12, .tls13], [TLSContext.Verification.required, .none])
  func aPinnedKeyIsTheOnlyOneAccepted(_ version: TLSVersion, _ verification: TLSContext.Verification) throws {
    let server = try Fixture.echo { $0.maximumVersion = version }
    let leaf = try TLSCertificate(Fixture.localhost.get().certificate).publicKeySHA256
    let root = try TLSCertificate(Fixture.authority.get().certificate).publicKeySHA256
    func attempt(_ check: TLSPeerCheck) throws -> HTTPException? {
      let context = try Fixture.context {
        $0.peerCheck = check
        $0.verification = verification
        $0.checkHostname = verification == .required
      }
      // The second visit may resume the session of the first.
      let errors = (0..<2).map { _ in
        failure {
          let stream = try connect(to: server, context)
          try stream.write("x")
          #expect(try stream.read(exactly: 1) == [0x78])
          stream.close()
        }
      }
      #expect(errors[0] == errors[1])
      return errors[0]
    }
    #expect(try attempt(.publicKey(sha256: [leaf])) == nil)
    #expect(try attempt(.publicKey(sha256: [[1], leaf])) == nil)
    #expect(try attempt(.publicKey(sha256: [root]))?.certificate?.problem == .refusedByCheck)
    #expect(try attempt(TLSPeerCheck { _ in false })?.certificate?.problem == .refusedByCheck)
    #expect(try attempt(.publicKey(sha256: []))?.certificate?.problem == .refusedByCheck)
    if verification == .required {
      #expect(try attempt(.publicKey(sha256: [root], anywhereInChain: true)) == nil)
    }
  }

  @Test func aCheckThatChangesItsMindIsHeardAtAResumption() throws {
    let server = try Fixture.echo()
    let mind = Mind()
    let context = try Fixture.context { $0.peerCheck = TLSPeerCheck { _ in mind.isOpen } }
    let stream = try connect(to: server, context)
    try stream.write("x")
    #expect(try stream.read(exactly: 1) == [0x78])
    stream.close()
    mind.isOpen = false
    #expect(failure { _ = try connect(to: server, context) }?.certificate?.problem == .refusedByCheck)
  }

  @Test func aPinDoesNotMakeABadCertificateGood() throws {
    let certificate = try CertificateAuthority.selfSigned(TestCertificate.Request(dnsNames: ["localhost"]))
    let server = try Fixture.echo { $0.certificate = certificate }
    let pin = try TLSPeerCheck.publicKey(sha256: [TLSCertificate(certificate.certificate).publicKeySHA256])
    let error = failure { _ = try connect(to: server, Fixture.context { $0.peerCheck = pin }) }
    #expect(error?.certificate?.problem == .selfSigned)
  }

  // MARK: Revocation

  @Test func revokedCertificatesAreRefused() throws {
    let authority = try CertificateAuthority(named: "Revoking")
    let intermediate = try authority.intermediate()
    let good = try intermediate.issue(TestCertificate.Request(dnsNames: ["localhost"]))
    let bad = try intermediate.issue(TestCertificate.Request(dnsNames: ["localhost"]))
    let leaves = try intermediate.revocationList(revoking: [bad])
    let old = try intermediate.revocationList(revoking: [bad], notAfter: .seconds(-60))
    let none = try authority.revocationList(revoking: [])
    let all = try authority.revocationList(revoking: [intermediate.own])
    let file = try TemporaryFile(leaves + none)
    typealias Case = (TestCertificate, [TLSSource], TLSContext.RevocationCheck, CertificateFailure.Problem?)
    let cases: [Case] = [
      (good, [.bytes(leaves)], .leaf, nil), (bad, [.bytes(leaves)], .leaf, .revoked), (bad, [.bytes(leaves)], .none, nil),
      (good, [], .leaf, .noRevocationList), (good, [.bytes(leaves)], .chain, .noRevocationList),
      (good, [.bytes(old)], .leaf, .noRevocationList),
      (good, [.bytes(leaves), .bytes(none)], .chain, nil), (good, [.bytes(leaves + all)], .chain, .revoked),
      (good, [.file(file.path)], .chain, nil),
      (bad, [.file(file.path)], .chain, .revoked),
    ]
    for (certificate, lists, check, expected) in cases {
      let server = try Fixture.echo { $0.certificate = certificate }
      let context = try Fixture.context {
        $0.trust = [.bytes(authority.certificate)]
        $0.revocationLists = lists
        $0.revocationCheck = check
      }
      #expect(failure { try connect(to: server, context).close() }?.certificate?.problem == expected)
    }
    #expect(failure { _ = try Fixture.context { $0.revocationLists = [.bytes([1])] } }?.tls?.kind == .configuration)
  }

  // MARK: Names and secrets

  @Test(
    arguments: [
      (true, "localhost", "localhost"), (true, "127.0.0.1", nil), (false, "localhost", nil), (true, "LocalHost.", "localhost"),
    ] as [(Bool, String, String?)])
  func theServerIsToldTheName(_ sends: Bool, _ name: String, _ told: String?) throws {
    let server = try Fixture.server { try $0.send($0.tls?.requestedServerName ?? "nothing") }
    let stream = try connect(to: server, Fixture.context { $0.sendsServerName = sends }, name: name)
    #expect(String(decoding: try stream.readToEnd(), as: UTF8.self).lowercased() == told ?? "nothing")
    stream.close()
  }

  @Test(arguments: [TLSVersion.tls12, .tls13])
  func theSecretsAreLogged(_ version: TLSVersion) throws {
    let file = try TemporaryFile(Array("# before\n".utf8))
    let server = try Fixture.echo { $0.maximumVersion = version }
    try connect(to: server, Fixture.context { $0.keyLog = .file(file.path) }).close()
    let lines = String(decoding: file.contents, as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "# before", "it is added to the end")
    #expect(lines.dropFirst().allSatisfy { $0.split(separator: " ").count == 3 })
    #expect(lines.contains { $0.hasPrefix(version == .tls13 ? "CLIENT_TRAFFIC_SECRET_0 " : "CLIENT_RANDOM ") })
  }

  @Test func aKeyLogThatCanNotBeWrittenIsRefused() throws {
    let error = failure { _ = try Fixture.context { $0.keyLog = .file("/nonexistent/keys") } }
    #expect(error?.tls?.kind == .configuration)
    #expect(error?.description.contains("/nonexistent/keys") == true)
  }
}

/// Whether a check accepts.
private final class Mind: @unchecked Sendable {
  var isOpen = true
}
#endif
