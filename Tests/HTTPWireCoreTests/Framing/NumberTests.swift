import HTTPWireCore
import Testing

/// Spellings of `Content-Length` and of chunk sizes: RFC 9110 section 8.6 and RFC 9112 section 7.1 know digits only, CPython has `int()`.
@Suite struct NumberTests {
  /// What a spelling gives: a number, nothing (the value counts as absent, a chunk's size as the body's end), or an error.
  enum Result: Sendable, Equatable {
    case number(UInt64)
    case absent
    case refused
  }

  struct Spelling: Sendable, CustomTestStringConvertible {
    let text: String
    let expected: Result
    let python: Result

    init(_ text: String, _ expected: Result, python: Result? = nil) {
      self.text = text
      self.expected = expected
      self.python = python ?? expected
    }

    var testDescription: String { PythonRepr.string(text.count < 60 ? text : "\(text.count) times \(text.prefix(1))") }
  }

  static let most = UInt64(Int64.max)

  static let lengths = [
    Spelling("0", .number(0)),
    Spelling("5", .number(5)),
    Spelling("05", .number(5)),
    Spelling("0000000000000000000000000000000000000000005", .number(5)),
    Spelling(" 5", .number(5)),
    Spelling("5 ", .number(5)),
    Spelling("\t5\t", .number(5)),
    Spelling("5,5", .number(5), python: .absent),
    Spelling("5, 05 ,5", .number(5), python: .absent),
    Spelling("9223372036854775807", .number(most)),
    Spelling("9223372036854775808", .refused),
    Spelling("18446744073709551615", .refused),
    Spelling("18446744073709551616", .refused),
    Spelling("18446744073709551621", .refused),
    Spelling("1000000000000000000000000000000", .refused),
    Spelling(String(repeating: "9", count: 4300), .refused),
    Spelling(String(repeating: "9", count: 4301), .refused, python: .absent),
    Spelling(String(repeating: "9", count: 60_000), .refused, python: .absent),
    Spelling("", .refused, python: .absent),
    Spelling("+5", .refused, python: .number(5)),
    Spelling("-5", .refused, python: .absent),
    Spelling("-0", .refused, python: .number(0)),
    Spelling("-18446744073709551616", .refused, python: .absent),
    Spelling("5_0", .refused, python: .number(50)),
    Spelling("5__0", .refused, python: .absent),
    Spelling("_5", .refused, python: .absent),
    Spelling("5_", .refused, python: .absent),
    Spelling("0x5", .refused, python: .absent),
    Spelling("5abc", .refused, python: .absent),
    Spelling("abc", .refused, python: .absent),
    Spelling("5.0", .refused, python: .absent),
    Spelling("5e0", .refused, python: .absent),
    Spelling("5 0", .refused, python: .absent),
    Spelling("5,6", .refused, python: .absent),
    Spelling("5,", .refused, python: .absent),
    Spelling(",5", .refused, python: .absent),
    Spelling(",", .refused, python: .absent),
    Spelling("5;a", .refused, python: .absent),
    Spelling("\"5\"", .refused, python: .absent),
    Spelling("\u{B}5", .refused, python: .number(5)),
    Spelling("5\u{C}", .refused, python: .number(5)),
    Spelling("\u{85}5", .refused, python: .number(5)),
    Spelling("5\u{A0}", .refused, python: .number(5)),
    Spelling("\u{1C}5", .refused, python: .absent),
    Spelling("\u{B2}", .refused, python: .absent),
    // Arabic digits, as their UTF-8 bytes come.
    Spelling("\u{D9}\u{A5}", .refused, python: .absent),
    Spelling("- 5", .refused, python: .absent),
    Spelling("+-5", .refused, python: .absent),
  ]

  @Test("Content-Length", arguments: lengths, Preset.allCases)
  func readsLengths(_ spelling: Spelling, _ preset: Preset) {
    let reply = Vector.ok + "Content-Length: \(spelling.text)\r\n\r\n"
    let outcome = Outcome(.whole(bytes(reply)), ends: true, preset: preset)
    let result: Result
    switch (outcome.framing, outcome.error) {
    case (.length(let count)?, _): result = .number(count)
    case (.untilClose?, nil): result = .absent
    case (nil, .invalidContentLength?): result = .refused
    default:
      Issue.record("\(outcome)")
      return
    }
    #expect(result == (preset == .python ? spelling.python : spelling.expected))
  }

  /// CPython raises what is no `HTTPException` for negative sizes and, when it reads, for those beyond `Int64`; here they are refused.
  static let sizes = [
    Spelling("0", .number(0)),
    Spelling("5", .number(5)),
    Spelling("a", .number(10)),
    Spelling("A", .number(10)),
    Spelling("fF", .number(255)),
    Spelling("005", .number(5)),
    Spelling("00000000000000000000000000000005", .number(5)),
    Spelling("5;", .number(5)),
    Spelling("5;a=b", .number(5)),
    Spelling("5 ", .number(5)),
    Spelling("5\t ;a", .number(5)),
    Spelling("7fffffffffffffff", .number(most)),
    Spelling("8000000000000000", .refused),
    Spelling("ffffffffffffffff", .refused),
    Spelling("fffffffffffffff0", .refused),
    Spelling("10000000000000000", .refused),
    Spelling("10000000000000005", .refused),
    Spelling(String(repeating: "f", count: 10_000), .refused),
    Spelling("", .refused, python: .absent),
    Spelling(" ", .refused, python: .absent),
    Spelling(";a", .refused, python: .absent),
    Spelling(" 5", .refused, python: .number(5)),
    Spelling("+5", .refused, python: .number(5)),
    Spelling("-5", .refused),
    Spelling("-0", .refused, python: .number(0)),
    Spelling("0x5", .refused, python: .number(5)),
    Spelling("0X_5", .refused, python: .number(5)),
    Spelling("0x", .refused, python: .absent),
    Spelling("0_5", .refused, python: .number(5)),
    Spelling("5_0", .refused, python: .number(80)),
    Spelling("_5", .refused, python: .absent),
    Spelling("5_", .refused, python: .absent),
    Spelling("5g", .refused, python: .absent),
    Spelling("g", .refused, python: .absent),
    Spelling("5 5", .refused, python: .absent),
    Spelling("5,5", .refused, python: .absent),
    Spelling("5.", .refused, python: .absent),
    Spelling("5h", .refused, python: .absent),
    Spelling("\u{B}5\u{C}", .refused, python: .number(5)),
    Spelling("\u{85}5", .refused, python: .absent),
    Spelling("5\u{A0}", .refused, python: .absent),
    Spelling("5\u{0}", .refused, python: .absent),
    Spelling("\u{D9}\u{A5}", .refused, python: .absent),
    Spelling("hello", .refused, python: .absent),
  ]

  @Test("Chunk sizes", arguments: sizes, Preset.allCases)
  func readsSizes(_ spelling: Spelling, _ preset: Preset) throws {
    var exchange = ClientExchange(leniency: preset.leniency, limits: preset.limits)
    try exchange.start(RequestHead("GET", "/"))
    var input = Input(Vector.chunked + spelling.text + "\r\n")
    #expect(try exchange.nextHead(&input)?.status == 200)
    let result: Result
    do {
      // More is needed in any case: the data, or the line behind the last chunk.
      let step = try exchange.nextBody(&input)
      #expect(step.data == 0 && !step.isEnd && input.isEmpty)
      result = .number(UInt64(exchange.contiguousLength))
    } catch {
      switch error {
      case .malformedChunk(.invalidSize, _, _): result = .refused
      case .incompleteRead(_, nil): result = .absent
      default: throw error
      }
    }
    #expect(result == (preset == .python ? spelling.python : spelling.expected))
  }
}
