import HTTPWireCore
import Testing

/// What `illegalFieldLines` skips, and what it must not: a line that another parser may take for the field that frames the body.
@Suite struct IllegalFieldLineTests {
  static let ok = "HTTP/1.1 200 OK\r\n"
  static let rest = "Content-Length: 2\r\n\r\nhi"
  static let leniency = ParsingLeniency.default.union(.illegalFieldLines)

  static func outcomes(_ lines: String, _ leniency: ParsingLeniency = leniency) -> [Outcome] {
    Delivery.all(bytes(ok + lines + rest)).map { Outcome($0, ends: true, leniency: leniency) }
  }

  @Test(
    "Lines that are not fields are skipped, and nothing else",
    arguments: [
      "PHP Warning:  x in /f\r\n", "PHP Warning: Content-Length: 5\r\n", "nonsense\r\n", ": b\r\n", "(c): d\r\n", "\u{C4}: b\r\n", "a b\n",
      "PHP Notice: x\r\n  on line 5\r\n\tand more: of it\r\n", "x y: z\r\nPHP Warning: a\r\n b\r\n", "Length Content: 5\r\n", ":\r\n",
    ])
  func skips(_ lines: String) {
    for outcome in Self.outcomes("A: b\r\n" + lines + "C: d\r\n e\r\n") {
      #expect(outcome.error == nil)
      #expect(outcome.fields == ["A: b", "C: d e", "Content-Length: 2"])
      #expect(latin1(outcome.body) == "hi")
      #expect(outcome.closeReasons == [])
    }
  }

  @Test(
    "A mangled framing field is refused, and so is whitespace before a colon and what no leniency allows",
    arguments: [
      ("Content-Length : 5\r\n", HeaderProblem.whitespaceBeforeColon), ("Content-Length\t: 5\r\n", .whitespaceBeforeColon),
      ("A : b\r\n", .whitespaceBeforeColon), ("Transfer-Encoding : chunked\r\n", .whitespaceBeforeColon),
      ("Content Length: 5\r\n", .illegalName), ("\"Content-Length\": 5\r\n", .illegalName), ("content-length\u{A0}: 5\r\n", .illegalName),
      ("Content-Length\u{B}: 5\r\n", .illegalName), ("\u{FE}\u{FF}Content-Length: 5\r\n", .illegalName),
      ("Content-Length;: 5\r\n", .illegalName),
      ("CONTENT LENGTH\r\n", .noColon), ("Content-Length 5\r\n", .noColon), ("Content-Length=5\r\n", .noColon),
      ("(Transfer-Encoding): chunked\r\n", .illegalName), ("Transfer Encoding chunked\r\n", .noColon),
      ("x Transfer-\u{1}Encoding: chunked\r\n", .illegalName), ("a\u{0}b c: d\r\n", .nul), ("a b\rc: d\r\n", .bareCarriageReturn),
    ])
  func refuses(_ line: String, _ problem: HeaderProblem) {
    for outcome in Self.outcomes(line) {
      #expect(outcome.error == .malformedHeader(problem, line: bytes(line), received: bytes(Self.ok + line)))
    }
  }

  @Test("A line that continues a skipped one is never another field's, and no framing field")
  func dropsContinuations() {
    for outcome in Self.outcomes("A: b\r\nx y\r\n Content-Length: 5\r\n") {
      #expect(
        outcome.error
          == .malformedHeader(
            .nothingToContinue, line: bytes(" Content-Length: 5\r\n"),
            received: bytes(Self.ok + "A: b\r\nx y\r\n Content-Length: 5\r\n")))
    }
    for outcome in Self.outcomes(" x\r\n") {
      #expect(outcome.error == .malformedHeader(.nothingToContinue, line: bytes(" x\r\n"), received: bytes(Self.ok + " x\r\n")))
    }
  }

  @Test("Skipped lines count as lines, and no trailer is skipped")
  func keepsLimits() {
    let many = Self.outcomes(String(repeating: "a b\r\n", count: 100))
    #expect(many.allSatisfy { $0.error == .limitExceeded(what: "headers", limit: 100) })
    let trailer = Outcome(.whole(bytes(Vector.chunked + "0\r\na b: c\r\n\r\n")), ends: true, leniency: Self.leniency)
    #expect(trailer.error == .malformedChunk(.invalidTrailer(.illegalName), line: bytes("a b: c\r\n"), partial: []))
  }
}
