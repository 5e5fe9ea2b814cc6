#if TLS
import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// What the environment says, in processes of their own.
@Suite struct EnvironmentTests {
  @Test func theSystemsCertificatesCanBeElsewhere() async {
    await #expect(processExitsWith: .success) {
      let server = try TLSLoopbackServer.replying { _ in .init(text: "") }
      let file = try TemporaryFile(server.authority)
      setenv("SSL_CERT_FILE", file.path, 1)
      let stream = try connect(to: server, .default)
      #expect(stream.verifyCode == 0)
      stream.close()
    }
    await #expect(processExitsWith: .success) {
      let authority = try CertificateAuthority()
      let leaf = try authority.issue(TestCertificate.Request(dnsNames: ["localhost"]))
      let server = try TLSLoopbackServer(.ipv4, TLSServerOptions(certificate: leaf)) { _ = try $0.read() }
      let directory = try TemporaryDirectory()
      try directory.write(authority.subjectHash + ".0", authority.certificate)
      setenv("SSL_CERT_DIR", directory.path, 1)
      try connect(to: server, .default).close()
    }
  }

  @Test func aFileOfCertificatesThatCanNotBeUsedIsNamedWithItsVariable() async {
    await #expect(processExitsWith: .success) {
      let empty = try TemporaryFile()
      for (path, word) in [("/nonexistent/ca.pem", "/nonexistent/ca.pem"), (empty.path, "no certificates")] {
        setenv("SSL_CERT_FILE", path, 1)
        let error = failure { _ = try TLSContext() }
        #expect(error?.tls?.kind == .configuration)
        #expect(error?.description.contains("SSL_CERT_FILE") == true && error?.description.contains(word) == true, "\(error as Any)")
        // Who trusts others does not depend on it.
        _ = try Fixture.context()
        let other = failure { _ = try TLSStream(over: ScriptedStream(atEnd: .end), context: .unverified(), serverName: "a") }
        #expect(other?.tls?.kind == .truncated)
      }
    }
  }

  @Test func havingNobodyToTrustIsSaid() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      try directory.write("README", [])
      for path in ["/nonexistent/certs", directory.path, ""] {
        // An empty name is a name for OpenSSL: there is no such file.
        setenv("SSL_CERT_FILE", "", 1)
        setenv("SSL_CERT_DIR", path, 1)
        let error = failure { _ = try TLSContext() }
        #expect(error?.tls?.kind == .configuration)
        #expect(error?.description.contains("SSL_CERT_DIR") == true, "\(error as Any)")
        // Beside other authorities the system's may be missing.
        _ = try Fixture.context { $0.trust.append(.system) }
      }
    }
  }

  @Test func theFirstPlaceThatHasCertificatesIsTaken() throws {
    let authority = try CertificateAuthority()
    let file = try TemporaryFile(authority.certificate)
    let empty = try TemporaryFile()
    let directory = try TemporaryDirectory()
    try directory.write(authority.subjectHash + ".0", authority.certificate)
    let bare = try TemporaryDirectory()
    try bare.write("README.0", [])
    let cases: [(files: [String], directories: [String], found: String?)] = [
      ([], [], nil), (["/nonexistent", empty.path, file.path], [directory.path], file.path), ([empty.path], ["/nonexistent"], nil),
      (["/nonexistent"], [bare.path, directory.path], directory.path), ([], [bare.path], nil),
    ]
    for (files, directories, found) in cases {
      let context = try TLSSettings.newContext(forServer: false)
      #expect(SystemAuthorities.loadFirst(ofFiles: files, orDirectories: directories, into: context) == found)
    }
  }

  @Test func theSecretsAreLoggedWhereTheEnvironmentSays() async {
    await #expect(processExitsWith: .success) {
      let server = try TLSLoopbackServer.replying { _ in .init(text: "") }
      let file = try TemporaryFile()
      setenv("SSLKEYLOGFILE", file.path, 1)
      try connect(to: server, server.clientContext()).close()
      #expect(String(decoding: file.contents, as: UTF8.self).contains("CLIENT_TRAFFIC_SECRET_0 "))
      var options = TLSContext.Options()
      options.keyLog = .none
      let before = file.contents.count
      try connect(to: server, server.clientContext(options)).close()
      #expect(file.contents.count == before)
    }
  }

  @Test func theDefaultContextTellsLaterWhyItCanNotBe() async {
    await #expect(processExitsWith: .success) {
      setenv("SSLKEYLOGFILE", "/nonexistent/keys", 1)
      let error = failure { _ = try TLSStream(over: ScriptedStream(atEnd: .end), serverName: "localhost") }
      #expect(error?.tls?.kind == .configuration)
    }
  }
}
#endif
