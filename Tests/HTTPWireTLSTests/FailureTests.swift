#if TLS
import HTTPWire
import HTTPWireTesting
import Synchronization
import Testing

/// What goes wrong in a handshake, and after it.
@Suite struct FailureTests {
  /// A server that sends bytes, whatever it is sent, and then closes or goes on in silence.
  private func server(sending bytes: [UInt8], thenCloses: Bool = true) throws -> LoopbackServer {
    try LoopbackServer { connection in
      _ = try connection.read()
      try connection.send(bytes)
      if !thenCloses { try connection.sleepUntilStopped() }
    }
  }

  private func handshake(with server: LoopbackServer, timeout: Duration? = .seconds(10)) throws -> HTTPException? {
    let context = try Fixture.context()
    return failure {
      let lower = try server.connect()
      defer { lower.close() }
      _ = try TLSStream(over: lower, context: context, serverName: "localhost", timeout: timeout)
    }
  }

  @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail.test ESMTP\r\n", "SSH-2.0-x\r\n", "<html>", "\0\0\0\0\0\0", "X"])
  func aPeerWithoutTLSIsToldSo(_ reply: String) throws {
    for thenCloses in [true, false] where thenCloses || reply.utf8.count >= 5 {
      let error = try handshake(with: server(sending: Array(reply.utf8), thenCloses: thenCloses))
      guard case .notTLS(let received) = error?.tls?.kind else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(received == Array(reply.utf8))
      #expect(error?.description.contains("the peer does not speak TLS: it answered b'") == true)
      #expect(error?.fault == .peer)
    }
  }

  @Test(
    arguments: [
      [0x16, 0x03, 0x03, 0x00, 0x05, 1, 2, 3, 4, 5],
      [0x16, 0x09, 0x09, 0x00, 0x05, 1, 2, 3, 4, 5],
      [0x17, 0x03, 0x03, 0x00, 0x02, 1, 2],
      [0x16, 0x03, 0x03, 0xFF, 0xFF] + Array(repeating: 0, count: 70_000),
      [0x14, 0x03, 0x03, 0x00, 0x01, 0x02],
    ] as [[UInt8]])
  func recordsWithoutSenseBreakTheProtocol(_ bytes: [UInt8]) throws {
    let error = try handshake(with: server(sending: bytes))
    #expect(error?.tls?.kind == .protocolViolation, "\(String(describing: error))")
    #expect(error?.description.hasPrefix("[SSL: ") == true)
  }

  @Test(arguments: [0, 1, 4, 5, 30])
  func anEndInTheHandshakeIsATruncation(_ count: Int) throws {
    // The beginning of a ServerHello, as far as it goes.
    let hello: [UInt8] = [0x16, 0x03, 0x03, 0x00, 0x5A, 0x02, 0x00, 0x00, 0x56, 0x03, 0x03] + Array(repeating: 7, count: 40)
    let error = try handshake(with: server(sending: Array(hello.prefix(count))))
    #expect(error?.tls?.kind == .truncated, "\(String(describing: error))")
    #expect(error?.description.contains("closed during the handshake") == true)
  }

  @Test func anAlertIsNamed() throws {
    let error = try handshake(with: server(sending: [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 40]))
    #expect(error?.tls?.kind == .alert(40))
    #expect(error?.description.hasPrefix("[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] ") == true, "\(String(describing: error))")
  }

  @Test func aResetIsTheStreamsError() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.reset()
    }
    #expect(try handshake(with: server)?.isConnectionReset == true)
  }

  @Test func aHandshakeThatStallsTimesOut() throws {
    let error = try handshake(with: server(sending: [], thenCloses: false), timeout: .milliseconds(50))
    #expect(error == .timedOut(.handshaking))
    #expect(error?.isTimeout == true)
  }

  @Test func aHandshakeThatDripsTimesOut() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.send([0x16, 0x03, 0x03, 0x40, 0x00])
      while try connection.sleep(.milliseconds(20)) { try connection.send([0]) }
    }
    #expect(try handshake(with: server, timeout: .milliseconds(150)) == .timedOut(.handshaking))
  }

  @Test func theServerIsToldWhyItsCertificateWasRefused() throws {
    let alerts: [(problem: (inout TestCertificate.Request) -> Void, alert: UInt8)] = [
      ({ $0.notAfter = .seconds(-60) }, 45), ({ $0.dnsNames = ["other.test"] }, 42), ({ $0.extendedKeyUsage = "clientAuth" }, 43),
    ]
    for (problem, alert) in alerts {
      var request = TestCertificate.Request(dnsNames: ["localhost"])
      problem(&request)
      let side = try TLSServerSide(TLSServerOptions(certificate: Fixture.authority.get().issue(request)))
      let told = Told()
      let server = try LoopbackServer { connection in
        told.note { try connection.startTLS(side) }
      }
      let lower = try server.connect()
      let error = failure { _ = try TLSStream(over: lower, context: Fixture.context(), serverName: "localhost") }
      #expect(error?.certificate != nil)
      #expect(lower.fileDescriptor != nil, "a stream is its owner's to close")
      // The server's end of the socket, which comes after what it has noted.
      while let bytes = try? lower.readOnce(), !bytes.isEmpty {}
      #expect(told.failure?.tls?.kind == .alert(alert))
      #expect(server.requests.isEmpty)
    }
  }

  @Test func failedHandshakesLeaveNothingOpen() throws {
    let stranger = try Fixture.echo { $0.certificate = try CertificateAuthority.selfSigned(TestCertificate.Request()) }
    let plain = try server(sending: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
    let context = try Fixture.context()
    let before = openDescriptors()
    for server in [stranger.server, plain] {
      for _ in 0..<100 {
        let lower = try Weak(server.connect())
        let error = failure { _ = try TLSStream(over: lower.take(), context: context, serverName: "localhost", timeout: .seconds(10)) }
        #expect(error?.tls != nil)
        #expect(lower.isGone)
      }
    }
    stranger.stop()
    plain.stop()
    // Other tests open and close meanwhile, but not as many as would have been left open here.
    #expect(openDescriptors() - before < 100)
  }
}

/// Tells when a stream is held by nobody any more.
final class Weak {
  private var strong: (any ByteStream)?
  private weak var stream: (any ByteStream)?
  var isGone: Bool { stream == nil }

  init(_ stream: any ByteStream) {
    strong = stream
    self.stream = stream
  }

  /// Hands the stream over.
  func take() -> any ByteStream {
    defer { strong = nil }
    return strong ?? CutStream(ScriptedStream(atEnd: .end))
  }
}

/// What a server's handler was told.
final class Told: Sendable {
  private let error = Mutex<HTTPException?>(nil)
  var failure: HTTPException? { error.withLock { $0 } }

  func note(_ call: () throws -> Void) {
    let thrown = HTTPWireTLSTests.failure(call)
    error.withLock { $0 = thrown }
  }
}
#endif
