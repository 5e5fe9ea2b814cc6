#if TLS
import HTTPWire
import HTTPWireTesting
import Synchronization
import Testing

/// Connects to a server that shows a case's certificate, and says what became of it.
struct MatrixJudge {
  let files: MatrixFiles
  let question: MatrixQuestion

  struct Verdict {
    let outcome: MatrixOutcome
    /// The reason in words, for a certificate that was refused.
    let reason: String?
    /// What the server has read after the handshake; nil when the handshake has not come to its end, so that there can be nothing.
    let received: [UInt8]?
    /// How many connections the server has seen.
    let connections: Int
  }

  func judge(_ mode: MatrixCase.Mode) throws -> Verdict {
    let received = Mutex<[UInt8]?>(nil)
    let certificate = TestCertificate(certificate: [], chain: files.chain, key: files.key)
    let server = try TLSLoopbackServer(.ipv4, TLSServerOptions(certificate: certificate)) { connection in
      received.withLock { $0 = [] }
      let bytes = try connection.read()
      received.withLock { $0 = bytes }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
    }
    let connection = try HTTPSConnection(server.host, port: server.port, timeout: .seconds(10), context: TLSContext(options(mode)))
    let error = failure {
      try connection.request("GET", "/secret")
      #expect(try connection.getResponse().read() == Array("ok".utf8))
    }
    connection.close()
    // Waits for the handlers: what the server has read by then is all there is.
    server.stop()
    return Verdict(
      outcome: try outcome(error), reason: error?.certificate?.reason, received: received.withLock { $0 },
      connections: server.server.connectionCount)
  }

  private func outcome(_ error: HTTPException?) throws -> MatrixOutcome {
    switch error {
    case nil: return .accepted
    case .invalidArgument, .invalidURL: return .notAName
    case .some(let error):
      guard let refusal = error.certificate else { throw error }
      return .refused(refusal.problem, refusal.code)
    }
  }

  private func options(_ mode: MatrixCase.Mode) -> TLSContext.Options {
    var options = TLSContext.Options()
    options.trust = files.trust.isEmpty ? [] : [.bytes(files.trust)]
    options.revocationLists = files.lists.isEmpty ? [] : [.bytes(files.lists)]
    options.serverName = question.host
    options.checkHostname = question.checksHostname
    options.verification = question.verifies ? .required : .none
    options.revocationCheck =
      switch question.revocation {
      case .none: .none
      case .leaf: .leaf
      case .chain: .chain
      }
    options.requiresStrictCertificates = mode == .strict || question.requiresStrictCertificates
    options.acceptsPartialChains = mode == .strict || question.acceptsPartialChains
    return options
  }
}
#endif
