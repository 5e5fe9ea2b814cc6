import HTTPWireCore
import Testing

/// The chunked coding: RFC 9112 section 7.1, and what CPython takes for it.
@Suite struct ChunkTests {
  static let head = Vector.chunked
  static let hello = Expectation.response(200, body: "hello", framing: .chunked)

  static let good = [
    Vector("No chunk but the last", head + "0\r\n\r\n", .response(200, framing: .chunked)),
    Vector("One chunk", head + "5\r\nhello\r\n0\r\n\r\n", hello),
    Vector("Several chunks", head + "2\r\nhe\r\n1\r\nl\r\n2\r\nlo\r\n0\r\n\r\n", hello),
    Vector(
      "A size in hexadecimal digits of either case", head + "a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n",
      .response(200, body: "01234567890123456789a", framing: .chunked)),
    Vector("Leading zeros", head + "0005\r\nhello\r\n000\r\n\r\n", hello),
    Vector("An extension", head + "5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n", hello),
    Vector("Blanks around a semicolon", head + "5 \t; a=b\r\nhello\r\n0\r\n\r\n", hello),
    Vector("An extension beyond ASCII", head + "5;\u{E9}\r\nhello\r\n0\r\n\r\n", hello),
    Vector(
      "A body that looks like chunk framing", head + "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n",
      .response(200, body: "\r\n0\r\n\r\n", framing: .chunked)),
    Vector("A body that is not text", head + "3\r\n\u{0}\u{FF}\n\r\n0\r\n\r\n", .response(200, body: "\u{0}\u{FF}\n", framing: .chunked)),
    Vector(
      "Trailer fields", head + "5\r\nhello\r\n0\r\nA: b\r\nC:d \r\n\r\n",
      .response(200, body: "hello", framing: .chunked, trailers: ["A: b", "C: d"]), python: hello),
    Vector(
      "A folded trailer field", head + "0\r\nA: b\r\n c\r\n\r\n", .response(200, framing: .chunked, trailers: ["A: b c"]),
      python: .response(200, framing: .chunked)),
    Vector(
      "Bytes behind the last chunk end the connection", head + "0\r\n\r\nhello",
      .response(200, framing: .chunked, closes: .excessData)),
  ]

  static let bad = [
    Vector("A bare line feed behind a size", head + "5\nhello\r\n0\r\n\r\n", .badChunk(.bareLineFeed, "5\n"), python: hello),
    Vector(
      "A bare line feed behind the last size", head + "5\r\nhello\r\n0\n\r\n", .badChunk(.bareLineFeed, "0\n", after: "hello"),
      python: hello),
    Vector("A bare line feed behind an extension", head + "5;a\nhello\r\n0\r\n\r\n", .badChunk(.bareLineFeed, "5;a\n"), python: hello),
    Vector(
      "A carriage return in an extension", head + "5;a\rb\r\nhello\r\n0\r\n\r\n",
      .badChunk(.invalidExtension, "5;a\rb\r\n"), python: hello),
    Vector("A NUL in an extension", head + "5;\u{0}\r\nhello\r\n0\r\n\r\n", .badChunk(.invalidExtension, "5;\u{0}\r\n"), python: hello),
    Vector("A DEL in an extension", head + "5;\u{7F}\r\nhello\r\n0\r\n\r\n", .badChunk(.invalidExtension, "5;\u{7F}\r\n"), python: hello),
    Vector(
      "Two other bytes behind a chunk", head + "5\r\nhelloXX0\r\n\r\n", .badChunk(.missingTerminator, "X", after: "hello"), python: hello),
    Vector(
      "A carriage return and another byte behind a chunk", head + "5\r\nhello\rX0\r\n\r\n",
      .badChunk(.missingTerminator, "\rX", after: "hello"), python: hello),
    Vector(
      "A bare line feed behind a chunk", head + "5\r\nhello\n0\r\n\r\n", .badChunk(.missingTerminator, "\n", after: "hello"),
      python: .noEnd(.incompleteRead(partial: [], expected: nil), after: "hello")),
    Vector(
      "Nothing behind a chunk", head + "5\r\nhello0\r\n\r\n", .badChunk(.missingTerminator, "0", after: "hello"),
      python: .noEnd(.incompleteRead(partial: [], expected: nil), after: "hello")),
    Vector(
      "A chunk longer than its size", head + "4\r\nhello\r\n0\r\n\r\n", .badChunk(.missingTerminator, "o", after: "hell"),
      python: .noEnd(.incompleteRead(partial: [], expected: nil), after: "hell")),
    Vector(
      "A trailer line without colon", head + "0\r\nnonsense\r\n\r\n", .badChunk(.invalidTrailer(.noColon), "nonsense\r\n"),
      python: .response(200, framing: .chunked)),
    Vector(
      "A NUL in a trailer", head + "0\r\nA: \u{0}\r\n\r\n", .badChunk(.invalidTrailer(.nul), "A: \u{0}\r\n"),
      python: .response(200, framing: .chunked)),
    Vector(
      "A bare carriage return in a trailer", head + "0\r\nA: b\rc\r\n\r\n", .badChunk(.invalidTrailer(.bareCarriageReturn), "A: b\rc\r\n"),
      python: .response(200, framing: .chunked)),
    Vector(
      "A bare line feed behind a trailer", head + "0\r\nA: b\n\r\n", .badChunk(.invalidTrailer(.bareLineFeed), "A: b\n"),
      python: .response(200, framing: .chunked)),
    Vector(
      "A bare line feed at the end of the trailers", head + "0\r\n\n", .badChunk(.invalidTrailer(.bareLineFeed), "\n"),
      python: .response(200, framing: .chunked)),
    Vector(
      "A blank before a trailer's colon", head + "0\r\nA : b\r\n\r\n", .badChunk(.invalidTrailer(.whitespaceBeforeColon), "A : b\r\n"),
      python: .response(200, framing: .chunked)),
    Vector(
      "A trailer that continues nothing", head + "0\r\n A: b\r\n\r\n", .badChunk(.invalidTrailer(.nothingToContinue), " A: b\r\n"),
      python: .response(200, framing: .chunked)),
  ]

  static let ended = Expectation.response(200, body: "hello", framing: .chunked, closes: .peerClosed)

  static let ends = [
    Vector("The end before a size", head, ends: true, .short("")),
    Vector("The end in a size", head + "5", ends: true, .short("")),
    Vector("The end in a size's line end", head + "5\r", ends: true, .short("")),
    Vector("The end before a chunk", head + "5\r\n", ends: true, .short("")),
    Vector("The end in a chunk", head + "5\r\nhel", ends: true, .short("hel")),
    Vector("The end behind a chunk", head + "5\r\nhello", ends: true, .short("hello")),
    Vector("The end in a chunk's line end", head + "5\r\nhello\r", ends: true, .short("hello")),
    Vector("The end before the last chunk", head + "5\r\nhello\r\n", ends: true, .short("hello")),
    Vector("The end in the last size", head + "5\r\nhello\r\n0", ends: true, .short("hello"), python: ended),
    Vector("The end in the last size's extension", head + "5\r\nhello\r\n0;a", ends: true, .short("hello"), python: ended),
    Vector("The end in the last size's line end", head + "5\r\nhello\r\n0\r", ends: true, .short("hello"), python: ended),
    Vector("The end behind the last size", head + "5\r\nhello\r\n0\r\n", ends: true, .short("hello"), python: ended),
    Vector("The end in the last line end", head + "5\r\nhello\r\n0\r\n\r", ends: true, .short("hello"), python: ended),
    Vector("The end in a trailer", head + "5\r\nhello\r\n0\r\nA: b", ends: true, .short("hello"), python: ended),
    Vector("The end behind a trailer", head + "5\r\nhello\r\n0\r\nA: b\r\n", ends: true, .short("hello"), python: ended),
  ]

  static func extensions(_ count: Int, of length: Int) -> String {
    String(repeating: "1;" + String(repeating: "e", count: length) + "\r\nx\r\n", count: count) + "0\r\n\r\n"
  }

  static let limits = [
    Vector(
      "A size line of 16 KiB", head + "1;" + String(repeating: "e", count: 16_384 - 4) + "\r\nx\r\n0\r\n\r\n",
      .response(200, body: "x", framing: .chunked)),
    Vector(
      "A longer size line", head + "1;" + String(repeating: "e", count: 16_385 - 4) + "\r\nx\r\n0\r\n\r\n",
      .noEnd(.lineTooLong(kind: "chunk size", limit: 16_384), after: ""), python: .response(200, body: "x", framing: .chunked)),
    Vector(
      "A size line of 65537 bytes", head + "1;" + String(repeating: "e", count: 65_537 - 4) + "\r\nx\r\n0\r\n\r\n",
      .noEnd(.lineTooLong(kind: "chunk size", limit: 16_384), after: ""),
      python: .noEnd(.lineTooLong(kind: "chunk size", limit: 65_536), after: "")),
    Vector(
      "Small chunks with long extensions", head + extensions(2000, of: 500),
      .noEnd(.limitExceeded(what: "bytes of chunk framing", limit: 16_384), after: String(repeating: "x", count: 33)),
      python: .response(200, body: String(repeating: "x", count: 2000), framing: .chunked)),
    Vector(
      "Many small chunks without extensions", head + String(repeating: "1\r\nx\r\n", count: 5000) + "0\r\n\r\n",
      .response(200, body: String(repeating: "x", count: 5000), framing: .chunked)),
    Vector(
      "A hundred trailer lines", head + "0\r\n" + FieldLineTests.fields(100) + "\r\n",
      .response(200, framing: .chunked, trailers: (0..<100).map { "X-\($0): v" }), python: .response(200, framing: .chunked)),
    Vector(
      "A hundred and one trailer lines", head + "0\r\n" + FieldLineTests.fields(101) + "\r\n",
      .noEnd(.limitExceeded(what: "trailers", limit: 100), after: ""), unlikeCPython: "3.11 knows no limit, newer versions have this one"),
    Vector(
      "A long trailer line", head + "0\r\nA: " + String(repeating: "b", count: 70_000) + "\r\n\r\n",
      .noEnd(.lineTooLong(kind: "trailer line", limit: 65_536), after: "")),
    Vector(
      "Trailers of 300 KiB", head + "0\r\n" + FieldLineTests.fields(6, value: 60_000) + "\r\n",
      .noEnd(.limitExceeded(what: "bytes of trailer section", limit: 307_200), after: ""), python: .response(200, framing: .chunked)),
  ]

  @Test("Good chunks", arguments: good, Preset.allCases)
  func decodes(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }

  @Test("Bad chunks", arguments: bad, Preset.allCases)
  func refuses(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }

  @Test("Chunks and ends", arguments: ends, Preset.allCases)
  func readsEnds(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }

  @Test("Limits of chunks", arguments: limits, Preset.allCases)
  func limitsChunks(_ vector: Vector, _ preset: Preset) {
    vector.check(preset)
  }
}
