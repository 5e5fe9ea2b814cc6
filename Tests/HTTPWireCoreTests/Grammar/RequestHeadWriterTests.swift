import HTTPWireCore
import Testing

/// A part of a request head.
enum HeadPart: String, Sendable, CaseIterable { case method, target, name, value }

/// Request heads to the byte, and what must never stand in one: RFC 9112 sections 3 and 5, and CPython's checks.
@Suite struct RequestHeadWriterTests {
  @Test("A head is written as it was given")
  func writes() throws {
    var head = RequestHeadWriter()
    try head.begin("GET", "/a?b=c#d")
    try head.add("Host", "example.org")
    try head.add("x-Empty", "")
    try head.add("X-Latin", "\u{E9}\u{FF}")
    try head.add("X-Blanks", " a\tb ")
    let expected = bytes(
      "GET /a?b=c#d HTTP/1.1\r\nHost: example.org\r\nx-Empty: \r\nX-Latin: \u{E9}\u{FF}\r\nX-Blanks:  a\tb \r\n\r\n")
    #expect(head.finished() == expected)
    #expect(head.bytes == expected.dropLast(2))
    var output = bytes("before")
    head.finish(into: &output)
    #expect(output == bytes("before") + expected)
  }

  @Test(
    "Targets of every form are written as they are",
    arguments: [
      ("", "/"), ("*", "*"), ("http://u:p@h:80/", "http://u:p@h:80/"), ("h:443", "h:443"), ("//", "//"),
      ("/%zz\"<>\\^`{|}", "/%zz\"<>\\^`{|}"),
    ])
  func writesTargets(_ target: String, _ expected: String) throws {
    var head = RequestHeadWriter()
    try head.begin("OPTIONS", target, version: .http10)
    #expect(head.finished() == bytes("OPTIONS \(expected) HTTP/1.0\r\n\r\n"))
  }

  @Test("Several values are folded, as putheader folds them")
  func folds() throws {
    var head = RequestHeadWriter()
    try head.begin("GET", "/")
    try head.add("A", values: [bytes("b"), bytes("c d"), []])
    try head.add("E", values: [])
    try head.add("F", values: [[0xFF]])
    #expect(head.finished() == bytes("GET / HTTP/1.1\r\nA: b\r\n\tc d\r\n\t\r\nE: \r\nF: \u{FF}\r\n\r\n"))
  }

  @Test("A fault in any of several values leaves the head as it was")
  func foldsNoFaults() throws {
    var head = RequestHeadWriter()
    try head.begin("GET", "/")
    let before = head.bytes
    #expect(throws: HTTPException.invalidHeaderValue(bytes("c\r"))) { try head.add("A", values: [bytes("b"), bytes("c\r")]) }
    #expect(throws: HTTPException.invalidHeaderName(bytes("A:"))) { try head.add("A:", values: [bytes("b")]) }
    #expect(head.bytes == before)
  }

  @Test("The fields of a message are written, unless they can't be")
  func writesMessages() throws {
    var message: HTTPMessage = ["A": "b", "C": "\u{E9}", "D": "\u{20AC}"]
    message.add(name: [0x45], value: [0xFF])
    var head = RequestHeadWriter()
    try head.begin("GET", "/")
    try head.add(message, at: 0)
    try head.add(message, at: 1)
    #expect(throws: HTTPException.notEncodable(part: "header value", text: "\u{20AC}")) { try head.add(message, at: 2) }
    try head.add(message, at: 3)
    #expect(head.finished() == bytes("GET / HTTP/1.1\r\nA: b\r\nC: \u{E9}\r\nE: \u{FF}\r\n\r\n"))
  }

  @Test("Resetting, and beginning, forget all that was written")
  func resets() throws {
    var head = RequestHeadWriter(leniency: .python)
    try head.begin("PUT", "/")
    try head.add("Content-Length", "5")
    try head.add("Transfer-Encoding", "chunked")
    #expect(head.declaredLength == 5)
    #expect(head.hasTransferCoding)
    head.reset()
    #expect(head.bytes.isEmpty && head.declaredLength == nil && !head.hasTransferCoding)
    try head.add("content-length", " 7 ")
    try head.begin("GET", "/")
    #expect(head.declaredLength == nil)
    #expect(head.finished() == bytes("GET / HTTP/1.1\r\n\r\n"))
    #expect(throws: HTTPException.self) { try head.begin("G\tT", "/") }
    #expect(head.bytes.isEmpty)
  }

  @Test(
    "Framing fields that contradict themselves or each other are refused, and leave the head as it was",
    arguments: [
      [("Content-Length", "3"), ("content-length", "5")], [("Content-Length", "+3")], [("Content-Length", "")],
      [("Content-Length", "3, 3")], [("Content-Length", "99999999999999999999")],
      [("Content-Length", "3"), ("Transfer-Encoding", "chunked")], [("Transfer-Encoding", "chunked"), ("Content-Length", "3")],
    ])
  func refusesContradictions(_ fields: [(String, String)]) throws {
    var head = RequestHeadWriter()
    try head.begin("POST", "/")
    for field in fields.dropLast() { try head.add(field.0, field.1) }
    let before = head.bytes
    let last = try #require(fields.last)
    #expect(throws: HTTPException.invalidHeaderValue(bytes(last.1))) { try head.add(last.0, last.1) }
    #expect(head.bytes == before)
    var loose = RequestHeadWriter(leniency: .python)
    try loose.begin("POST", "/")
    for field in fields { try loose.add(field.0, field.1) }
  }

  // MARK: Refusals

  /// What CPython 3.11 refuses at the front, inside and at the end of a part, among the characters of Latin-1.
  private static func pythonRefuses(_ byte: UInt8, in part: HeadPart, _ place: Int) -> Bool {
    switch part {
    case .method: byte < 0x20 || byte > 0x7F
    case .target: byte <= 0x20 || byte >= 0x7F
    case .name:
      byte > 0x7F || [0x0A, 0x0D, 0x3A].contains(byte) || place == 0 && [0x09, 0x0B, 0x0C, 0x20].contains(byte)
    case .value: byte == 0x0A || byte == 0x0D
    }
  }

  private static let tokens = bytes("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

  private static func defaultRefuses(_ byte: UInt8, in part: HeadPart) -> Bool {
    switch part {
    case .method, .name: !tokens.contains(byte)
    case .target: byte <= 0x20 || byte >= 0x7F
    case .value: byte < 0x20 && byte != 0x09 || byte == 0x7F
    }
  }

  @Test(
    "Every character of Latin-1 is written or refused, and if refused nothing is written", arguments: HeadPart.allCases, Preset.allCases)
  func checksEveryCharacter(_ part: HeadPart, _ preset: Preset) throws {
    for byte in 0...255 as ClosedRange<UInt8> {
      for (place, text) in [[byte, 0x61, 0x62], [0x61, byte, 0x62], [0x61, 0x62, byte]].enumerated() {
        let isRefused = preset == .python ? Self.pythonRefuses(byte, in: part, place) : Self.defaultRefuses(byte, in: part)
        check(part, text, isRefused: isRefused, preset)
      }
    }
  }

  private func check(_ part: HeadPart, _ text: [UInt8], isRefused: Bool, _ preset: Preset) {
    var head = RequestHeadWriter(leniency: preset.leniency)
    var before: [UInt8] = []
    let shown = PythonRepr.bytes(text)
    do {
      switch part {
      case .method: try head.begin(latin1(text), "/")
      case .target: try head.begin("GET", latin1(text))
      case .name, .value:
        try head.begin("GET", "/")
        before = head.bytes
        try part == .name ? head.add(latin1(text), "v") : head.add("N", latin1(text))
      }
      #expect(!isRefused, "\(shown)")
      let line =
        switch part {
        case .method: text + bytes(" / HTTP/1.1\r\n")
        case .target: bytes("GET ") + text + bytes(" HTTP/1.1\r\n")
        case .name: before + text + bytes(": v\r\n")
        case .value: before + bytes("N: ") + text + bytes("\r\n")
        }
      #expect(head.bytes == line, "\(shown)")
    } catch {
      #expect(isRefused, "\(shown): \(error)")
      #expect(head.bytes == before, "\(shown)")
      let isRight =
        switch (part, error) {
        case (.method, .notEncodable("method", let refused)), (.target, .notEncodable("URL", let refused)),
          (.name, .notEncodable("header name", let refused)):
          refused == latin1(text) && text.contains { $0 > 0x7F }
        case (.method, .invalidMethod), (.target, .invalidURL), (.name, .invalidHeaderName): !text.contains { $0 > 0x7F }
        case (.value, .invalidHeaderValue): true
        default: false
        }
      #expect(isRight, "\(shown): \(error)")
    }
  }

  @Test("No part takes a character beyond Latin-1", arguments: HeadPart.allCases, Preset.allCases)
  func refusesBeyondLatin1(_ part: HeadPart, _ preset: Preset) {
    // The low bytes of the last are those of CR and LF (CVE-2018-12116).
    for text in ["\u{20AC}", "a\u{1F600}", "\u{10D}\u{10A}"] {
      var head = RequestHeadWriter(leniency: preset.leniency)
      #expect(throws: HTTPException.self) {
        switch part {
        case .method: try head.begin(text, "/")
        case .target: try head.begin("GET", text)
        case .name: try head.add(text, "v")
        case .value: try head.add("N", text)
        }
      }
      #expect(head.bytes.isEmpty)
    }
  }

  static let foldedValues: [(value: String, isTakenByPython: Bool)] = [
    ("a\r\n b", true), ("a\r\n\tb", true), ("a\n b", true), ("a\n\tb", true), ("a\r b", true), ("a\r\tb", true), ("\r\n ", true),
    ("a\r\nb", false), ("a\nb", false), ("a\rb", false), ("a\r\n", false), ("a\n", false), ("a\r", false), ("a\r\r\n b", false),
    ("a\n\n b", false), ("a\r\n \r\nX: y", false), ("a\r\n\u{A0}b", false), ("a\n\u{B}b", false),
  ]

  @Test("Folds in a value are refused, but CPython takes them", arguments: foldedValues)
  func refusesFolds(_ value: String, _ isTakenByPython: Bool) throws {
    var strict = RequestHeadWriter()
    #expect(throws: HTTPException.invalidHeaderValue(bytes(value))) { try strict.add("A", value) }
    #expect(throws: HTTPException.invalidHeaderValue(bytes(value))) { try strict.add("A", values: [bytes(value)]) }
    #expect(strict.bytes.isEmpty)

    var loose = RequestHeadWriter(leniency: .python)
    if isTakenByPython {
      try loose.add("A", value)
      #expect(loose.bytes == bytes("A: \(value)\r\n"))
    } else {
      #expect(throws: HTTPException.invalidHeaderValue(bytes(value))) { try loose.add("A", value) }
      #expect(loose.bytes.isEmpty)
    }
  }

  @Test("An empty method is CPython's alone, an empty name nobody's")
  func refusesNothing() throws {
    var head = RequestHeadWriter()
    #expect(throws: HTTPException.invalidMethod("method can't be empty")) { try head.begin("", "/") }
    #expect(throws: HTTPException.invalidHeaderName([])) { try head.add("", "v") }
    head = RequestHeadWriter(leniency: .python)
    #expect(throws: HTTPException.invalidHeaderName([])) { try head.add("", "v") }
    try head.begin("", "/")
    #expect(head.bytes == bytes(" / HTTP/1.1\r\n"))
  }

  @Test("The messages are CPython's")
  func says() {
    var head = RequestHeadWriter(leniency: .python)
    #expect(throws: HTTPException.invalidMethod("method can't contain control characters. 'GET\\t' (found at least '\\t')")) {
      try head.begin("GET\t", "/")
    }
    #expect(throws: HTTPException.invalidURL("URL can't contain control characters. '/ a' (found at least ' ')")) {
      try head.begin("GET", "/ a")
    }
  }
}
