import Testing

@testable import HTTPWireCore

/// A part of a request head.
enum HeadPart: String, Sendable, CaseIterable { case method, target, name, value }

/// Request heads to the byte, and what must never stand in one: RFC 9112 sections 3 and 5, and CPython's checks.
@Suite struct RequestHeadTests {
  /// The request line and the end of a head without fields.
  static let line = "GET / HTTP/1.1\r\n"

  @Test("A head is written as it was given")
  func writes() throws {
    var head = try RequestHead("GET", "/a?b=c#d")
    try head.add("Host", "example.org")
    try head.add("x-Empty", "")
    try head.add("X-Latin", "\u{E9}\u{FF}")
    try head.add("X-Blanks", " a\tb ")
    let expected = bytes(
      "GET /a?b=c#d HTTP/1.1\r\nHost: example.org\r\nx-Empty: \r\nX-Latin: \u{E9}\u{FF}\r\nX-Blanks:  a\tb \r\n\r\n")
    #expect(head.bytes == expected)
  }

  @Test(
    "Targets of every form are written as they are",
    arguments: [
      ("", "/"), ("*", "*"), ("http://u:p@h:80/", "http://u:p@h:80/"), ("h:443", "h:443"), ("//", "//"),
      ("/%zz\"<>\\^`{|}", "/%zz\"<>\\^`{|}"),
    ])
  func writesTargets(_ target: String, _ expected: String) throws {
    let head = try RequestHead("OPTIONS", target, version: .http10)
    #expect(head.bytes == bytes("OPTIONS \(expected) HTTP/1.0\r\n\r\n"))
  }

  @Test("Several values are folded, as putheader folds them")
  func folds() throws {
    var head = try RequestHead("GET", "/")
    try head.add("A", values: [HeaderValue(bytes("b")), "c d", HeaderValue([UInt8]())])
    try head.add("E", values: [])
    try head.add("F", values: [HeaderValue([0xFF])])
    #expect(head.bytes == bytes("GET / HTTP/1.1\r\nA: b\r\n\tc d\r\n\t\r\nE: \r\nF: \u{FF}\r\n\r\n"))
  }

  @Test("A fault in any of several values leaves the head as it was")
  func foldsNoFaults() throws {
    var head = try RequestHead("GET", "/")
    let before = head.bytes
    #expect(throws: HTTPException.invalidHeaderValue(bytes("c\r"))) { try head.add("A", values: ["b", HeaderValue(bytes("c\r"))]) }
    #expect(throws: HTTPException.invalidHeaderName(bytes("A:"))) { try head.add("A:", values: ["b"]) }
    // Each value is encoded only once those before it were found to be good.
    #expect(throws: HTTPException.invalidHeaderValue(bytes("b\n"))) { try head.add("A", values: ["b\n", "\u{20AC}"]) }
    #expect(throws: HTTPException.notEncodable(part: "header value", text: "\u{20AC}")) { try head.add("A", values: ["b", "\u{20AC}"]) }
    #expect(head.bytes == before)
  }

  @Test("The fields of a message are written, unless they can't be")
  func writesMessages() throws {
    var message: HTTPMessage = ["A": "b", "C": "\u{E9}", "D": "\u{20AC}"]
    message.add(name: [0x45], value: [0xFF])
    var head = try RequestHead("GET", "/")
    #expect(throws: HTTPException.notEncodable(part: "header value", text: "\u{20AC}")) { try head.add(message) }
    #expect(head.bytes == bytes(Self.line + "\r\n"))
    message.remove("D")
    try head.add(message)
    #expect(head.bytes == bytes("GET / HTTP/1.1\r\nA: b\r\nC: \u{E9}\r\nE: \u{FF}\r\n\r\n"))
    try head.add(HTTPMessage())
    try head.add(["F": "g"])
    #expect(head.bytes == bytes("GET / HTTP/1.1\r\nA: b\r\nC: \u{E9}\r\nE: \u{FF}\r\nF: g\r\n\r\n"))
  }

  @Test("Resetting, and beginning, forget all that was written")
  func resets() throws {
    var head = RequestHead(leniency: .python)
    #expect(!head.isStarted && head.bytes.isEmpty)
    try head.start("PUT", "/")
    try head.add("Content-Length", "5")
    try head.add("Transfer-Encoding", "chunked")
    #expect(head.facts.contentLength == 5)
    #expect(head.facts.hasTransferCoding)
    head.reset()
    #expect(head.bytes.isEmpty && !head.isStarted && head.facts == RequestFacts())
    try head.start("PUT", "/")
    try head.add("content-length", " 7 ")
    #expect(head.facts.contentLength == 7)
    try head.start("GET", "/")
    #expect(head.facts.contentLength == nil)
    #expect(head.bytes == bytes("GET / HTTP/1.1\r\n\r\n"))
    #expect(throws: HTTPException.self) { try head.start("G\tT", "/") }
    #expect(head.bytes.isEmpty && head.facts == RequestFacts())
  }

  @Test(
    "Framing fields that contradict themselves or each other are refused, and leave the head as it was",
    arguments: [
      [("Content-Length", "3"), ("content-length", "5")], [("Content-Length", "+3")], [("Content-Length", "")],
      [("Content-Length", "3, 3")], [("Content-Length", "99999999999999999999")],
      [("Content-Length", "3"), ("Transfer-Encoding", "chunked")], [("Transfer-Encoding", "chunked"), ("Content-Length", "3")],
    ])
  func refusesContradictions(_ fields: [(String, String)]) throws {
    var head = try RequestHead("POST", "/")
    for field in fields.dropLast() { try head.add(field.0, field.1) }
    let (before, facts) = (head.bytes, head.facts)
    let last = try #require(fields.last)
    #expect(throws: HTTPException.invalidHeaderValue(bytes(last.1))) { try head.add(last.0, last.1) }
    #expect(throws: HTTPException.invalidHeaderValue(bytes(last.1))) { try head.add(["Upgrade": "x", last.0: last.1]) }
    #expect(throws: HTTPException.invalidHeaderValue(bytes(last.1))) { try head.add(last.0, values: [HeaderValue(last.1)]) }
    #expect(head.bytes == before && head.facts == facts)
    var loose = try RequestHead("POST", "/", leniency: .python)
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
    var head = RequestHead(leniency: preset.leniency)
    var before: [UInt8] = []
    let shown = PythonRepr.bytes(text)
    do {
      switch part {
      case .method: try head.start(latin1(text), "/")
      case .target: try head.start("GET", latin1(text))
      case .name, .value:
        try head.start("GET", "/")
        before = head.bytes
        try part == .name ? head.add(latin1(text), "v") : head.add("N", latin1(text))
      }
      #expect(!isRefused, "\(shown)")
      let open = Array(before.dropLast(2))
      let line =
        switch part {
        case .method: text + bytes(" / HTTP/1.1\r\n")
        case .target: bytes("GET ") + text + bytes(" HTTP/1.1\r\n")
        case .name: open + text + bytes(": v\r\n")
        case .value: open + bytes("N: ") + text + bytes("\r\n")
        }
      #expect(head.bytes == line + bytes("\r\n"), "\(shown)")
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
  func refusesBeyondLatin1(_ part: HeadPart, _ preset: Preset) throws {
    // The low bytes of the last are those of CR and LF (CVE-2018-12116).
    for text in ["\u{20AC}", "a\u{1F600}", "\u{10D}\u{10A}"] {
      var head = try RequestHead("GET", "/", leniency: preset.leniency)
      #expect(throws: HTTPException.self) {
        switch part {
        case .method: try head.start(text, "/")
        case .target: try head.start("GET", text)
        case .name: try head.add(text, "v")
        case .value: try head.add("N", text)
        }
      }
      #expect(head.bytes == (part == .method || part == .target ? [] : bytes(Self.line + "\r\n")))
    }
  }

  static let foldedValues: [(value: String, isTakenByPython: Bool)] = [
    ("a\r\n b", true), ("a\r\n\tb", true), ("a\n b", true), ("a\n\tb", true), ("a\r b", true), ("a\r\tb", true), ("\r\n ", true),
    ("a\r\nb", false), ("a\nb", false), ("a\rb", false), ("a\r\n", false), ("a\n", false), ("a\r", false), ("a\r\r\n b", false),
    ("a\n\n b", false), ("a\r\n \r\nX: y", false), ("a\r\n\u{A0}b", false), ("a\n\u{B}b", false),
  ]

  @Test("Folds in a value are refused, but CPython takes them", arguments: foldedValues)
  func refusesFolds(_ value: String, _ isTakenByPython: Bool) throws {
    var strict = try RequestHead("GET", "/")
    #expect(throws: HTTPException.invalidHeaderValue(bytes(value))) { try strict.add("A", value) }
    #expect(throws: HTTPException.invalidHeaderValue(bytes(value))) { try strict.add(["A": value]) }
    #expect(throws: HTTPException.invalidHeaderValue(bytes(value))) { try strict.add("A", values: [HeaderValue(bytes(value))]) }
    #expect(strict.bytes == bytes(Self.line + "\r\n"))

    var loose = try RequestHead("GET", "/", leniency: .python)
    if isTakenByPython {
      try loose.add("A", value)
      #expect(loose.bytes == bytes(Self.line + "A: \(value)\r\n\r\n"))
    } else {
      #expect(throws: HTTPException.invalidHeaderValue(bytes(value))) { try loose.add("A", value) }
      #expect(loose.bytes == bytes(Self.line + "\r\n"))
    }
  }

  @Test("An empty method is CPython's alone, an empty name nobody's")
  func refusesNothing() throws {
    #expect(throws: HTTPException.invalidMethod("method can't be empty")) { try RequestHead("", "/") }
    for preset in Preset.allCases {
      var head = try RequestHead("GET", "/", leniency: preset.leniency)
      #expect(throws: HTTPException.invalidHeaderName([])) { try head.add("", "v") }
      #expect(throws: HTTPException.invalidHeaderName([])) { try head.add(["": "v"]) }
      #expect(throws: HTTPException.invalidHeaderName([])) { try head.add("", values: ["v"]) }
    }
    #expect(try RequestHead("", "/", leniency: .python).bytes == bytes(" / HTTP/1.1\r\n\r\n"))
  }

  @Test("The messages are CPython's")
  func says() {
    #expect(throws: HTTPException.invalidMethod("method can't contain control characters. 'GET\\t' (found at least '\\t')")) {
      try RequestHead("GET\t", "/", leniency: .python)
    }
    #expect(throws: HTTPException.invalidURL("URL can't contain control characters. '/ a' (found at least ' ')")) {
      try RequestHead("GET", "/ a", leniency: .python)
    }
  }
}
