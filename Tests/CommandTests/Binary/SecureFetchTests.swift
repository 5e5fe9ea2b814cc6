#if TLS
import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

@testable import HTTPWireCommand

@Suite("The command, run against a server with TLS", .serialized)
struct SecureFetchTests {
  /// A server that says what it was asked for, with its authority's certificate in a file.
  private final class Site {
    let server: TLSLoopbackServer
    let folder: TemporaryFolder
    let certificate: TestCertificate

    init(names: [String] = ["name.test"], _ change: (inout TLSServerOptions) -> Void = { _ in }) throws {
      let authority = try CertificateAuthority()
      certificate = try authority.issue(.init(dnsNames: ["localhost"] + names, addresses: [[127, 0, 0, 1]]))
      var options = TLSServerOptions(certificate: certificate)
      change(&options)
      folder = try TemporaryFolder(["ca.pem": String(decoding: authority.certificate, as: UTF8.self)])
      server = try TLSLoopbackServer(.ipv4, options, authority: authority.certificate) { connection in
        while let request = try connection.readRequest() {
          let close: HTTPMessage = request.target == "/close" ? ["Connection": "close"] : [:]
          try connection.send(
            .init(headers: close, text: "\(request.method) \(request.target) \(request.headers["Host"] ?? "")"), to: request)
          if request.target == "/close" { return }
        }
      }
    }

    var trust: [String] { ["--cacert", folder.path("ca.pem")] }

    func url(_ target: String = "/") -> String { "https://127.0.0.1:\(server.port)\(target)" }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
      try Data(bytes).write(to: folder.url.appendingPathComponent(name))
      return folder.path(name)
    }
  }

  @Test("a URL's body is printed, when its authority is trusted")
  func get() throws {
    let site = try Site()
    let command = try Command(site.trust + [site.url("/x")])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.text == "GET /x 127.0.0.1:\(site.server.port)")
    #expect(command.errors == "")
  }

  @Test("a certificate that nobody trusted has issued has an exit status of its own, and nothing is sent")
  func untrusted() throws {
    let site = try Site()
    let command = try Command([site.url()])
    #expect(command.status == CommandStatus.certificate.rawValue)
    #expect(command.errors.contains("certificate verify failed: unable to get local issuer certificate"))
    #expect(command.text == "")
    #expect(site.server.requests.isEmpty)
  }

  @Test("-k accepts any certificate")
  func insecure() throws {
    let site = try Site()
    let command = try Command(["-k", "-v", site.url("/x")])
    #expect(command.text.hasPrefix("GET /x"))
    #expect(command.errors.contains("* Certificate NOT verified, as asked; OpenSSL finds: unable to"))
  }

  @Test("--capath trusts a directory")
  func directory() throws {
    let site = try Site()
    let authority = try CertificateAuthority()
    let server = try TLSLoopbackServer(.ipv4, TLSServerOptions(certificate: authority.issue(.init(addresses: [[127, 0, 0, 1]])))) {
      _ = try $0.readRequest()
      try $0.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
    _ = try site.file(authority.subjectHash + ".0", authority.certificate)
    #expect(try Command(["--capath", site.folder.url.path, "https://127.0.0.1:\(server.port)/"]).text == "ok")
    #expect(try Command(["--capath", site.folder.url.path, site.url()]).status == CommandStatus.certificate.rawValue)
  }

  @Test("-v tells what was agreed and who the server is, before the request")
  func verbose() throws {
    let site = try Site()
    let lines = try Command(["-v"] + site.trust + [site.url("/x")]).errors.split(separator: "\n").map(String.init)
    let facts = ["TLS with the server: TLSv1.3, TLS_", "Certificate subject: CN=test", "Certificate issuer: CN=Test Root"]
    #expect(zip(lines.dropFirst(), facts).allSatisfy { $0.hasPrefix("* " + $1) }, "\(lines)")
    #expect(lines.contains { $0.contains("bits), ALPN http/1.1, new session") })
    #expect(lines.contains { $0.hasPrefix("* Certificate valid from 20") && $0.hasSuffix(" UTC") })
    #expect(lines.contains("* Certificate names: localhost, name.test, 127.0.0.1"))
    #expect(lines.contains("* Certificate verified: ok"))
    #expect(lines.contains("> GET /x HTTP/1.1"))
  }

  @Test("a connection that is opened anew resumes the session")
  func resumption() throws {
    let site = try Site()
    let command = try Command(["-v", "--repeat", "2"] + site.trust + [site.url("/close")])
    #expect(command.status == 0)
    #expect(site.server.server.connectionCount == 2)
    #expect(command.errors.contains("new session"))
    #expect(command.errors.contains("session resumed"))
  }

  @Test("the versions that may be agreed on can be narrowed")
  func versions() throws {
    let old = try Site { $0.maximumVersion = .tls12 }
    #expect(try Command(["-v", "--tlsv1.2"] + old.trust + [old.url()]).errors.contains("TLS with the server: TLSv1.2"))
    #expect(try Command(["--tlsv1.3"] + old.trust + [old.url()]).status == CommandStatus.handshake.rawValue)
    let new = try Site { $0.minimumVersion = .tls13 }
    #expect(try Command(["--tlsv1.3", "--tls-max", "default"] + new.trust + [new.url()]).status == 0)
    #expect(try Command(["--tls-max", "1.2"] + new.trust + [new.url()]).status == CommandStatus.handshake.rawValue)
  }

  @Test("--cert and --key show a certificate, with a passphrase in either place")
  func clientCertificate() throws {
    let clients = try CertificateAuthority(named: "Clients")
    let site = try Site { $0.clientAuthority = clients.certificate }
    let client = try clients.issue(.init(dnsNames: ["client"]))
    let certificate = try site.file("client.pem", client.chain)
    let key = try site.file("client.key", client.key)
    let locked = try site.file("locked.key", client.encryptedKey(passphrase: "sesame"))
    let both = try site.file("both.pem", client.chain + client.encryptedKey(passphrase: "sesame"))
    let good = [
      ["--cert", certificate, "--key", key], ["--cert", certificate, "--key", locked, "--pass", "sesame"], ["-E", both + ":sesame"],
    ]
    for arguments in good { #expect(try Command(site.trust + arguments + [site.url()]).status == 0) }
    let bad = [
      (["--cert", certificate], CommandStatus.tlsFiles), (["--cert", certificate, "--key", locked], .tlsFiles),
      (["--cert", both + ":nonsense"], .tlsFiles), (["--cert", "/no/such/file"], .tlsFiles), (["--cacert", "/no/such/file"], .authorities),
      (["--cacert", key], .authorities), (["--ciphers", "NONE-SUCH"], .ciphers), (["--tls13-ciphers", "NONE"], .ciphers),
    ]
    for (arguments, status) in bad {
      let command = try Command(site.trust + arguments + [site.url()])
      #expect(command.status == status.rawValue, "\(arguments)")
      #expect(!command.errors.contains("nonsense"))
    }
  }

  @Test("--pinnedpubkey accepts one key and no other, also where nothing else is checked")
  func pins() throws {
    let site = try Site()
    let context = try site.server.clientContext()
    let connection = try HTTPSConnection("127.0.0.1", port: site.server.port, context: context)
    try connection.connect()
    let digest = Data(try #require(connection.tls?.peerCertificates.first).publicKeySHA256).base64EncodedString()
    connection.close()
    let other = Data(repeating: 7, count: 32).base64EncodedString()
    for way in [site.trust, ["-k"]] {
      #expect(try Command(way + ["--pinnedpubkey", "sha256//\(other);sha256//\(digest)", site.url()]).status == 0)
      let refused = try Command(way + ["--pinnedpubkey", "sha256//\(other)", site.url()])
      #expect(refused.status == CommandStatus.pin.rawValue)
    }
  }

  @Test("what does not speak TLS, or ends in the middle of it, is told by the exit status")
  func handshakes() throws {
    let plain = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
    }
    let command = try Command(["https://127.0.0.1:\(plain.port)/"])
    #expect(command.status == CommandStatus.handshake.rawValue)
    #expect(command.errors.contains("does not speak TLS"))
    let silent = try LoopbackServer { _ = try $0.read() }
    #expect(try Command(["https://127.0.0.1:\(silent.port)/"]).status == CommandStatus.handshake.rawValue)
    let stalled = try LoopbackServer { try $0.sleepUntilStopped() }
    for flag in ["--connect-timeout", "--max-time"] {
      #expect(try Command([flag, "0.1", "https://127.0.0.1:\(stalled.port)/"]).status == CommandStatus.timeout.rawValue)
    }
    let site = try Site()
    let wrong = try Command(["http://127.0.0.1:\(site.server.port)/"])
    #expect(wrong.status == CommandStatus.badReply.rawValue || wrong.status == CommandStatus.emptyReply.rawValue, "\(wrong.errors)")
  }

  @Test("a body without a length that ends without farewell is cut short")
  func raggedEnd() throws {
    let authority = try CertificateAuthority()
    let certificate = try authority.issue(.init(addresses: [[127, 0, 0, 1]]))
    let server = try TLSLoopbackServer(.ipv4, TLSServerOptions(certificate: certificate)) { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\nhalf")
      connection.hangUp()
    }
    let command = try Command(["-k", "https://127.0.0.1:\(server.port)/"])
    #expect(command.status == CommandStatus.incompleteBody.rawValue, "\(command.errors)")
  }

  @Test("an https URL goes through a tunnel, and the name is checked at its end")
  func tunnel() throws {
    let site = try Site()
    let proxy = try ProxyTests.proxy(to: site.server.server, password: "Basic YWxhZGRpbjpvcGVuc2VzYW1l")
    let way = ["-x", "aladdin:opensesame@\(proxy.host):\(proxy.port)"] + site.trust
    let command = try Command(["-v"] + way + ["https://name.test/x"])
    #expect(command.text == "GET /x name.test", "\(command.errors)")
    #expect(command.errors.contains("> CONNECT name.test:443 HTTP/1.1\n"))
    #expect(command.errors.contains("< HTTP/1.1 200 Come In\n"))
    #expect(command.errors.contains("* TLS with the server: "))
    #expect(!command.errors.contains("opensesame"))
    #expect(proxy.requests.map(\.target) == ["name.test:443"])
    let other = try Command(way + ["https://other.test/x"])
    #expect(other.status == CommandStatus.certificate.rawValue)
    #expect(other.errors.contains("Hostname mismatch, certificate is not valid for 'other.test'."))
    #expect(site.server.requests.count == 1)
  }

  @Test("a proxy can be reached over TLS, for tunnels and for plain URLs")
  func secureProxy() throws {
    let site = try Site()
    let (host, port) = (site.server.host, site.server.port)
    let proxy = try TLSLoopbackServer { connection in
      guard let request = try connection.readRequest() else { return }
      if request.method != "CONNECT" { return try connection.send(.init(text: request.target), to: request) }
      let upstream = try TCPDialer().connect(to: ConnectionTarget(host: host, port: port, timeout: .seconds(10)))
      defer { upstream.close() }
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      try connection.relay(to: upstream)
    }
    let authority = try site.file("proxy.pem", proxy.authority)
    let way = ["-x", "https://\(proxy.host):\(proxy.port)"]
    for trust in [["--proxy-cacert", authority], ["--proxy-insecure"]] {
      let command = try Command(["-v"] + way + trust + site.trust + ["https://name.test/x"])
      #expect(command.text == "GET /x name.test", "\(command.errors)")
      #expect(command.errors.contains("* TLS with the proxy: "))
      #expect(command.errors.contains("> CONNECT name.test:443 HTTP/1.1\n"))
      #expect(command.errors.contains("* TLS with the server: "))
      #expect(try Command(way + trust + ["http://name.test/x"]).text == "http://name.test/x")
    }
    // What the server's certificates need says nothing about the proxy's.
    let refused = try Command(way + site.trust + ["-k", "https://name.test/x"])
    #expect(refused.status == CommandStatus.certificate.rawValue)
    #expect(refused.errors.hasPrefix("httpwire: [SSL: CERTIFICATE_VERIFY_FAILED]"))
    #expect(refused.errors.hasSuffix(", at the proxy \(proxy.host):\(proxy.port)\n"))
    let untunnelled = try Command(way + ["http://name.test/x"])
    #expect(untunnelled.errors.hasPrefix("httpwire: [SSL: CERTIFICATE_VERIFY_FAILED]"))
  }
}
#endif
