import HTTPWire
import Testing

@testable import HTTPWireCommand

@Suite("What people are shown")
struct TerminalTests {
  @Test(
    "what a terminal would act upon is escaped",
    arguments: [
      ("plain \u{E9} text\t.", "plain \u{E9} text\t."), ("\u{1B}]0;title\u{7}", "\\x1b]0;title\\x07"), ("a\rb\nc", "a\\x0db\\x0ac"),
      ("\u{9B}2J", "\\x9b2J"), ("\u{7F}\0", "\\x7f\\x00"), ("\u{202E}gnp", "\\u{202e}gnp"), ("", ""),
    ])
  func escaping(text: String, shown: String) {
    #expect(TerminalText.escaped(text) == shown)
    #expect(TerminalText.escaped(Array(text.utf8)) == shown)
  }

  @Test("bytes that are no UTF-8 are shown as Latin-1")
  func latin1() {
    #expect(TerminalText.escaped([0xE9, 0x1B, 0x9B]) == "\u{E9}\\x1b\\x9b")
  }

  static let progress: [(Int64, Int64?, Duration, String)] = [
    (0, nil, .seconds(1), "0 B received  0 B/s"), (2048, nil, .seconds(2), "2.0 KiB received  1.0 KiB/s"),
    (1 << 20, 4 << 20, .seconds(1), "25%  1.0 MiB received of 4.0 MiB  1.0 MiB/s  3 s left"),
    (0, .max, .seconds(1), "0%  0 B received of 8388608.0 TiB  0 B/s"),
    (1, .max, .seconds(1), "0%  1 B received of 8388608.0 TiB  1 B/s"),
    (20, 10, .seconds(1), "100%  20 B received of 10 B  20 B/s"),
  ]

  @Test("a progress line says how much, of how much, how fast, and how long yet", arguments: progress)
  func progressLine(moved: Int64, total: Int64?, time: Duration, text: String) {
    #expect(Progress.text(.receiving, moved: moved, total: total, after: time) == text)
  }

  @Test(
    "values are shown as Swift source",
    arguments: [("a", "\"a\""), ("a\"b\\", "\"a\\\"b\\\\\""), ("\r\n\t", "\"\\r\\n\\t\""), ("\u{1B}\u{E9}", "\"\\u{1B}\\u{E9}\"")])
  func swiftLiterals(text: String, code: String) {
    #expect(SwiftCode.literal(text) == code)
  }

  @Test("headers are shown as a dictionary literal that keeps order and duplicates")
  func headerLiterals() {
    #expect(SwiftCode.literal(HTTPMessage()) == "[:]")
    #expect(SwiftCode.literal(["B": "1", "a": "2", "B": "3"] as HTTPMessage) == "[\"B\": \"1\", \"a\": \"2\", \"B\": \"3\"]")
  }

  @Test(
    "seconds are shown to the microsecond",
    arguments: [(Duration.zero, "0.000000 s"), (.microseconds(42), "0.000042 s"), (.milliseconds(12_345), "12.345000 s")])
  func seconds(duration: Duration, text: String) {
    #expect(Fetch.seconds(duration) == text)
  }

  @Test("a time limit is a number of seconds; 0 is none", arguments: [("2", Duration.seconds(2)), ("0.5", .milliseconds(500)), ("0", nil)])
  func limits(text: String, duration: Duration?) throws {
    #expect(try #require(Seconds(argument: text)).duration == duration)
  }

  @Test("what is no time limit is refused", arguments: ["", "-1", "x", "nan", "inf", "1e300"])
  func badLimits(text: String) {
    #expect(Seconds(argument: text) == nil)
  }
}
