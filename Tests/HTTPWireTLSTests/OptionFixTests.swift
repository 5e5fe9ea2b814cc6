#if TLS
import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// Options that look as if they had been obeyed.
@Suite struct OptionFixTests {
  // MARK: Revocation

  @Test func listsThatAreGivenAreLookedAt() throws {
    let authority = try CertificateAuthority(named: "Revoking unasked")
    let good = try authority.issue(TestCertificate.Request(dnsNames: ["localhost"]))
    let bad = try authority.issue(TestCertificate.Request(dnsNames: ["localhost"]))
    let list = try authority.revocationList(revoking: [bad])
    let problem = { (certificate: TestCertificate, change: (inout TLSContext.Options) -> Void) throws in
      let server = try Fixture.echo { $0.certificate = certificate }
      let context = try Fixture.context {
        $0.trust = [.bytes(authority.certificate)]
        change(&$0)
      }
      return failure { try connect(to: server, context).close() }?.certificate?.problem
    }
    #expect(try problem(bad) { $0.revocationLists = [.bytes(list)] } == .revoked)
    #expect(try problem(good) { $0.revocationLists = [.bytes(list)] } == nil)
    #expect(try problem(bad) { _ in } == nil)
    let ignored = try problem(bad) {
      $0.revocationLists = [.bytes(list)]
      $0.revocationCheck = .none
    }
    #expect(ignored == nil)
  }

  // MARK: Ciphers

  @Test(arguments: ["aNULL:@SECLEVEL=0", "eNULL:@SECLEVEL=0", "aNULL:eNULL:", "ALL:aNULL:eNULL:@SECLEVEL=0"])
  func ciphersThatProtectNothingAreNeverAgreedOn(_ list: String) throws {
    let context = {
      try Fixture.context { options in
        options.cipherList = list
        options.securityLevel = 0
        options.maximumVersion = .tls12
      }
    }
    guard list.hasPrefix("ALL") else {
      #expect(failure { _ = try context() }?.tls?.kind == .configuration)
      return
    }
    for open in ["aNULL:@SECLEVEL=0", "eNULL:@SECLEVEL=0"] {
      let server = try Fixture.echo {
        $0.cipherList = open
        $0.maximumVersion = .tls12
      }
      #expect(failure { try connect(to: server, context()).close() }?.tls?.kind == .alert(40))
    }
  }

  @Test func aListOfCiphersCanNotHideItsEnd() throws {
    guard case .invalidArgument = failure({ _ = try Fixture.context { $0.cipherList = "ALL:aNULL\0" } }) else {
      Issue.record("a NUL was accepted")
      return
    }
  }

  // MARK: Sessions

  @Test(arguments: [-1, Int.min])
  func aCacheOfFewerThanNoSessionsIsRefused(_ size: Int) throws {
    guard case .invalidArgument = failure({ _ = try Fixture.context { $0.sessionCacheSize = size } }) else {
      Issue.record("a negative size was accepted")
      return
    }
  }

  // MARK: The key log

  @Test func theKeyLogIsItsOwnersAlone() throws {
    let path = try temporaryPath()
    defer { removeFile(path) }
    let server = try Fixture.echo()
    try connect(to: server, Fixture.context { $0.keyLog = .file(path) }).close()
    #expect(!readFile(path).isEmpty)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}
#endif
