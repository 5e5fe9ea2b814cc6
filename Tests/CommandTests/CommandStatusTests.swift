import HTTPWire
import Testing

@testable import HTTPWireCommand

@Suite("Exit statuses")
struct CommandStatusTests {
  @Test("the table has a line for every status", arguments: CommandStatus.allCases)
  func table(status: CommandStatus) {
    let lines = CommandStatus.table.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("\(status.rawValue)  ") }
    #expect(lines.count == 1)
    #expect(lines.first?.hasSuffix(status.meaning) == true)
  }

  static let failures: [(HTTPException, CommandStatus)] = [
    (.invalidURL("x"), .badURL), (.invalidMethod("x"), .badUsage), (.invalidHeaderValue([10]), .badUsage),
    (.nameResolution(ResolutionFailure(host: "h", code: -2, message: "none")), .nameResolution),
    (.timedOut(.connecting), .timeout), (.timedOut(.readingBody), .timeout),
    (.incompleteRead(partial: [], expected: 1), .incompleteBody), (.remoteDisconnected, .emptyReply),
    (.badStatusLine("x"), .badReply), (.malformedChunk(.invalidSize, line: [], partial: []), .badReply),
    (.invalidContentLength("x"), .badReply), (.bodySource("x"), .readingInput),
    (call("connect"), .connecting), (call("bind"), .sourceAddress), (call("send"), .sending), (call("recv"), .receiving),
    (call("open"), .readingInput), (call("write"), .writing), (call("other"), .unexpected), (.closed, .unexpected),
    (tls(.alert(40)), .handshake), (tls(.protocolViolation), .handshake), (tls(.notTLS(received: [])), .handshake),
    (tls(.certificate(CertificateFailure(.expired, code: 10, reason: "x", depth: 0))), .certificate), (tls(.configuration), .tlsFiles),
    (tls(.truncated), .incompleteBody), (.unexpectedTunnelData, .receiving),
    (attempts(call("connect"), call("connect")), .connecting), (attempts(call("connect"), .timedOut(.connecting)), .timeout),
    (attempts(call("bind"), call("bind")), .sourceAddress), (attempts(call("bind"), call("connect")), .connecting),
    (.socks(SOCKSFailure(.authenticationRefused, version: .socks5)), .proxy),
    (.unsupportedScheme("ftp"), .unsupportedScheme), (.redirect(RedirectFailure(.insecure, status: 302, url: "a")), .redirections),
    (.redirect(RedirectFailure(.tooMany(limit: 1), status: 302, url: "a")), .redirections),
    (.redirect(RedirectFailure(.badLocation("x"), status: 302, url: "a")), .badURL),
    (.redirect(RedirectFailure(.unsupportedScheme("ftp"), status: 302, url: "a")), .unsupportedScheme),
    (.redirect(RedirectFailure(.bodyNotReplayable, status: 307, url: "a")), .notRepeatable),
    (tls(.certificate(CertificateFailure(.refusedByCheck, code: 50, reason: "x", depth: 0))), .pin),
    (.tunnelRefused(TunnelRefusal(status: 407, reason: "x", headers: [:], body: [])), .receiving),
  ]

  @Test("every failure has its class", arguments: failures)
  func classes(failure: HTTPException, status: CommandStatus) {
    #expect(CommandStatus(failure) == status)
  }

  private static func tls(_ kind: TLSFailure.Kind) -> HTTPException { .tls(TLSFailure(kind, message: "no")) }

  private static func attempts(_ errors: HTTPException...) -> HTTPException {
    .connectionFailed(errors.map { ConnectionAttempt(address: "a", error: $0) })
  }

  private static func call(_ operation: String) -> HTTPException {
    .system(SystemFailure(operation: operation, code: 1, message: "no"))
  }
}
