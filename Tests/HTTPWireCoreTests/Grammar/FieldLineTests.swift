import HTTPWireCore
import Testing

/// Field lines: RFC 9112 section 5, and what CPython makes of them.
@Suite struct FieldLineTests {
  /// Lines between the status line and `Content-Length: 0`, and the fields they give.
  struct Lines: Sendable {
    let name: String
    let lines: String
    let expected: Result
    let python: Result

    enum Result: Sendable {
      case fields([String])
      /// A refused line, and the lines before it.
      case refused(HeaderProblem, String, after: String = "")
      /// What follows is lost, `Content-Length` too.
      case lost([String])
    }

    init(_ name: String, _ lines: String, _ expected: Result, python: Result? = nil) {
      self.name = name
      self.lines = lines
      self.expected = expected
      self.python = python ?? expected
    }

    var vector: Vector {
      // The end of the stream is for those that lose the length.
      Vector(
        name, Vector.ok + lines + "Content-Length: 0\r\n\r\n", ends: isLost(expected) || isLost(python), expectation(expected),
        python: expectation(python))
    }

    private func isLost(_ result: Result) -> Bool {
      if case .lost = result { true } else { false }
    }

    private func expectation(_ result: Result) -> Expectation {
      switch result {
      case .fields(let fields): .response(200, fields: fields + ["Content-Length: 0"], framing: .length(0))
      case .refused(let problem, let line, let before): .badField(problem, line, after: Vector.ok + before)
      case .lost(let fields): .response(200, fields: fields, framing: .untilClose, closes: .untilClose)
      }
    }
  }

  static let lines = [
    Lines("No other field", "", .fields([])),
    Lines("A field", "A: b\r\n", .fields(["A: b"])),
    Lines("Order, case and duplicates are kept", "B: 1\r\na: 2\r\nb: 3\r\n", .fields(["B: 1", "a: 2", "b: 3"])),
    Lines("No blank is needed before a value", "A:b\r\n", .fields(["A: b"])),
    Lines("Blanks before a value are dropped", "A: \t b\r\n", .fields(["A: b"])),
    Lines("Blanks behind a value are dropped", "A: b \t \r\n", .fields(["A: b"]), python: .fields(["A: b \t "])),
    Lines("Blanks inside a value are kept", "A: b \t c\r\n", .fields(["A: b \t c"])),
    Lines("A value may be empty", "A:\r\nB: \t\r\n", .fields(["A: ", "B: "])),
    Lines("A value may hold colons", "A: b:c: d\r\n", .fields(["A: b:c: d"])),
    Lines("A value is Latin-1", "A: \u{E9}\u{FF}\r\n", .fields(["A: \u{E9}\u{FF}"])),
    Lines("A name is any token", "!#$%&'*+-.^_`|~09azAZ: b\r\n", .fields(["!#$%&'*+-.^_`|~09azAZ: b"])),
    Lines("Bare line feeds end lines", "A: b\nC: d\n", .fields(["A: b", "C: d"])),
    Lines("A control character in a value is kept", "A: b\u{1}\u{7F}c\r\n", .fields(["A: b\u{1}\u{7F}c"])),
    Lines(
      "A folded value is joined by a space", "A: b\r\n c\r\n\t d \r\nE: f\r\n", .fields(["A: b c d", "E: f"]),
      python: .fields(["A: b\r\n c\r\n\t d ", "E: f"])),
    Lines("A fold may be the whole value", "A:\r\n b\r\n", .fields(["A: b"]), python: .fields(["A: \r\n b"])),
    Lines("A fold may be blank", "A: b\r\n \t\r\n", .fields(["A: b"]), python: .fields(["A: b\r\n \t"])),
    Lines("A fold may end in a bare line feed", "A: b\n c\n", .fields(["A: b c"]), python: .fields(["A: b\n c"])),
    Lines(
      "A fold does not make a field", "A: b\r\n Content-Length: 5\r\n", .fields(["A: b Content-Length: 5"]),
      python: .fields(["A: b\r\n Content-Length: 5"])),
    Lines("A first line that continues nothing", " A: b\r\n", .refused(.nothingToContinue, " A: b\r\n"), python: .fields([])),
    Lines("A NUL in a fold", "A: b\r\n c\u{0}\r\n", .refused(.nul, " c\u{0}\r\n", after: "A: b\r\n"), python: .fields(["A: b\r\n c\u{0}"])),
    Lines("A NUL in a value", "A: b\u{0}c\r\n", .refused(.nul, "A: b\u{0}c\r\n"), python: .fields(["A: b\u{0}c"])),
    Lines("A NUL in a name", "A\u{0}B: c\r\n", .refused(.nul, "A\u{0}B: c\r\n"), python: .lost([])),
    Lines("A line without colon", "A: b\r\nnonsense\r\n", .refused(.noColon, "nonsense\r\n", after: "A: b\r\n"), python: .lost(["A: b"])),
    Lines("A first line without colon", "nonsense\r\n", .refused(.noColon, "nonsense\r\n"), python: .lost([])),
    Lines("A second status line", "HTTP/1.1 200 OK\r\n", .refused(.noColon, "HTTP/1.1 200 OK\r\n"), python: .lost([])),
    Lines("A blank before the colon", "A : b\r\n", .refused(.whitespaceBeforeColon, "A : b\r\n"), python: .lost([])),
    Lines("A tab before the colon", "A\t: b\r\n", .refused(.whitespaceBeforeColon, "A\t: b\r\n"), python: .lost([])),
    Lines("A blank inside a name", "A B: c\r\n", .refused(.illegalName, "A B: c\r\n"), python: .lost([])),
    Lines("An empty name", ": b\r\n", .refused(.illegalName, ": b\r\n"), python: .fields([])),
    Lines("A name beyond ASCII", "\u{C9}: b\r\n", .refused(.illegalName, "\u{C9}: b\r\n"), python: .lost([])),
    Lines("A name with a slash", "A/B: c\r\n", .refused(.illegalName, "A/B: c\r\n"), python: .fields(["A/B: c"])),
    Lines("A name in quotes", "\"A\": c\r\n", .refused(.illegalName, "\"A\": c\r\n"), python: .fields(["\"A\": c"])),
    Lines("A control character in a name", "A\u{1}: c\r\n", .refused(.illegalName, "A\u{1}: c\r\n"), python: .lost([])),
    Lines(
      "A bare carriage return that smuggles a field", "A: b\rContent-Length: 5\r\n",
      .refused(.bareCarriageReturn, "A: b\rContent-Length: 5\r\n"), python: .fields(["A: b", "Content-Length: 5"])),
    Lines("A bare carriage return in a name", "A\rB: c\r\n", .refused(.bareCarriageReturn, "A\rB: c\r\n"), python: .lost([])),
    Lines(
      "A carriage return before the line end", "A: b\r\r\nC: d\r\n", .refused(.bareCarriageReturn, "A: b\r\r\n"), python: .lost(["A: b"])),
    Lines(
      "A carriage return alone on a line", "A: b\r\n\r\r\n", .refused(.bareCarriageReturn, "\r\r\n", after: "A: b\r\n"),
      python: .lost(["A: b"])),
    Lines("An envelope line in front", "From a\r\nB: c\r\n", .refused(.noColon, "From a\r\n"), python: .fields(["B: c"])),
  ]

  static let vectors =
    lines.filter { $0.name != "A bare carriage return that smuggles a field" }.map(\.vector) + [
      Vector(
        "A bare carriage return smuggles a length in CPython alone", Vector.ok + "X: a\rContent-Length: 3\r\n\r\nhello", ends: true,
        .badField(.bareCarriageReturn, "X: a\rContent-Length: 3\r\n"),
        python: .response(
          200, fields: ["X: a", "Content-Length: 3"], body: "hel", framing: .length(3), closes: .excessData)),
      Vector(
        "A length behind a blank and a colon is lost in CPython, which reads to the end",
        Vector.ok + "Content-Length : 3\r\n\r\nhello", ends: true, .badField(.whitespaceBeforeColon, "Content-Length : 3\r\n"),
        python: .response(200, fields: [], body: "hello", framing: .untilClose, closes: .untilClose)),
      Vector(
        "A head may end in bare line feeds alone", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
        .response(200, fields: ["Content-Length: 2"], body: "hi", framing: .length(2))),
      Vector(
        "Colons and carriage returns can't end a head early", Vector.ok + "A: b\r\n\rContent-Length: 3\r\n\r\nhello", ends: true,
        .badField(.bareCarriageReturn, "\rContent-Length: 3\r\n", after: Vector.ok + "A: b\r\n"),
        python: .response(200, fields: ["A: b"], body: "hello", framing: .untilClose, closes: .untilClose)),
    ]

  @Test("Field lines", arguments: vectors, Preset.allCases)
  func reads(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }

  static let ends = [
    Vector(
      "A head cut off in a field line", Vector.ok + "Content-Le", ends: true, .torn(Vector.ok + "Content-Le"),
      python: .response(200, fields: [], framing: .untilClose, closes: .untilClose)),
    Vector(
      "A head cut off behind its status line", Vector.ok, ends: true, .torn(Vector.ok),
      python: .response(200, fields: [], framing: .untilClose, closes: .untilClose)),
    Vector(
      "A head cut off in a value", Vector.ok + "Content-Length: 1", ends: true, .torn(Vector.ok + "Content-Length: 1"),
      python: .short("", expected: 1, framing: .length(1))),
    Vector(
      "A head cut off before its blank line", Vector.ok + "Content-Length: 5\r\n", ends: true, .torn(Vector.ok + "Content-Length: 5\r\n"),
      python: .short("", expected: 5, framing: .length(5))),
    Vector(
      "A head cut off in its blank line", Vector.ok + "Content-Length: 0\r\n\r", ends: true,
      .torn(Vector.ok + "Content-Length: 0\r\n\r"),
      python: .response(200, fields: ["Content-Length: 0"], framing: .length(0), closes: .peerClosed)),
  ]

  @Test("Heads cut off", arguments: ends, Preset.allCases)
  func readsEnds(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }

  static func fields(_ count: Int, value: Int = 1) -> String {
    let value = String(repeating: "v", count: value)
    return (0..<count).map { "X-\($0): \(value)\r\n" }.joined()
  }

  static let limits = [
    Vector(
      "A hundred fields are allowed", Vector.ok + fields(99) + "Content-Length: 0\r\n\r\n", .response(200, framing: .length(0)),
      unlikeCPython: "3.11 counts the blank line too, 3.15 does not"),
    Vector(
      "A hundred and one fields are too many", Vector.ok + fields(100) + "Content-Length: 0\r\n\r\n",
      .noHead(.limitExceeded(what: "headers", limit: 100))),
    Vector(
      "Fields without end are too many", Vector.ok + fields(5000), .noHead(.limitExceeded(what: "headers", limit: 100))),
    Vector(
      "A field that is cut off counts, and may be the hundredth", Vector.ok + fields(99) + "Content-Length: 0", ends: true,
      .torn(Vector.ok + fields(99) + "Content-Length: 0"),
      python: .response(200, framing: .length(0), closes: .peerClosed),
      unlikeCPython: "3.11 counts the end of the stream too, 3.15 does not"),
    Vector(
      "A field that is cut off is one too many behind a hundred", Vector.ok + fields(100) + "Content-Length: 0", ends: true,
      .torn(Vector.ok + fields(100) + "Content-Length: 0"),
      python: .noHead(.limitExceeded(what: "headers", limit: 100), closes: .peerClosed)),
    Vector(
      "A field line may be 65536 bytes long", "HTTP/1.1 204 OK\r\nA: " + String(repeating: "b", count: 65_536 - 5) + "\r\n\r\n",
      .response(204, framing: .none)),
    Vector(
      "A field line of 65537 bytes is too long", "HTTP/1.1 204 OK\r\nA: " + String(repeating: "b", count: 65_537 - 5) + "\r\n\r\n",
      .noHead(.lineTooLong(kind: "header line", limit: 65_536))),
    Vector(
      "A field line without end is too long", Vector.ok + "A: " + String(repeating: "b", count: 100_000),
      .noHead(.lineTooLong(kind: "header line", limit: 65_536))),
    Vector(
      "Folds count as lines", Vector.ok + "A: b\r\n" + String(repeating: " c\r\n", count: 100) + "\r\n",
      .noHead(.limitExceeded(what: "headers", limit: 100))),
    Vector(
      "A head of 300 KiB is too large", Vector.ok + fields(6, value: 60_000) + "Content-Length: 0\r\n\r\n",
      .noHead(.limitExceeded(what: "bytes of response head", limit: 307_200)),
      python: .response(200, framing: .length(0))),
    Vector(
      "A head that is too large is so before its last line is too long",
      Vector.ok + fields(5, value: 60_000) + "A: " + String(repeating: "b", count: 70_000) + "\r\n\r\n",
      .noHead(.limitExceeded(what: "bytes of response head", limit: 307_200)),
      python: .noHead(.lineTooLong(kind: "header line", limit: 65_536))),
  ]

  @Test("Limits of heads", arguments: limits, Preset.allCases)
  func limitsHeads(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }
}
