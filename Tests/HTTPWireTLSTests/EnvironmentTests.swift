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
