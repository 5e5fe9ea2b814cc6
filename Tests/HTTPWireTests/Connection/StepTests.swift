import HTTPWire
import HTTPWireTesting
import Testing

/// A request step by step: putRequest, putHeader, endHeaders, send.
struct StepTests {
  @Test func `putRequest and putHeader send nothing, endHeaders sends the head in one write`() throws {
    let (connection, stream) = try scripted(emptyReply)
    try connection.putRequest("GET", "/p")
    try connection.putHeader("Accept", "text/plain")
    #expect(stream.writes.isEmpty)
    try connection.endHeaders()
    #expect(stream.writtenPieces == ["GET /p HTTP/1.1\r\nHost: h\r\nAccept-Encoding: identity\r\nAccept: text/plain\r\n\r\n"])
  }

  @Test(arguments: [
    (false, false, "Host: h\r\nAccept-Encoding: identity\r\n"), (true, false, "Accept-Encoding: identity\r\n"),
    (false, true, "Host: h\r\n"),
    (true, true, ""),
  ])
  func `Host and Accept-Encoding can be skipped`(skipHost: Bool, skipAcceptEncoding: Bool, lines: String) throws {
    let (connection, stream) = try scripted()
    try connection.putRequest("GET", "", skipHost: skipHost, skipAcceptEncoding: skipAcceptEncoding)
    try connection.endHeaders()
    #expect(stream.writtenText == "GET / HTTP/1.1\r\n\(lines)\r\n")
  }

  @Test func `HTTP 1.0 has neither Host nor Accept-Encoding`() throws {
    let (connection, stream) = try scripted(closingReply, atEnd: .end)
    connection.httpVersion = .http10
    #expect(try connection.get("/p") == "bye")
    #expect(stream.writtenText == "GET /p HTTP/1.0\r\n\r\n")
  }

  @Test(arguments: ["/a?b#c", "*", "http://o/p", "o:443", "/%00%20", "//", "/\\\"<>"]) func `a target goes out as it is`(
    target: String
  ) throws {
    let (connection, stream) = try scripted()
    try connection.request("GET", target)
    #expect(stream.writtenText.hasPrefix("GET \(target) HTTP/1.1\r\n"))
  }

  /// Values, and the field line's value on the wire.
  static let values: [(values: [HeaderValue], wire: String)] = [
    (["a"], "a"), ([""], ""), ([], ""), ([5], "5"), ([-7], "-7"), ([HeaderValue(UInt64.max)], "18446744073709551615"),
    ([HeaderValue([0x61, 0xFF])], "a\u{FF}"), (["caf\u{E9}"], "caf\u{E9}"), (["a", 1, HeaderValue([0x62])], "a\r\n\t1\r\n\tb"),
    (["a\tb"], "a\tb"),
    ([" a "], " a "),
  ]

  @Test(arguments: values.indices) func `header values are text, integers and bytes, several of them folded`(index: Int) throws {
    for leniency in presets {
      let (connection, stream) = try scripted(leniency: leniency)
      try connection.putRequest("GET", "/", skipHost: true, skipAcceptEncoding: true)
      try connection.putHeader("N", Self.values[index].values)
      try connection.endHeaders()
      #expect(latin1(stream.written) == "GET / HTTP/1.1\r\nN: \(Self.values[index].wire)\r\n\r\n")
    }
  }

  @Test(arguments: [
    ("a\r\n b", true), ("a\n\tb", true), ("a\r b", true), ("a\r\n", false), ("a\n", false), ("a\rb", false), ("a\nb", false),
    ("a\r\nX: y", false),
    ("a\n\nb", false),
  ])
  func `a value that folds goes out with Python's leniency, one that ends its line never`(value: String, folds: Bool) throws {
    let (strict, strictStream) = try scripted()
    #expect(throws: HTTPException.invalidHeaderValue(Array(value.utf8))) { try strict.request("GET", "/", headers: ["N": value]) }
    #expect(strictStream.writes.isEmpty)
    let (loose, looseStream) = try scripted(leniency: .python)
    if folds {
      try loose.request("GET", "/", headers: ["N": value])
      #expect(looseStream.writtenText.hasSuffix("\r\nN: \(value)\r\n\r\n"))
    } else {
      #expect(throws: HTTPException.invalidHeaderValue(Array(value.utf8))) { try loose.request("GET", "/", headers: ["N": value]) }
      #expect(looseStream.writes.isEmpty)
    }
  }

  @Test(arguments: ["G T", "", "GET/"]) func `a method that is no token is refused`(method: String) throws {
    let (connection, stream) = try scripted(okReply)
    #expect { try connection.request(method, "/") } throws: { error in
      if case .invalidMethod? = error as? HTTPException { true } else { false }
    }
    #expect(stream.writes.isEmpty)
    #expect(try connection.get() == "hi")
  }

  @Test(arguments: presets) func `text beyond the charset of its place is never cut to fit`(leniency: ParsingLeniency) throws {
    let (connection, stream) = try scripted(okReply, leniency: leniency)
    // U+010D and U+010A end in the bytes of CR and LF.
    let text = "a\u{10D}\u{10A}b"
    for method in ["g\u{E9}t", "G\u{10A}T"] {
      #expect(throws: HTTPException.notEncodable(part: "method", text: method)) { try connection.request(method, "/") }
    }
    for target in ["/caf\u{E9}", "/\(text)", "http://\(text)/"] {
      #expect(throws: HTTPException.notEncodable(part: "URL", text: target)) { try connection.request("GET", target) }
    }
    #expect(throws: HTTPException.notEncodable(part: "header name", text: text)) {
      try connection.request("GET", "/", headers: [text: "v"])
    }
    #expect(throws: HTTPException.notEncodable(part: "header value", text: text)) {
      try connection.request("GET", "/", headers: ["N": text])
    }
    #expect(throws: HTTPException.notEncodable(part: "Body", text: text)) { try connection.request("PUT", "/", body: .text(text)) }
    #expect(stream.writes.isEmpty)
    #expect(try connection.get() == "hi")
    #expect(stream.writtenText == getHead)
  }

  @Test func `a refused header leaves the request as it was`() throws {
    let (connection, stream) = try scripted(okReply)
    try connection.putRequest("GET", "/")
    #expect(throws: HTTPException.invalidHeaderName(Array("a b".utf8))) { try connection.putHeader("a b", "c") }
    #expect(throws: HTTPException.invalidHeaderValue([0x0A])) { try connection.putHeader("A", "b", "\n") }
    #expect(throws: HTTPException.notEncodable(part: "header value", text: "€")) { try connection.putHeader("A", "€") }
    #expect(throws: HTTPException.notEncodable(part: "Body", text: "€")) { try connection.endHeaders(.text("€")) }
    #expect(stream.writes.isEmpty)
    try connection.endHeaders()
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(stream.writtenText == getHead)
  }

  @Test(arguments: presets) func `close forgets a head that was begun`(leniency: ParsingLeniency) throws {
    let (connection, first) = try scripted(leniency: leniency)
    try connection.putRequest("GET", "/half")
    #expect(throws: HTTPException.self) { try connection.putHeader("a\n", "b") }
    connection.close()
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    connection.stream = second
    #expect(try connection.get() == "hi")
    #expect(first.writes.isEmpty)
    #expect(second.writtenText == getHead)
  }

  @Test func `endHeaders adds no framing, and send sends what it is given`() throws {
    let (connection, stream) = try scripted(okReply)
    try connection.putRequest("POST", "/", skipHost: true, skipAcceptEncoding: true)
    try connection.putHeader("Transfer-Encoding", "chunked")
    try connection.endHeaders()
    try connection.send("3\r\nabc\r\n")
    try connection.send(Array("0\r\n".utf8))
    try connection.send(Array("\r\n".utf8).span)
    #expect(stream.writtenPieces == ["POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n", "0\r\n", "\r\n"])
    #expect(try connection.getResponse().read() == Array("hi".utf8))
  }

  @Test(arguments: [
    (false, "POST / HTTP/1.1\r\n\r\nabc"), (true, "POST / HTTP/1.1\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
  ])
  func `endHeaders sends a body with the head, in chunks if asked to`(encodeChunked: Bool, wire: String) throws {
    let (connection, stream) = try scripted()
    try connection.putRequest("POST", "/", skipHost: true, skipAcceptEncoding: true)
    try connection.endHeaders("abc", encodeChunked: encodeChunked)
    #expect(stream.writtenPieces == [wire])
  }

  @Test(arguments: [("2", "abc"), ("4", "abc"), ("0", "abc"), ("3", "")])
  func `a body that is not as long as declared is refused, but sent as CPython sends it, and the connection not used again`(
    length: String, body: String
  ) throws {
    let first = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let second = ScriptedStream(exchanges: [[okReply]], atEnd: .fail)
    let (connection, opener) = try connection(first, second, leniency: .python)
    try connection.request("PUT", "/", body: .text(body), headers: ["Content-Length": length])
    #expect(first.writtenText.hasSuffix("Content-Length: \(length)\r\n\r\n\(body)"))
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(first.closes == 1)
    #expect(try connection.get() == "hi")
    #expect(opener.targets.count == 2)

    let (strict, stream) = try scripted(okReply)
    let refusal = HTTPException.invalidArgument(
      "the body has a length of \(body.utf8.count), but Content-Length is \(length): correct it or leave it out")
    #expect(throws: refusal) { try strict.request("PUT", "/", body: .text(body), headers: ["Content-Length": length]) }
    #expect(stream.writes.isEmpty)
    #expect(try strict.get() == "hi")
  }

  /// Headers with more than one fault, and the one that is told.
  static let faults: [(name: String, values: [HeaderValue], error: HTTPException)] = [
    ("a:b", ["\u{20AC}", "c"], .invalidHeaderName(Array("a:b".utf8))),
    ("\u{E9}", ["\u{20AC}", "c"], .notEncodable(part: "header name", text: "\u{E9}")),
    ("a:b", ["c\n", "d"], .invalidHeaderName(Array("a:b".utf8))),
    ("A", ["b\n", "\u{20AC}"], .invalidHeaderValue(Array("b\n".utf8))),
    ("A", [HeaderValue([0x0D]), "\u{20AC}"], .invalidHeaderValue([0x0D])),
    ("A", ["\u{20AC}", "b\n"], .notEncodable(part: "header value", text: "\u{20AC}")),
    ("A", ["b", "\u{20AC}", "c\n"], .notEncodable(part: "header value", text: "\u{20AC}")),
  ]

  @Test(arguments: faults.indices, presets.indices)
  func `of several faults in a header the first is told, the name's before all values'`(index: Int, preset: Int) throws {
    let (name, values, error) = Self.faults[index]
    let (connection, _) = try scripted(leniency: presets[preset])
    try connection.putRequest("GET", "/")
    #expect(throws: error) { try connection.putHeader(name, values) }
  }

  @Test(arguments: presets, [false, true])
  func `where a header and the body are wrong, the header is told of`(leniency: ParsingLeniency, encodeChunked: Bool) throws {
    let (body, wrong) = (RequestBody.text("\u{20AC}"), HTTPException.notEncodable(part: "Body", text: "\u{20AC}"))
    let (connection, stream) = try scripted(okReply, leniency: leniency)
    #expect(throws: HTTPException.invalidHeaderValue(Array("b\n".utf8))) {
      try connection.request("PUT", "/", body: body, headers: ["X": "y", "A": "b\n"], encodeChunked: encodeChunked)
    }
    #expect(throws: HTTPException.invalidHeaderName(Array("A:".utf8))) {
      try connection.request("PUT", "/", body: body, headers: ["A:": "b"], encodeChunked: encodeChunked)
    }
    #expect(throws: wrong) {
      try connection.request("PUT", "/", body: body, headers: ["A": "b"], encodeChunked: encodeChunked)
    }
    #expect(stream.writes.isEmpty)
    #expect(try connection.get() == "hi")
  }
}
