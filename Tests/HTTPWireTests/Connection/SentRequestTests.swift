import HTTPWire
import HTTPWireTesting
import Testing

/// Requests whose end a server could not find, or that it must refuse: the default sends no byte of them, and CPython's leniency all.
struct SentRequestTests {
  /// A request that the default refuses, and what of it CPython sends behind the request line and the added fields.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var method = "POST"
    var headers: HTTPMessage = [:]
    var body: Body = .none
    var encodeChunked = false
    var version = HTTPVersion.http11
    let sent: String

    enum Body: Sendable { case none, text(String), bytes(Int), span(Int), chunks }
  }

  static let codings = [
    ("Transfer-Encoding", "gzip"), ("transfer-encoding", "identity"), ("Transfer-Encoding", "chunked, chunked"),
    ("Transfer-Encoding", "gzip;chunked"), ("Transfer-Encoding", "chunked;q=1"), ("Transfer-Encoding", "chunked,"),
    ("TRANSFER-ENCODING", ""), ("Transfer-Encoding", "gzip;a=\"b, chunked\""), ("Transfer-Encoding", "chunked, gzip"),
  ].map { name, value in
    Row(
      testDescription: "the coding \"\(value)\" is refused", headers: [name: value], body: .text("abc"), encodeChunked: true,
      sent: "\(name): \(value)\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
  }

  static func twice(_ name: String, _ value: String, _ other: String, _ otherValue: String) -> HTTPMessage {
    HTTPMessage([(name: name, value: value), (name: other, value: otherValue)])
  }

  static let chunked: HTTPMessage = ["Transfer-Encoding": "chunked"]

  static let chunks = [
    Row(testDescription: "chunked text without chunks is refused", headers: chunked, body: .text("abc"), sent: "chunked\r\n\r\nabc"),
    Row(testDescription: "a chunked sequence without chunks is refused", headers: chunked, body: .chunks, sent: "chunked\r\n\r\nabcd"),
    Row(testDescription: "a chunked span, which can't be chunked, is refused", headers: chunked, body: .span(70_000), sent: "a"),
    Row(testDescription: "chunked without a body is refused", headers: chunked, sent: "Transfer-Encoding: chunked\r\n\r\n"),
    Row(
      testDescription: "chunked without a body is refused even if it is to be encoded", headers: chunked, encodeChunked: true,
      sent: "Transfer-Encoding: chunked\r\n\r\n"),
    Row(
      testDescription: "chunked in HTTP/1.0 is refused", headers: chunked, body: .text("abc"), encodeChunked: true, version: .http10,
      sent: "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\nabc"),
    Row(
      testDescription: "chunked beside a length is refused", headers: ["Transfer-Encoding": "chunked", "Content-Length": "3"],
      body: .text("abc"), sent: "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc"),
  ]

  static let lengths = [
    Row(
      testDescription: "text longer than declared is refused", headers: ["content-length": "1"], body: .text("abc"), sent: "1\r\n\r\nabc"),
    Row(
      testDescription: "text shorter than declared is refused", headers: ["Content-Length": "4"], body: .text("abc"), sent: "4\r\n\r\nabc"),
    Row(testDescription: "bytes longer than declared are refused", headers: ["Content-Length": "0"], body: .bytes(2), sent: "0\r\n\r\naa"),
    Row(testDescription: "bytes shorter than declared are refused", headers: ["Content-Length": "9"], body: .bytes(2), sent: "9\r\n\r\naa"),
    Row(testDescription: "a short span is refused", headers: ["Content-Length": "4"], body: .span(3), sent: "4\r\n\r\naaa"),
    Row(testDescription: "a long span is refused", headers: ["Content-Length": "69999"], body: .span(70_000), sent: "a"),
    Row(
      testDescription: "two equal lengths are refused", headers: twice("Content-Length", "3", "content-length", "3"),
      body: .text("abc"), sent: "Content-Length: 3\r\ncontent-length: 3\r\n\r\nabc"),
    Row(testDescription: "a list of lengths is refused", headers: ["Content-Length": "3, 3"], body: .text("abc"), sent: "3, 3\r\n\r\nabc"),
    Row(
      testDescription: "a length that is no number is refused", headers: ["Content-Length": "3x"], body: .text("abc"), sent: "3x\r\n\r\nabc"
    ),
  ]

  static let hosts =
    ["a, b", "u@a", "a/b", "a b", "a:b", "[a]"].map {
      Row(testDescription: "the Host \"\($0)\" is refused", method: "GET", headers: ["Host": $0], sent: "Host: \($0)\r\n\r\n")
    } + [
      Row(
        testDescription: "two Hosts are refused", method: "GET", headers: twice("Host", "a", "HOST", "b"),
        sent: "Host: a\r\nHOST: b\r\n\r\n"),
      Row(
        testDescription: "two Hosts that are equal are refused", method: "GET", headers: twice("host", "a", "Host", "a"),
        sent: "host: a\r\nHost: a\r\n\r\n"),
    ]

  static let traces = [
    Row(testDescription: "TRACE with text is refused", method: "TRACE", body: .text("abc"), sent: "Content-Length: 3\r\n\r\nabc"),
    Row(testDescription: "TRACE with chunks is refused", method: "TRACE", body: .chunks, sent: "chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"),
    Row(testDescription: "TRACE with a long span is refused", method: "TRACE", body: .span(70_000), sent: "a"),
    Row(testDescription: "TRACE that declares content is refused", method: "TRACE", headers: ["Content-Length": "3"], sent: "3\r\n\r\n"),
  ]

  @Test(arguments: codings + chunks + lengths + hosts + traces, presets)
  func `the default refuses it before a byte leaves, and CPython's leniency sends it`(row: Row, leniency: ParsingLeniency) throws {
    let stream = ScriptedStream(exchanges: [[okReply], [okReply]], atEnd: .fail)
    let (connection, opener) = try connection(stream, leniency: leniency)
    connection.httpVersion = row.version
    if leniency == .default {
      #expect { try Self.send(row, on: connection) } throws: { error in
        switch error as? HTTPException {
        case .invalidArgument, .invalidHeaderValue: true
        default: false
        }
      }
      #expect(opener.targets.isEmpty, "nothing is opened")
      connection.httpVersion = .http11
      #expect(try connection.get() == "hi")
      #expect(stream.writtenText == getHead)
    } else {
      try Self.send(row, on: connection)
      #expect(stream.writtenText.replacing("Accept-Encoding: identity\r\n", with: "").hasSuffix(row.sent))
    }
  }

  private static func send(_ row: Row, on connection: HTTPConnection) throws(HTTPException) {
    switch row.body {
    case .span(let count):
      let bytes = [UInt8](repeating: 0x61, count: count)
      try connection.request(row.method, "/", body: bytes.span, headers: row.headers)
    default:
      let body: RequestBody? =
        switch row.body {
        case .text(let text): .text(text)
        case .bytes(let count): .bytes([UInt8](repeating: 0x61, count: count))
        case .chunks: .chunks([Array("abcd".utf8)])
        case .none, .span: nil
        }
      try connection.request(row.method, "/", body: body, headers: row.headers, encodeChunked: row.encodeChunked)
    }
  }

  // MARK: What may be right

  @Test func `codings that end in chunked are sent with chunks, and a length with its body`() throws {
    let stream = ScriptedStream(exchanges: [[okReply], [okReply], [okReply], [okReply]], atEnd: .fail)
    let (connection, _) = try connection(stream)
    func send(_ method: String, _ body: RequestBody?, _ headers: HTTPMessage, encodeChunked: Bool = false) throws -> String {
      let before = stream.writtenText.count
      try connection.request(method, "/", body: body, headers: headers, encodeChunked: encodeChunked)
      #expect(try connection.getResponse().read() == Array("hi".utf8))
      return String(stream.writtenText.dropFirst(before))
    }
    #expect(
      try send("PUT", "abc", ["Transfer-Encoding": "gzip, Chunked"], encodeChunked: true).hasSuffix(
        "gzip, Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
    #expect(try send("PUT", "abc", ["content-length": " 3 "]).hasSuffix("content-length:  3 \r\n\r\nabc"))
    #expect(try send("TRACE", nil, ["Host": ""]).hasSuffix("Host: \r\n\r\n"))
    #expect(try send("TRACE", "", [:]).hasSuffix("Content-Length: 0\r\n\r\n"))
  }

  @Test func `a declared body may follow a request without one`() throws {
    let (connection, stream) = try scripted(okReply)
    try connection.request("PUT", "/", headers: ["Content-Length": "5"])
    try connection.send("hello")
    #expect(stream.writtenText.hasSuffix("Content-Length: 5\r\n\r\nhello"))
  }

  @Test func `step by step the caller may write the chunks himself, and a length in parts`() throws {
    let stream = ScriptedStream(exchanges: [[okReply], [okReply], [okReply]], atEnd: .fail)
    let (connection, _) = try connection(stream)
    for (field, first, rest) in [
      ("Transfer-Encoding: chunked", "3\r\nabc\r\n", "0\r\n\r\n"), ("Content-Length: 4", "abc", "d"), ("Content-Length: 4", "", "abcd"),
    ] {
      let (name, value) = (String(field.prefix { $0 != ":" }), String(field.drop { $0 != " " }.dropFirst()))
      try connection.putRequest("PUT", "/")
      try connection.putHeader(name, HeaderValue(value))
      try connection.endHeaders(.text(first))
      try connection.send(rest)
      #expect(stream.writtenText.hasSuffix("\(field)\r\n\r\n\(first)\(rest)"))
      #expect(try connection.getResponse().read() == Array("hi".utf8))
    }
  }

  @Test func `step by step a header or a body that can never be right is refused, and the request stays as it was`() throws {
    let (connection, stream) = try scripted(okReply)
    try connection.putRequest("PUT", "/")
    for (name, value) in [
      ("Host", "b"), ("Transfer-Encoding", "gzip"), ("Transfer-Encoding", "chunked, chunked"), ("Content-Length", "+1"),
    ] {
      #expect(throws: HTTPException.self) { try connection.putHeader(name, HeaderValue(value)) }
    }
    try connection.putHeader("Content-Length", 2)
    #expect(throws: HTTPException.self) { try connection.putHeader("Content-Length", 2) }
    #expect(throws: HTTPException.invalidArgument("the body has a length of 3, but Content-Length is 2: correct it or leave it out")) {
      try connection.endHeaders("abc")
    }
    #expect(stream.writes.isEmpty)
    try connection.endHeaders("ab")
    #expect(stream.writtenText == getHead.replacing("GET", with: "PUT").dropLast() + "Content-Length: 2\r\n\r\nab")

    let (other, silent) = try scripted(okReply)
    try other.putRequest("TRACE", "/")
    #expect(throws: HTTPException.self) { try other.endHeaders("abc") }
    #expect(throws: HTTPException.self) { try other.endHeaders(.chunks([])) }
    #expect(silent.writes.isEmpty)
    try other.endHeaders()
    #expect(silent.writtenText == getHead.replacing("GET", with: "TRACE"))
  }

  // MARK: CONNECT

  @Test(arguments: [("o.test:443", "o.test:443"), ("o.test:80", "o.test:80"), ("[::1]:443", "[::1]:443")])
  func `the Host of CONNECT is its target, but CPython's is the connection's`(target: String, field: String) throws {
    for (leniency, expected) in [(ParsingLeniency.default, field), (.python, "h")] {
      let (connection, stream) = try scripted(okReply, leniency: leniency)
      try connection.request("CONNECT", target)
      #expect(stream.writtenText == "CONNECT \(target) HTTP/1.1\r\nHost: \(expected)\r\nAccept-Encoding: identity\r\n\r\n")
    }
    let (connection, stream) = try scripted(okReply)
    try connection.request("CONNECT", target, headers: ["host": "own"])
    #expect(stream.writtenText.hasSuffix("host: own\r\n\r\n"))
  }

  @Test(arguments: ["o.test", "/", "u@o.test:443", "o.test:", "http://o.test:443/"])
  func `a target of CONNECT that is not a host and a port is refused`(target: String) throws {
    let (connection, stream) = try scripted(okReply)
    #expect { try connection.request("CONNECT", target) } throws: { error in
      if case .invalidURL? = error as? HTTPException { true } else { false }
    }
    #expect(stream.writes.isEmpty)
    #expect(try connection.get() == "hi")
  }
}
