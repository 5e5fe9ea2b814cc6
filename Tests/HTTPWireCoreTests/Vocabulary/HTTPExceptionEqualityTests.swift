import HTTPWireCore
import Testing

/// An error of a caller's own.
struct Refusal: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}

/// Another one, with the same texts.
private struct OtherRefusal: Error, CustomStringConvertible {
  let description: String
}

/// `==` is written by hand, for the sake of `custom`: no case may be forgotten there.
@Suite struct HTTPExceptionEqualityTests {
  /// Two values of each case, or one where a case has no values.
  static let cases: [[HTTPException]] = [
    [.notConnected],
    [.invalidURL("a"), .invalidURL("b")],
    [.unknownProtocol("a"), .unknownProtocol("b")],
    [.unknownTransferEncoding("a"), .unknownTransferEncoding("b")],
    [.unimplementedFileMode],
    [
      .incompleteRead(partial: [1], expected: 1), .incompleteRead(partial: [2], expected: 1), .incompleteRead(partial: [1], expected: 2),
      .incompleteRead(partial: [1], expected: nil),
    ],
    [.cannotSendRequest("a"), .cannotSendRequest("b")],
    [.cannotSendHeader("a"), .cannotSendHeader("b")],
    [.responseNotReady("a"), .responseNotReady("b")],
    [.badStatusLine("a"), .badStatusLine("b")],
    [.lineTooLong(kind: "a", limit: 1), .lineTooLong(kind: "b", limit: 1), .lineTooLong(kind: "a", limit: 2)],
    [.remoteDisconnected],
    [.invalidMethod("a"), .invalidMethod("b")],
    [.invalidHeaderName([1]), .invalidHeaderName([2])],
    [.invalidHeaderValue([1]), .invalidHeaderValue([2])],
    [.notEncodable(part: "a", text: "a"), .notEncodable(part: "b", text: "a"), .notEncodable(part: "a", text: "b")],
    [.invalidArgument("a"), .invalidArgument("b")],
    [.limitExceeded(what: "a", limit: 1), .limitExceeded(what: "b", limit: 1), .limitExceeded(what: "a", limit: 2)],
    [
      .malformedHeader(.nul, line: [1], received: [1]), .malformedHeader(.noColon, line: [1], received: [1]),
      .malformedHeader(.nul, line: [2], received: [1]), .malformedHeader(.nul, line: [1], received: [2]),
    ],
    [.incompleteHead(received: [1]), .incompleteHead(received: [2])],
    [.invalidContentLength("a"), .invalidContentLength("b")],
    [
      .malformedChunk(.invalidSize, line: [1], partial: [1]), .malformedChunk(.bareLineFeed, line: [1], partial: [1]),
      .malformedChunk(.invalidSize, line: [2], partial: [1]), .malformedChunk(.invalidSize, line: [1], partial: [2]),
    ],
    [.unexpectedUpgrade],
    [
      .tunnelRefused(TunnelRefusal(status: 407, reason: "a", headers: [:], body: [])),
      .tunnelRefused(TunnelRefusal(status: 403, reason: "a", headers: [:], body: [])),
    ],
    [.unexpectedTunnelData],
    [
      .system(SystemFailure(operation: "recv", code: 1, message: "a")), .system(SystemFailure(operation: "send", code: 1, message: "a")),
    ],
    [
      .connectionFailed([]), .connectionFailed([ConnectionAttempt(address: "a", error: .closed)]),
      .connectionFailed([ConnectionAttempt(address: "b", error: .closed)]),
      .connectionFailed([ConnectionAttempt(address: "a", error: .cancelled)]),
    ],
    [.timedOut(.reading), .timedOut(.sending)],
    [
      .deadlineExceeded(.reading, after: .seconds(1)), .deadlineExceeded(.sending, after: .seconds(1)),
      .deadlineExceeded(.reading, after: .seconds(2)),
    ],
    [
      .nameResolution(ResolutionFailure(host: "a", code: 1, message: "a")),
      .nameResolution(ResolutionFailure(host: "b", code: 1, message: "a")),
    ],
    [.bodySource("a"), .bodySource("b")],
    [.closed],
    [.cancelled],
    [.custom(Refusal(text: "a")), .custom(Refusal(text: "b")), .custom(OtherRefusal(description: "a"))],
    [
      .socks(SOCKSFailure(.refused(code: 1), version: .socks5)), .socks(SOCKSFailure(.refused(code: 2), version: .socks5)),
      .socks(SOCKSFailure(.refused(code: 1), version: .socks4)),
    ],
    [.unsupportedScheme("a"), .unsupportedScheme("b")],
    [
      .redirect(RedirectFailure(.insecure, status: 301, url: "a")), .redirect(RedirectFailure(.badLocation("x"), status: 301, url: "a")),
      .redirect(RedirectFailure(.insecure, status: 302, url: "a")), .redirect(RedirectFailure(.insecure, status: 301, url: "b")),
    ],
    [.tls(TLSFailure(.truncated, message: "a")), .tls(TLSFailure(.configuration, message: "a"))],
  ]

  /// The case's place in the table. A case that is new does not compile here, and then has to have a row there.
  private static func place(of error: HTTPException) -> Int {
    switch error {
    case .notConnected: 0
    case .invalidURL: 1
    case .unknownProtocol: 2
    case .unknownTransferEncoding: 3
    case .unimplementedFileMode: 4
    case .incompleteRead: 5
    case .cannotSendRequest: 6
    case .cannotSendHeader: 7
    case .responseNotReady: 8
    case .badStatusLine: 9
    case .lineTooLong: 10
    case .remoteDisconnected: 11
    case .invalidMethod: 12
    case .invalidHeaderName: 13
    case .invalidHeaderValue: 14
    case .notEncodable: 15
    case .invalidArgument: 16
    case .limitExceeded: 17
    case .malformedHeader: 18
    case .incompleteHead: 19
    case .invalidContentLength: 20
    case .malformedChunk: 21
    case .unexpectedUpgrade: 22
    case .tunnelRefused: 23
    case .unexpectedTunnelData: 24
    case .system: 25
    case .connectionFailed: 26
    case .timedOut: 27
    case .deadlineExceeded: 28
    case .nameResolution: 29
    case .bodySource: 30
    case .closed: 31
    case .cancelled: 32
    case .custom: 33
    case .socks: 34
    case .unsupportedScheme: 35
    case .redirect: 36
    case .tls: 37
    }
  }

  @Test("Each case has a row")
  func listsAll() {
    // The last case has the last place, so that the table is as long as the enumeration.
    #expect(Self.cases.map { Set($0.map(Self.place)) } == Self.cases.indices.map { [$0] })
    #expect(Self.place(of: .tls(TLSFailure(.truncated, message: ""))) == Self.cases.count - 1)
  }

  @Test("Each error equals itself and no other")
  func tellsApart() {
    let all = Self.cases.flatMap { $0 }
    for (place, error) in all.enumerated() {
      for (other, another) in all.enumerated() { #expect((error == another) == (place == other), "\(error) and \(another)") }
    }
  }

  @Test("Two of the caller's errors are equal when their types and texts are")
  func comparesCustomErrors() {
    #expect(HTTPException.custom(Refusal(text: "a")) == .custom(Refusal(text: "a")))
    #expect(HTTPException.custom(Refusal(text: "closed")) != .closed)
  }
}
