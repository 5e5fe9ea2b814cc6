import HTTPWireCore
import Testing

/// Interim responses: RFC 9110 section 15.2, and what CPython takes for final.
@Suite struct InterimTests {
  static let final = Vector.ok + "Content-Length: 2\r\n\r\nhi"
  static let proceed = "HTTP/1.1 100 Continue\r\n\r\n"

  static func final(after interim: [Int], closes: CloseReasons = []) -> Expectation {
    .response(200, body: "hi", framing: .length(2), closes: closes, interim: interim)
  }

  static func taken(_ status: Int, _ reason: String) -> Expectation {
    .response(status, reason, framing: .none, closes: .excessData)
  }

  static let vectors = [
    Vector("100 is skipped", proceed + final, final(after: [100])),
    Vector("So is 100 with fields", "HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" + final, final(after: [100])),
    Vector("102 is skipped", "HTTP/1.1 102 Processing\r\n\r\n" + final, final(after: [102]), python: taken(102, "Processing")),
    Vector(
      "103 is skipped", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + final, final(after: [103]), python: taken(103, "Early Hints")),
    Vector("199 is skipped", "HTTP/1.1 199 Odd\r\n\r\n" + final, final(after: [199]), python: taken(199, "Odd")),
    Vector(
      "100 of another version is skipped by CPython", "HTTP/2 100 Continue\r\n\r\n" + final, .noHead(.unknownProtocol("HTTP/2")),
      python: final(after: [100])),
    Vector(
      "Several are skipped", proceed + "HTTP/1.1 103 Early\r\n\r\n" + final, final(after: [100, 103]),
      python: .response(103, "Early", framing: .none, closes: .excessData, interim: [100])),
    Vector(
      "What an interim response says about the connection is not heard", "HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\n" + final,
      final(after: [100])),
    Vector(
      "An interim response has no body, whatever it says", "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nhello" + final,
      .noHead(.badStatusLine("helloHTTP/1.1 200 OK\r\n"), interim: [100])),
    Vector("A hundred interim responses", String(repeating: proceed, count: 100) + final, final(after: Array(repeating: 100, count: 100))),
    Vector(
      "A hundred and one interim responses", String(repeating: proceed, count: 101) + final,
      .noHead(.limitExceeded(what: "interim responses", limit: 100), interim: Array(repeating: 100, count: 100)),
      unlikeCPython: "3.11 knows no limit, newer versions have one"),
    Vector(
      "Interim responses of 300 KiB",
      String(repeating: "HTTP/1.1 100 Continue\r\nA: " + String(repeating: "b", count: 60_000) + "\r\n\r\n", count: 6) + final,
      .noHead(.limitExceeded(what: "bytes of interim responses", limit: 307_200), interim: Array(repeating: 100, count: 5)),
      python: final(after: Array(repeating: 100, count: 6))),
    Vector("The end behind an interim response", proceed, ends: true, .noHead(.remoteDisconnected, closes: .peerClosed, interim: [100])),
    Vector(
      "The end in an interim response", "HTTP/1.1 100 Continue\r\n", ends: true, .torn("HTTP/1.1 100 Continue\r\n"),
      python: .noHead(.remoteDisconnected, closes: .peerClosed, interim: [100])),
  ]

  @Test("Interim responses", arguments: vectors, Preset.allCases)
  func skips(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }
}
