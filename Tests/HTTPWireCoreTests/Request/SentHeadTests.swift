import Testing

@testable import HTTPWireCore

/// What the fields of a request may say of its end and its host: RFC 9112 sections 3.2 and 6, RFC 9110 section 9.3.8. CPython sends it all.
@Suite struct SentHeadTests {
  /// Fields that are added one by one, and whether the last is refused.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fields: [(name: String, value: String)]
    let isRefused: Bool
    var method = "POST"
    var version = HTTPVersion.http11

    static func taken(_ description: String, _ fields: (String, String)..., method: String = "POST") -> Row {
      Row(testDescription: description, fields: fields.map { (name: $0.0, value: $0.1) }, isRefused: false, method: method)
    }

    static func refused(
      _ description: String, _ fields: (String, String)..., method: String = "POST", version: HTTPVersion = .http11
    ) -> Row {
      Row(
        testDescription: description, fields: fields.map { (name: $0.0, value: $0.1) }, isRefused: true, method: method, version: version)
    }
  }

  static func coding(_ value: String) -> (String, String) { ("Transfer-Encoding", value) }

  static let codings: [Row] = [
    .taken("chunked alone is taken", coding("chunked")),
    .taken("chunked has no case", ("TRANSFER-encoding", "Chunked")),
    .taken("whitespace around chunked is not part of it", coding(" \tchunked\t ")),
    .taken("chunked behind another coding is taken", coding("gzip, chunked")),
    .taken("the blank behind the comma is not needed", coding("gzip,chunked")),
    .taken("parameters of another coding are taken", coding("gzip;level=9 , x-b; c=d, chunked")),
    .refused("a coding without chunked is refused", coding("gzip")),
    .refused("identity is refused", coding("identity")),
    .refused("no coding at all is refused", coding("")),
    .refused("nothing but whitespace is refused", coding(" \t ")),
    .refused("a coding behind chunked is refused", coding("chunked, gzip")),
    .refused("chunked twice is refused", coding("chunked, chunked")),
    .refused("chunked twice in other cases is refused", coding("CHUNKED,chunked")),
    .refused("chunked twice in two fields is refused", coding("chunked"), ("transfer-encoding", "chunked")),
    .refused("a coding behind chunked in a second field is refused", coding("chunked"), coding("gzip")),
    .refused("chunked as a parameter is refused", coding("gzip;chunked")),
    .refused("chunked with a parameter is refused", coding("chunked;q=1")),
    .refused("chunked with a parameter before chunked is refused", coding("chunked;q=1, chunked")),
    .refused("chunked with an empty parameter is refused", coding("chunked;")),
    .refused("an empty member behind chunked is refused", coding("chunked,")),
    .refused("an empty member before chunked is refused", coding(",chunked")),
    .refused("an empty member between codings is refused", coding("gzip, , chunked")),
    .refused("chunked in quotation marks is refused", coding("\"chunked\"")),
    .refused("chunked within a quoted parameter is refused", coding("gzip;a=\"b, chunked\"")),
    .refused("a quotation mark without its pair is refused", coding("gzip;a=\"b, chunked")),
    .refused("a longer name is refused", coding("xchunked")),
    .refused("two words are refused", coding("x chunked")),
    .refused("a coding that is no token is refused", coding("gz/ip, chunked")),
    .refused("chunked and a Content-Length are refused", coding("chunked"), ("Content-Length", "3")),
    .refused("a Content-Length and chunked are refused", ("Content-Length", "3"), coding("chunked")),
    .refused("chunked in HTTP/1.0 is refused", coding("chunked"), version: .http10),
    .refused("a coding in HTTP/1.0 is refused", coding("gzip"), version: .http10),
  ]

  static func length(_ value: String) -> (String, String) { ("Content-Length", value) }

  static let lengths: [Row] = [
    .taken("digits are a length", length("3")), .taken("zeros before a length are taken", ("content-length", "003")),
    .taken("whitespace around a length is not part of it", length("\t3 ")),
    .refused("two lengths that differ are refused", length("3"), length("4")),
    .refused("two lengths that are equal are refused", length("3"), ("CONTENT-LENGTH", "3")),
    .refused("a list of lengths is refused", length("3, 3")), .refused("a list with an empty member is refused", length("3,")),
    .refused("no length at all is refused", length("")), .refused("a sign is refused", length("+3")),
    .refused("a negative length is refused", length("-3")), .refused("a fraction is refused", length("3.0")),
    .refused("hexadecimal digits are refused", length("0x3")), .refused("an underscore is refused", length("1_0")),
    .refused("a number beyond 64 bits is refused", length("18446744073709551616")),
    .refused("a quoted number is refused", length("\"3\"")), .refused("two numbers are refused", length("3 3")),
  ]

  static func host(_ value: String) -> (String, String) { ("Host", value) }

  static let hosts: [Row] =
    [
      "a", "A.Example", "a:81", "a:", "", "192.0.2.1:8080", "[::1]", "[::1]:81", "[v1.a:b]", "a_b", "a%41b", "xn--bcher-kva.example",
      " a\t",
      "a:0", "a:65535",
    ].map { .taken("the Host \"\($0)\" is taken", host($0)) }
    + [
      "a, b", "u@a", "u:p@a", "a/b", "a b", "a:81, b", "http://a", "a:x", "a:-1", "a:65536", "::1", "[::1", "::1]", "[a]", "[::1%lo]",
      "[::1]x",
      "[v.a]", "[vg.a]", "[v1.]", "a%4", "a%zz", "a%", "a?b", "a#b", "a\\b", "\"a\"", "b\u{FC}cher", "a\tb", "[]",
    ].map { .refused("the Host \"\($0)\" is refused", host($0)) } + [
      .refused("a second Host is refused", host("a"), ("HOST", "b")),
      .refused("a second Host that is equal is refused", host("a"), host("a")),
      .refused("a second Host that is empty is refused", host("a"), host("")),
      .refused("a second Host behind an empty one is refused", host(""), host("a")),
    ]

  static let traces: [Row] = [
    .taken("a length of nothing is taken with TRACE", length("0"), method: "TRACE"),
    .taken("a method that is not TRACE may have content", length("3"), method: "trace"),
    .refused("a length is refused with TRACE", length("3"), method: "TRACE"),
    .refused("chunks are refused with TRACE", coding("chunked"), method: "TRACE"),
  ]

  @Test("Fields that hide a request's end, or name no host", arguments: codings + lengths + hosts + traces)
  func checks(_ row: Row) throws {
    var head = try RequestHead(row.method, "/", version: row.version)
    for field in row.fields.dropLast() { try head.add(field.name, field.value) }
    let last = try #require(row.fields.last)
    for way in 0..<3 {
      var added = head
      do {
        try Self.add(last, to: &added, way)
        #expect(!row.isRefused)
        #expect(latin1(added.bytes).hasSuffix("\(last.name): \(last.value)\r\n\r\n"))
      } catch {
        #expect(row.isRefused && Self.isNamed(error, last.value), "\(error)")
        #expect(added.bytes == head.bytes && added.facts == head.facts)
      }
    }
    // CPython sends every one of them.
    var loose = try RequestHead(row.method, "/", version: row.version, leniency: .python)
    for field in row.fields { try loose.add(field.name, field.value) }
    #expect(row.fields.allSatisfy { latin1(loose.bytes).contains("\r\n\($0.name): \($0.value)\r\n") })
  }

  /// Adds a field in one of the three ways.
  private static func add(_ field: (name: String, value: String), to head: inout RequestHead, _ way: Int) throws(HTTPException) {
    switch way {
    case 0: try head.add(field.name, field.value)
    case 1: try head.add(["X": "y", field.name: field.value])
    default: try head.add(field.name, values: [HeaderValue(field.value)])
    }
  }

  /// Whether the error names the value, or says which rule it breaks.
  private static func isNamed(_ error: HTTPException, _ value: String) -> Bool {
    switch error {
    case .invalidHeaderValue(bytes(value)): true
    case .invalidArgument(let text): text.contains(PythonRepr.string(value)) || text.contains("HTTP/1.0") || text.contains("TRACE")
    default: false
    }
  }

  @Test("Several values in one field are no host, no length and no codings")
  func refusesFolds() throws {
    var head = try RequestHead("POST", "/")
    let before = head.bytes
    #expect(throws: HTTPException.self) { try head.add("Host", values: ["a", "b"]) }
    #expect(throws: HTTPException.self) { try head.add("Content-Length", values: [3, 3]) }
    #expect(throws: HTTPException.self) { try head.add("Transfer-Encoding", values: ["gzip", "chunked"]) }
    #expect(head.bytes == before)
  }

  @Test("A Host that a head began with is its only one")
  func countsOwnHost() throws {
    var head = RequestHead(leniency: .default)
    try head.start("GET", "/", host: "a")
    #expect(throws: HTTPException.invalidArgument("a request has one Host, and this one has a Host already: leave out 'b'")) {
      try head.add("Host", "b")
    }
    try head.start("GET", "/")
    try head.add("Host", "b")
    #expect(head.bytes == bytes("GET / HTTP/1.1\r\nHost: b\r\n\r\n"))
  }

  // MARK: Bodies

  /// A body, the framing field of its head, and whether it is refused as the whole body and as the first part of one.
  struct Sent: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var method = "POST"
    let field: (String, String)?
    let body: RequestPlan.Body
    var isChunked = false
    var isRefused = true
    var isRefusedAsPart = false
  }

  static let bodies = [
    Sent(testDescription: "a body of the declared length", field: length("3"), body: .length(3), isRefused: false),
    Sent(testDescription: "a body longer than declared", field: length("2"), body: .length(3), isRefusedAsPart: true),
    Sent(testDescription: "a body where none is declared", field: length("0"), body: .length(3), isRefusedAsPart: true),
    Sent(testDescription: "a body shorter than declared, of which more may follow", field: length("4"), body: .length(3)),
    Sent(testDescription: "no byte of a declared body", field: length("4"), body: .length(0)),
    Sent(testDescription: "a declared body that may follow", field: length("4"), body: .absent, isRefused: false),
    Sent(testDescription: "a body of unknown length that is declared", field: length("4"), body: .unknownLength, isRefused: false),
    Sent(testDescription: "chunks that are announced", field: coding("chunked"), body: .length(3), isChunked: true, isRefused: false),
    Sent(testDescription: "a sequence in chunks", field: coding("gzip, chunked"), body: .unknownLength, isChunked: true, isRefused: false),
    Sent(testDescription: "no chunks, though announced", field: coding("chunked"), body: .length(3)),
    Sent(testDescription: "a sequence without chunks, though announced", field: coding("chunked"), body: .unknownLength),
    Sent(testDescription: "no body, though chunks are announced", field: coding("chunked"), body: .absent, isChunked: true),
    Sent(testDescription: "nothing announced and nothing sent", field: nil, body: .absent, isRefused: false),
    Sent(testDescription: "TRACE without content", method: "TRACE", field: nil, body: .absent, isRefused: false),
    Sent(testDescription: "TRACE with content of no byte", method: "TRACE", field: nil, body: .length(0), isRefused: false),
    Sent(testDescription: "TRACE with content", method: "TRACE", field: nil, body: .length(1), isRefusedAsPart: true),
    Sent(testDescription: "TRACE with content of unknown length", method: "TRACE", field: nil, body: .unknownLength, isRefusedAsPart: true),
  ]

  @Test("A body is what its head announces, or is refused", arguments: bodies)
  func checksBodies(_ row: Sent) throws {
    for preset in Preset.allCases {
      var head = try RequestHead(row.method, "/", leniency: preset.leniency)
      if let field = row.field { try head.add(field.0, field.1) }
      let isStrict = preset == .standard
      #expect(Self.refuses(head, row, asPart: false) == (isStrict && row.isRefused))
      #expect(Self.refuses(head, row, asPart: true) == (isStrict && row.isRefusedAsPart))
    }
  }

  private static func refuses(_ head: RequestHead, _ row: Sent, asPart: Bool) -> Bool {
    do {
      if asPart { try head.check(firstPart: row.body) } else { try head.check(row.body, isChunked: row.isChunked) }
      return false
    } catch {
      if case .invalidArgument = error { return true }
      return false
    }
  }
}
