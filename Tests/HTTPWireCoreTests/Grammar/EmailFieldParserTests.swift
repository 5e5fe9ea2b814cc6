import Testing

@testable import HTTPWireCore

/// What `email.parser.Parser(_class=HTTPMessage).parsestr(block)` of CPython 3.11 gives for each block.
@Suite struct EmailFieldParserTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var block: String
    var items: [[String]]
    var defects: [HTTPMessage.Defect] = []
    /// Nil where Python has a list of messages.
    var payload: String? = ""
  }

  static let cases: [Case] = [
    Case(testDescription: "a plain field", block: "A: b\r\n\r\n", items: [["A", "b"]]),
    Case(testDescription: "no fields", block: "\r\n", items: []),
    Case(testDescription: "nothing at all", block: "", items: []),
    Case(
      testDescription: "duplicates in order and case",
      block: "A: 1\r\nb: 2\r\na: 3\r\n\r\n",
      items: [["A", "1"], ["b", "2"], ["a", "3"]]),
    Case(testDescription: "blanks before the value dropped, after it kept", block: "A: \t b \t\r\n\r\n", items: [["A", "b \t"]]),
    Case(testDescription: "an empty value", block: "A:\r\nB: \r\n\r\n", items: [["A", ""], ["B", ""]]),
    Case(testDescription: "a value that holds colons", block: "A:b:c\r\n\r\n", items: [["A", "b:c"]]),
    Case(testDescription: "bare line feeds", block: "A: b\nC: d\n\n", items: [["A", "b"], ["C", "d"]]),
    Case(testDescription: "a head cut off inside a line", block: "A: b\r\nC: d", items: [["A", "b"], ["C", "d"]]),
    Case(testDescription: "a head cut off after a carriage return", block: "A: b\r", items: [["A", "b"]]),
    Case(
      testDescription: "a folded value kept with its line ends",
      block: "A: b\r\n c\r\n\td \r\nE: f\r\n\r\n",
      items: [["A", "b\r\n c\r\n\td "], ["E", "f"]]),
    Case(testDescription: "a value that begins on the second line", block: "A:\r\n b\r\n\r\n", items: [["A", "\r\n b"]]),
    Case(
      testDescription: "a continuation of nothing but blanks",
      block: "A: b\r\n \t\r\nC: d\r\n\r\n",
      items: [["A", "b\r\n \t"], ["C", "d"]]),
    Case(
      testDescription: "a first line that continues nothing",
      block: " a: b\r\nC: d\r\n\r\n",
      items: [["C", "d"]],
      defects: [.firstHeaderLineIsContinuation]),
    Case(
      testDescription: "two lines that continue nothing",
      block: " a\r\n b\r\n\r\n",
      items: [],
      defects: [.firstHeaderLineIsContinuation, .firstHeaderLineIsContinuation]),
    Case(testDescription: "a carriage return that splits a field", block: "A: b\rC: d\r\n\r\n", items: [["A", "b"], ["C", "d"]]),
    Case(
      testDescription: "a carriage return that ends the head",
      block: "A: b\r\rC: d\r\n\r\n",
      items: [["A", "b"]],
      payload: "C: d\r\n\r\n"),
    Case(
      testDescription: "carriage returns before the line end",
      block: "A: b\r\r\nC: d\r\n\r\n",
      items: [["A", "b"]],
      payload: "C: d\r\n\r\n"),
    Case(
      testDescription: "a line feed before a carriage return",
      block: "A: b\n\rC: d\r\n\r\n",
      items: [["A", "b"]],
      payload: "C: d\r\n\r\n"),
    Case(
      testDescription: "a line that begins with its colon",
      block: "A: b\r\n: x\r\nC: d\r\n\r\n",
      items: [["A", "b"], ["C", "d"]],
      defects: [.invalidHeader]),
    Case(
      testDescription: "a continuation after such a line",
      block: "A: b\r\n: x\r\n y\r\nC: d\r\n\r\n",
      items: [["A", "b"], ["C", "d"]],
      defects: [.invalidHeader, .firstHeaderLineIsContinuation]),
    Case(
      testDescription: "a line without colon",
      block: "A: b\r\nno colon\r\nC: d\r\n\r\n",
      items: [["A", "b"]],
      defects: [.missingHeaderBodySeparator],
      payload: "no colon\r\nC: d\r\n\r\n"),
    Case(
      testDescription: "a name with a blank",
      block: "A: b\r\nC c: d\r\nE: f\r\n\r\n",
      items: [["A", "b"]],
      defects: [.missingHeaderBodySeparator],
      payload: "C c: d\r\nE: f\r\n\r\n"),
    Case(
      testDescription: "a blank before the colon",
      block: "A: b\r\nC : d\r\nE: f\r\n\r\n",
      items: [["A", "b"]],
      defects: [.missingHeaderBodySeparator],
      payload: "C : d\r\nE: f\r\n\r\n"),
    Case(
      testDescription: "a name beyond ASCII",
      block: "A: b\r\nÉ: d\r\nE: f\r\n\r\n",
      items: [["A", "b"]],
      defects: [.missingHeaderBodySeparator],
      payload: "É: d\r\nE: f\r\n\r\n"),
    Case(
      testDescription: "a name with DEL",
      block: "A\u{7F}: b\r\nC: d\r\n\r\n",
      items: [],
      defects: [.missingHeaderBodySeparator],
      payload: "A\u{7F}: b\r\nC: d\r\n\r\n"),
    Case(
      testDescription: "a name with NUL",
      block: "A\u{0}: b\r\nC: d\r\n\r\n",
      items: [],
      defects: [.missingHeaderBodySeparator],
      payload: "A\u{0}: b\r\nC: d\r\n\r\n"),
    Case(testDescription: "a name of punctuation", block: "!()<>@,;\"/[]?={}: b\r\n\r\n", items: [["!()<>@,;\"/[]?={}", "b"]]),
    Case(
      testDescription: "NUL and other controls in a value",
      block: "A: b\u{0}c\u{B}\u{C}\u{1C}\u{85}d\r\n\r\n",
      items: [["A", "b\u{0}c\u{B}\u{C}\u{1C}\u{85}d"]]),
    Case(testDescription: "Latin-1 in a value", block: "A: éÿ\r\n\r\n", items: [["A", "éÿ"]]),
    Case(testDescription: "an envelope line at the start", block: "From me\r\nA: b\r\n\r\n", items: [["A", "b"]]),
    Case(
      testDescription: "a continuation after it",
      block: "From me\r\n x\r\nA: b\r\n\r\n",
      items: [["A", "b"]],
      defects: [.firstHeaderLineIsContinuation]),
    Case(
      testDescription: "an envelope line inside",
      block: "A: b\r\nFrom me\r\nC: d\r\n\r\n",
      items: [["A", "b"], ["C", "d"]],
      defects: [.misplacedEnvelopeHeader]),
    Case(
      testDescription: "a continuation after that",
      block: "A: b\r\nFrom me\r\n x\r\nC: d\r\n\r\n",
      items: [["A", "b"], ["C", "d"]],
      defects: [.misplacedEnvelopeHeader, .firstHeaderLineIsContinuation]),
    Case(testDescription: "an envelope line at the end", block: "A: b\r\nFrom me\r\n\r\n", items: [["A", "b"]], payload: "From me\r\n"),
    Case(
      testDescription: "an envelope line before a line without colon",
      block: "A: b\r\nFrom me\r\nno colon\r\nC: d\r\n\r\n",
      items: [["A", "b"]],
      defects: [.missingHeaderBodySeparator],
      payload: "From me\r\nno colon\r\nC: d\r\n\r\n"),
    Case(testDescription: "an envelope line alone", block: "From me\r\n\r\n", items: []),
    Case(
      testDescription: "a field named From",
      block: "From: me\r\nfrom : you\r\n\r\n",
      items: [["From", "me"]],
      defects: [.missingHeaderBodySeparator],
      payload: "from : you\r\n\r\n"),
    Case(
      testDescription: "an envelope line with a colon",
      block: "A: b\r\nFrom : x\r\nC: d\r\n\r\n",
      items: [["A", "b"], ["C", "d"]],
      defects: [.misplacedEnvelopeHeader]),
    Case(
      testDescription: "faults of several kinds",
      block: " x\r\n: y\r\nA: b\r\nFrom z\r\nC d\r\n\r\n",
      items: [["A", "b"]],
      defects: [.missingHeaderBodySeparator, .firstHeaderLineIsContinuation, .invalidHeader],
      payload: "From z\r\nC d\r\n\r\n"),
    Case(
      testDescription: "a multipart type",
      block: "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary=b"]],
      defects: [.startBoundaryNotFound, .multipartInvariantViolation]),
    Case(
      testDescription: "a multipart type without boundary",
      block: "Content-Type: multipart/mixed\r\n\r\n",
      items: [["Content-Type", "multipart/mixed"]],
      defects: [.noBoundaryInMultipart, .multipartInvariantViolation]),
    Case(
      testDescription: "a multipart type with base64",
      block: "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: BASE64\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary=b"], ["Content-Transfer-Encoding", "BASE64"]],
      defects: [.invalidMultipartContentTransferEncoding, .startBoundaryNotFound, .multipartInvariantViolation]),
    Case(
      testDescription: "a multipart type with 8BIT",
      block: "Content-Type: Multipart/Mixed; boundary=b\r\nContent-Transfer-Encoding: 8BIT\r\n\r\n",
      items: [["Content-Type", "Multipart/Mixed; boundary=b"], ["Content-Transfer-Encoding", "8BIT"]],
      defects: [.startBoundaryNotFound, .multipartInvariantViolation]),
    Case(
      testDescription: "a multipart type of three parts",
      block: "Content-Type: multipart/mixed/x; boundary=b\r\n\r\n",
      items: [["Content-Type", "multipart/mixed/x; boundary=b"]]),
    Case(
      testDescription: "a second type that is multipart",
      block: "Content-Type: text/html\r\nContent-Type: multipart/mixed\r\n\r\n",
      items: [["Content-Type", "text/html"], ["Content-Type", "multipart/mixed"]]),
    Case(
      testDescription: "a boundary for a line without colon",
      block: "Content-Type: multipart/mixed; boundary=b\r\n--b\r\nA: b\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary=b"]],
      defects: [.missingHeaderBodySeparator, .closeBoundaryNotFound],
      payload: nil),
    Case(
      testDescription: "parts that are closed",
      block: "Content-Type: multipart/mixed; boundary=b\r\n--b\r\nA: b\r\n--b--\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary=b"]],
      defects: [.missingHeaderBodySeparator],
      payload: nil),
    Case(
      testDescription: "a closing boundary alone",
      block: "Content-Type: multipart/mixed; boundary=b\r\nx y\r\n--b--\r\nz\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary=b"]],
      defects: [.missingHeaderBodySeparator, .startBoundaryNotFound, .multipartInvariantViolation],
      payload: "x y\r\n"),
    Case(
      testDescription: "a closing boundary right after the first",
      block: "Content-Type: multipart/mixed; boundary=b\r\n--b \r\n--b--\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary=b"]],
      defects: [.missingHeaderBodySeparator, .closeBoundaryNotFound],
      payload: nil),
    Case(
      testDescription: "a boundary with text after it",
      block: "Content-Type: multipart/mixed; boundary=b\r\n--bc\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary=b"]],
      defects: [.missingHeaderBodySeparator, .startBoundaryNotFound, .multipartInvariantViolation],
      payload: "--bc\r\n\r\n"),
    Case(
      testDescription: "an empty boundary",
      block: "Content-Type: multipart/mixed; boundary=\r\n--\t\r\nx\r\n----\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary="]],
      defects: [.missingHeaderBodySeparator],
      payload: nil),
    Case(
      testDescription: "a boundary beyond Latin-1",
      block: "Content-Type: multipart/mixed; boundary*=utf-8''%E2%82%AC\r\n--b\r\n\r\n",
      items: [["Content-Type", "multipart/mixed; boundary*=utf-8''%E2%82%AC"]],
      defects: [.missingHeaderBodySeparator, .startBoundaryNotFound, .multipartInvariantViolation],
      payload: "--b\r\n\r\n"),
  ]

  private static func bytes(_ text: String) -> [UInt8] { Latin1.bytes(text) ?? [] }

  @Test("Heads are taken apart as CPython does", arguments: cases)
  func parsesAsCPython(_ example: Case) {
    let message = EmailFieldParser.parse(Self.bytes(example.block))
    #expect(message.items.map { [$0.name, $0.value] } == example.items)
    #expect(message.defects == example.defects)
    if let payload = example.payload { #expect(message.getPayload() == payload) }
  }

  @Test("What Python takes apart into messages is one text")
  func keepsPartsAsText() {
    let head = "Content-Type: multipart/mixed; boundary=b\r\n"
    let parts = "--b\r\nA: b\r\n--b--\r\n\r\n"
    #expect(EmailFieldParser.parse(Self.bytes(head + parts)).getPayload() == parts)
  }

  @Test("A head cut off anywhere has the fields before the cut")
  func readsPrefixes() {
    let block = Self.bytes(" x\r\nA: b\r\n c\r\n: d\r\nFrom e\r\nF: g\rContent-Type: multipart/x; boundary=b\r\n--b\r\n\r\n")
    let whole = EmailFieldParser.parse(block)
    #expect(whole.keys == ["A", "F", "Content-Type"])
    for count in 0...block.count {
      let cut = EmailFieldParser.parse(Array(block.prefix(count)))
      #expect(cut.dropLast().elementsEqual(whole.prefix(Swift.max(cut.count - 1, 0))))
    }
  }

  @Test("A well-formed head has no defects and no payload")
  func leavesNoTrace() {
    let message = EmailFieldParser.parse(Self.bytes("A: b\r\nContent-Type: text/html\r\n\r\n"))
    #expect(message.irregularities == nil)
  }
}
