import Foundation
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

  static let cuts: [(String, Int, String)] = [
    ("abc", 3, "abc"), ("abc", 2, "ab"), ("abc", 0, ""), ("", 5, ""), ("abc", -1, ""), ("\u{65E5}\u{672C}", 3, "\u{65E5}"),
    ("\u{65E5}\u{672C}", 4, "\u{65E5}\u{672C}"), ("e\u{301}e\u{301}", 1, "e\u{301}"), ("a\u{1F600}b", 2, "a"),
    ("\u{E9}\u{E9}", 2, "\u{E9}\u{E9}"),
    ("\u{1F468}\u{200D}\u{1F469}x", 2, "\u{1F468}\u{200D}\u{1F469}"), ("\u{AC00}\u{3041}\u{FF01}", 5, "\u{AC00}\u{3041}"),
  ]

  @Test("a text is cut to the columns it may take, and no character is split", arguments: cuts)
  func cutting(text: String, columns: Int, shown: String) {
    #expect(TerminalWidth.cut(text, to: columns) == shown)
  }

  static let secrets: [([String], String, String)] = [
    ([], "abc", "abc"), ([""], "abc", "abc"), (["b"], "abcb", "a(hidden)c(hidden)"), (["ab", "abc"], "abcab", "(hidden)(hidden)"),
    (["aab"], "aaab", "a(hidden)"), (["\u{E9}"], "x\u{E9}", "x(hidden)"), (["a\"b"], "a\"b a\\\"b", "(hidden) (hidden)"),
    (["a'b\n"], "'a\\'b\\n'", "'(hidden)'"),
  ]

  @Test("secrets are hidden, also where they are quoted and where one begins with another", arguments: secrets)
  func hiding(hidden: [String], text: String, shown: String) {
    var secrets = Secrets()
    secrets.add(hidden)
    #expect(secrets.hidden(in: text) == shown)
  }

  @Test(
    "a progress line fits into one line of the terminal, whatever its width is by then; a dumb one gets none",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/pts"), "terminals are made otherwise here"),
    arguments: [("xterm", ["\r\u{1B}[K123456789", "\r\u{1B}[K1234"]), ("dumb", [])])
  func width(kind: String, shown: [String]) throws {
    let (terminal, descriptor) = try pseudoterminal()
    defer { for descriptor in [terminal, descriptor] { close(descriptor) } }
    let console = Console(descriptor, kind: kind)
    for columns in [10, 5] as [UInt16] {
      var size = winsize(ws_row: 5, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
      #expect(ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0)
      console.progress("1234567890123")
    }
    #expect(write(descriptor, "|", 1) == 1)
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.last != UInt8(ascii: "|"), read(terminal, &byte, 1) == 1 { bytes.append(byte) }
    #expect(String(decoding: bytes, as: UTF8.self) == shown.joined() + "|")
  }

  /// A terminal, and the other side of it, as Linux makes them.
  private func pseudoterminal() throws -> (terminal: Int32, descriptor: Int32) {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, Int32) = (0, 0)
    try #require(ioctl(terminal, 0x4004_5431, &lock) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
    let descriptor = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(descriptor >= 0)
    return (terminal, descriptor)
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
    arguments: [(Duration.zero, "0.000000"), (.microseconds(42), "0.000042"), (.milliseconds(12_345), "12.345000")])
  func seconds(duration: Duration, text: String) {
    #expect(Timing.seconds(duration) == text)
  }

  @Test("a time limit is a number of seconds; 0 is none", arguments: [("2", Duration.seconds(2)), ("0.5", .milliseconds(500)), ("0", nil)])
  func limits(text: String, duration: Duration?) throws {
    #expect(try Argument(text).seconds() == duration)
  }

  @Test("what is no time limit is refused", arguments: ["", "-1", "x", "nan", "inf", "1e300"])
  func badLimits(text: String) {
    #expect(throws: Complaint.self) { try Argument(text).seconds() }
  }
}
