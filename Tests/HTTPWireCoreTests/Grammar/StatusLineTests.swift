import HTTPWireCore
import Testing

/// Status lines: RFC 9112 section 4, and what CPython takes for one.
@Suite struct StatusLineTests {
  /// A status line and what it gives: nil is a `badStatusLine` with the line, a text the version of `unknownProtocol`.
  struct Line: Sendable, CustomTestStringConvertible {
    enum Result: Sendable {
      case bad
      case unknown(String)
      case head(HTTPVersion, Int, String)
    }

    let testDescription: String
    let line: String
    let expected: Result
    let python: Result

    init(_ testDescription: String, _ line: String, _ expected: Result, python: Result? = nil) {
      self.testDescription = testDescription
      self.line = line
      self.expected = expected
      self.python = python ?? expected
    }

    var vector: Vector {
      Vector(
        testDescription, line + "Content-Length: 0\r\nConnection: keep-alive\r\n\r\n", expectation(expected),
        python: expectation(python))
    }

    private func expectation(_ result: Result) -> Expectation {
      switch result {
      case .bad: .badStatusLine(line)
      case .unknown(let version): .noHead(.unknownProtocol(version))
      case .head(let version, let status, let reason): .response(status, reason, version: version, framing: .length(0))
      }
    }
  }

  static let ok = Line.Result.head(.http11, 200, "OK")

  static let lines = [
    Line("A reason phrase is kept as it came", "HTTP/1.1 200 All is  well\r\n", .head(.http11, 200, "All is  well")),
    Line("A reason phrase is not needed", "HTTP/1.1 200 \r\n", .head(.http11, 200, "")),
    Line("Nor is the blank before it", "HTTP/1.1 200\r\n", .head(.http11, 200, "")),
    Line("Blanks around a reason phrase are dropped", "HTTP/1.1 200  \tOK \t\r\n", ok),
    Line("A reason phrase is Latin-1", "HTTP/1.1 200 \u{E9}t\u{E9}\r\n", .head(.http11, 200, "\u{E9}t\u{E9}")),
    Line("A control character in a reason phrase is kept", "HTTP/1.1 200 a\u{1B}b\r\n", .head(.http11, 200, "a\u{1B}b")),
    Line("A bare line feed ends a status line", "HTTP/1.1 200 OK\n", ok),
    Line("HTTP/1.0 is 10", "HTTP/1.0 200 OK\r\n", .head(.http10, 200, "OK")),
    Line("HTTP/1.2 is 11", "HTTP/1.2 200 OK\r\n", ok),
    Line("HTTP/1.9 is 11", "HTTP/1.9 200 OK\r\n", ok),
    Line("Status 999 is a status", "HTTP/1.1 999 Odd\r\n", .head(.http11, 999, "Odd")),
    Line("A minor version of two digits is unknown", "HTTP/1.10 200 OK\r\n", .unknown("HTTP/1.10"), python: ok),
    Line("A major version of two digits is unknown", "HTTP/11.1 200 OK\r\n", .unknown("HTTP/11.1")),
    Line("HTTP/2.0 is unknown", "HTTP/2.0 200 OK\r\n", .unknown("HTTP/2.0")),
    Line("HTTP/2 is unknown", "HTTP/2 200 OK\r\n", .unknown("HTTP/2")),
    Line("A character whose case is a blank is no blank", "HTTP/1.1\u{0}200 OK\r\n", .bad),
    Line("A character whose case is a digit is no digit", "HTTP/\u{11}.1 200 OK\r\n", .bad, python: .unknown("HTTP/\u{11}.1")),
    Line("A character whose case is a dot is no dot", "HTTP/1\u{E}1 200 OK\r\n", .bad, python: .unknown("HTTP/1\u{E}1")),
    Line("HTTP/3 is unknown", "HTTP/3 200\r\n", .unknown("HTTP/3")),
    Line("HTTP/1 is unknown", "HTTP/1 200 OK\r\n", .unknown("HTTP/1")),
    Line("HTTP/0.9 is no version of a status line", "HTTP/0.9 200 OK\r\n", .unknown("HTTP/0.9"), python: .head(.http10, 200, "OK")),
    Line("HTTP/1.x is no version", "HTTP/1.x 200 OK\r\n", .bad, python: ok),
    Line("HTTP/1. is no version", "HTTP/1. 200 OK\r\n", .unknown("HTTP/1."), python: ok),
    Line("HTTP/ alone is no version", "HTTP/ 200 OK\r\n", .bad, python: .unknown("HTTP/")),
    Line("The protocol's name is upper-case", "http/1.1 200 OK\r\n", .bad),
    Line("The protocol's name is exact", "HTTPS/1.1 200 OK\r\n", .bad),
    Line("Another protocol is none", "ICY 200 OK\r\n", .bad),
    Line("A field line is no status line", "Server: x\r\n", .bad),
    Line("HTML is no status line", "<html><body>hello</body></html>\r\n", .bad),
    Line("An empty line is no status line", "\r\n", .bad),
    Line("An empty line of a bare line feed is no status line", "\n", .bad),
    Line("A version alone is no status line", "HTTP/1.1\r\n", .bad),
    Line("A version and a blank are no status line", "HTTP/1.1 \r\n", .bad),
    Line("A blank before a status line", " HTTP/1.1 200 OK\r\n", .bad, python: ok),
    Line("Two blanks before the status", "HTTP/1.1  200 OK\r\n", .bad, python: ok),
    Line("A tab before the status", "HTTP/1.1\t200 OK\r\n", .bad, python: ok),
    Line("A tab behind the status", "HTTP/1.1 200\tOK\r\n", .bad, python: ok),
    Line("A no-break space before the status", "HTTP/1.1\u{A0}200 OK\r\n", .bad, python: ok),
    Line("A next-line control before the status", "HTTP/1.1\u{85}200 OK\r\n", .bad, python: ok),
    Line("A group separator behind a status and nothing else", "HTTP/1.1 200\u{1D}\r\n", .bad),
    Line("A group separator between status and reason", "HTTP/1.1 200\u{1D}OK\r\n", .bad, python: ok),
    Line("A status with a sign", "HTTP/1.1 +200 OK\r\n", .bad, python: ok),
    Line("A negative status", "HTTP/1.1 -200 OK\r\n", .bad),
    Line("A status with an underscore", "HTTP/1.1 2_00 OK\r\n", .bad, python: ok),
    Line("A status with a leading zero", "HTTP/1.1 0200 OK\r\n", .bad, python: ok),
    Line("A status of two digits", "HTTP/1.1 20 OK\r\n", .bad),
    Line("A status of four digits", "HTTP/1.1 2000 OK\r\n", .bad),
    Line("A status below 100", "HTTP/1.1 099 OK\r\n", .bad),
    Line("A status that is no number", "HTTP/1.1 abc OK\r\n", .bad),
    Line("A status with letters", "HTTP/1.1 20x OK\r\n", .bad),
    Line("A hexadecimal status", "HTTP/1.1 0xC8 OK\r\n", .bad),
    Line("A status beyond 64 bits", "HTTP/1.1 18446744073709551816 OK\r\n", .bad),
    Line("A status and a reason not apart", "HTTP/1.1 200OK\r\n", .bad),
    Line("A superscript status", "HTTP/1.1 \u{B2}00 OK\r\n", .bad),
    Line("A NUL in the reason", "HTTP/1.1 200 a\u{0}b\r\n", .bad, python: .head(.http11, 200, "a\u{0}b")),
    Line("A bare carriage return in the reason", "HTTP/1.1 200 a\rb\r\n", .bad, python: .head(.http11, 200, "a\rb")),
    Line("Two carriage returns at the end", "HTTP/1.1 200 OK\r\r\n", .bad, python: ok),
  ]

  @Test("Status lines", arguments: lines.map(\.vector), Preset.allCases)
  func reads(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }

  static let ends = [
    Vector(
      "A peer that closes without a byte has disconnected", "", ends: true, .noHead(.remoteDisconnected, closes: .peerClosed)),
    Vector(
      "A status line cut off in its status is none", "HTTP/1.1 20", ends: true,
      .badStatusLine("HTTP/1.1 20", closes: .peerClosed)),
    Vector(
      "A status line cut off before its end is none", "HTTP/1.1 200 OK", ends: true,
      .badStatusLine("HTTP/1.1 200 OK", closes: .peerClosed),
      python: .response(200, fields: [], framing: .untilClose, closes: .untilClose)),
    Vector(
      "A status line cut off in its line end is none", "HTTP/1.1 200 OK\r", ends: true,
      .badStatusLine("HTTP/1.1 200 OK\r", closes: .peerClosed),
      python: .response(200, fields: [], framing: .untilClose, closes: .untilClose)),
    Vector(
      "A reply without status line is no reply (HTTP/0.9)", "hello", ends: true, .badStatusLine("hello"),
      python: .badStatusLine("hello", closes: .peerClosed)),
    Vector(
      "A status line may be 65536 bytes long", "HTTP/1.1 204 " + String(repeating: "a", count: 65_536 - 15) + "\r\n\r\n",
      .response(204, String(repeating: "a", count: 65_536 - 15), framing: .none)),
    Vector(
      "A status line of 65537 bytes is too long", "HTTP/1.1 204 " + String(repeating: "a", count: 65_537 - 15) + "\r\n\r\n",
      .noHead(.lineTooLong(kind: "status line", limit: 65_536))),
    Vector(
      "A status line without end is too long", "HTTP/1.1 204 " + String(repeating: "a", count: 70_000),
      .noHead(.lineTooLong(kind: "status line", limit: 65_536))),
  ]

  @Test("Status lines and ends", arguments: ends, Preset.allCases)
  func readsEnds(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }
}
