import HTTPWireCore
import Testing

/// Each member of `ParsingLeniency` that the core acts on: what it has accepted, and that its absence has it refused.
@Suite struct LeniencyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let member: ParsingLeniency
    let reply: String
    /// What comes of the reply with the member and the rest of the default: body and close reasons.
    let body: String
    var closes: CloseReasons = []
    /// What comes of it without.
    let refusal: HTTPException?
    var closesOtherwise = CloseReasons.protocolError
  }

  static let ok = Vector.ok
  static let two = "Content-Length: 2\r\n\r\nhi"

  static func field(_ problem: HeaderProblem, _ line: String, after head: String = ok) -> HTTPException {
    .malformedHeader(problem, line: bytes(line), received: bytes(head + line))
  }

  static let cases = [
    Case(
      testDescription: "bareLineFeed, in the status line", member: .bareLineFeed, reply: "HTTP/1.1 200 OK\n" + two, body: "hi",
      refusal: .badStatusLine("HTTP/1.1 200 OK\n")),
    Case(
      testDescription: "bareLineFeed, in a field line", member: .bareLineFeed, reply: ok + "A: b\n" + two, body: "hi",
      refusal: field(.bareLineFeed, "A: b\n")),
    Case(
      testDescription: "foldedFieldValues", member: .foldedFieldValues, reply: ok + "A: b\r\n c\r\n" + two, body: "hi",
      refusal: field(.obsoleteLineFolding, " c\r\n", after: ok + "A: b\r\n")),
    Case(
      testDescription: "fieldLinesAsEmail", member: .fieldLinesAsEmail, reply: ok + "A: b\rContent-Length: 1\r\n\r\nh", body: "h",
      refusal: field(.bareCarriageReturn, "A: b\rContent-Length: 1\r\n")),
    Case(
      testDescription: "whitespaceBeforeColon", member: .whitespaceBeforeColon, reply: ok + "Content-Length \t: 2\r\n\r\nhi", body: "hi",
      refusal: field(.whitespaceBeforeColon, "Content-Length \t: 2\r\n")),
    Case(
      testDescription: "truncatedHeads", member: .truncatedHeads, reply: ok + "Content-Length: 0\r\n", body: "", closes: .peerClosed,
      refusal: .incompleteHead(received: bytes(ok + "Content-Length: 0\r\n")), closesOtherwise: .peerClosed),
    Case(
      testDescription: "looseStatusLines", member: .looseStatusLines, reply: "HTTP/1.10  +200 OK\r\n" + two, body: "hi",
      refusal: .unknownProtocol("HTTP/1.10")),
    Case(
      testDescription: "whitespaceInStatusLines, two spaces before the status", member: .whitespaceInStatusLines,
      reply: "HTTP/1.1  200 OK\r\n" + two, body: "hi", refusal: .badStatusLine("HTTP/1.1  200 OK\r\n")),
    Case(
      testDescription: "whitespaceInStatusLines, a tab before the status", member: .whitespaceInStatusLines,
      reply: "HTTP/1.1\t200 OK\r\n" + two, body: "hi", refusal: .badStatusLine("HTTP/1.1\t200 OK\r\n")),
    Case(
      testDescription: "whitespaceInStatusLines, tabs around the status and no reason", member: .whitespaceInStatusLines,
      reply: "HTTP/1.0 \t 200\t\n" + two, body: "hi", closes: .http10, refusal: .badStatusLine("HTTP/1.0 \t 200\t\n")),
    Case(
      testDescription: "illegalFieldLines, a warning", member: .illegalFieldLines,
      reply: ok + "PHP Warning:  x in /f\r\n" + two, body: "hi", refusal: field(.illegalName, "PHP Warning:  x in /f\r\n")),
    Case(
      testDescription: "illegalFieldLines, no colon", member: .illegalFieldLines, reply: ok + "A: b\r\nnonsense\r\n" + two, body: "hi",
      refusal: field(.noColon, "nonsense\r\n", after: ok + "A: b\r\n")),
    Case(
      testDescription: "illegalFieldLines, no name", member: .illegalFieldLines, reply: ok + ": b\r\n" + two, body: "hi",
      refusal: field(.illegalName, ": b\r\n")),
    Case(
      testDescription: "interimAsFinal", member: .interimAsFinal, reply: "HTTP/1.1 103 Early\r\n\r\n", body: "",
      refusal: .remoteDisconnected, closesOtherwise: .peerClosed),
    Case(
      testDescription: "pythonIntegers, in a length", member: .pythonIntegers, reply: ok + "Content-Length: +0_2\r\n\r\nhi", body: "hi",
      refusal: .invalidContentLength("+0_2")),
    Case(
      testDescription: "pythonIntegers, in a size", member: .pythonIntegers, reply: Vector.chunked + "0x2\r\nhi\r\n0\r\n\r\n",
      body: "hi", refusal: .malformedChunk(.invalidSize, line: bytes("0x2\r\n"), partial: [])),
    Case(
      testDescription: "firstContentLengthWins", member: .firstContentLengthWins,
      reply: ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi", body: "hi", refusal: .invalidContentLength("2, 3")),
    Case(
      testDescription: "unknownTransferCodings", member: .unknownTransferCodings, reply: ok + "Transfer-Encoding: gzip\r\n\r\nhi",
      body: "hi", closes: .untilClose, refusal: .unknownTransferEncoding("gzip")),
    Case(
      testDescription: "reuseAfterLengthAndChunked, with a length", member: .reuseAfterLengthAndChunked,
      reply: ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", body: "", refusal: nil,
      closesOtherwise: .lengthAndChunked),
    Case(
      testDescription: "reuseAfterLengthAndChunked, in HTTP/1.0", member: .reuseAfterLengthAndChunked,
      reply: "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", body: "", refusal: nil,
      closesOtherwise: .chunkedInHTTP10),
    Case(
      testDescription: "connectionTokensAsSubstrings", member: .connectionTokensAsSubstrings,
      reply: "HTTP/1.0 200 OK\r\nConnection: keep-alive-maybe\r\n" + two, body: "hi", refusal: nil, closesOtherwise: .http10),
    Case(
      testDescription: "uncheckedChunkEnds, behind a chunk", member: .uncheckedChunkEnds,
      reply: Vector.chunked + "2\r\nhiXY0\r\n\r\n", body: "hi",
      refusal: .malformedChunk(.missingTerminator, line: bytes("X"), partial: [])),
    Case(
      testDescription: "uncheckedChunkEnds, behind a size", member: .uncheckedChunkEnds, reply: Vector.chunked + "2\nhi\r\n0\n\r\n",
      body: "hi", refusal: .malformedChunk(.bareLineFeed, line: bytes("2\n"), partial: [])),
    Case(
      testDescription: "uncheckedChunkEnds, in an extension", member: .uncheckedChunkEnds,
      reply: Vector.chunked + "2;\u{0}\r\nhi\r\n0\r\n\r\n", body: "hi",
      refusal: .malformedChunk(.invalidExtension, line: bytes("2;\u{0}\r\n"), partial: [])),
    Case(
      testDescription: "looseTrailers, a line", member: .looseTrailers, reply: Vector.chunked + "0\r\nnonsense\r\n\r\n", body: "",
      refusal: .malformedChunk(.invalidTrailer(.noColon), line: bytes("nonsense\r\n"), partial: [])),
    Case(
      testDescription: "looseTrailers, the end", member: .looseTrailers, reply: Vector.chunked + "0\r\n", body: "", closes: .peerClosed,
      refusal: .incompleteRead(partial: [], expected: nil), closesOtherwise: .peerClosed),
  ]

  @Test("The member has it accepted", arguments: cases)
  func accepts(_ vector: Case) {
    let leniency = ParsingLeniency.default.union(vector.member)
    let outcome = Outcome(.whole(bytes(vector.reply)), ends: true, leniency: leniency)
    #expect(outcome.error == nil)
    #expect(latin1(outcome.body) == vector.body)
    #expect(outcome.closeReasons == vector.closes, "\(outcome.closeReasons)")
  }

  @Test("Its absence has it refused, or the connection closed", arguments: cases)
  func refuses(_ vector: Case) {
    let leniency = ParsingLeniency.default.subtracting(vector.member)
    let outcome = Outcome(.whole(bytes(vector.reply)), ends: true, leniency: leniency)
    #expect(outcome.error == vector.refusal)
    #expect(outcome.closeReasons == vector.closesOtherwise, "\(outcome.closeReasons)")
  }

  @Test("A status line that the end cuts off is a head without fields to truncatedHeads, however the field lines are read")
  func takesStatusLinesCutOff() {
    for others: ParsingLeniency in [[], .default, .fieldLinesAsEmail] {
      let leniency = others.union([.truncatedHeads, .looseStatusLines])
      for delivery in Delivery.all(bytes("HTTP/1.1 200 OK")) {
        let outcome = Outcome(delivery, ends: true, leniency: leniency)
        #expect(outcome.error == nil)
        #expect(outcome.status == 200)
        #expect(outcome.reason == "OK")
        #expect(outcome.fields == [])
        #expect(outcome.closeReasons == .untilClose)
      }
      let cut = Outcome(.whole(bytes("HTTP/1.1 200 OK")), ends: true, leniency: leniency.subtracting(.truncatedHeads))
      #expect(cut.error == .badStatusLine("HTTP/1.1 200 OK"))
    }
  }

  @Test("looseRequestHeads has a loose head accepted, and its absence has it refused")
  func checksRequestHeads() throws {
    var loose = try RequestHead("GET X", "/", leniency: [.default, .looseRequestHeads])
    try loose.add("A B", "c\u{0}")
    #expect(loose.bytes == bytes("GET X / HTTP/1.1\r\nA B: c\u{0}\r\n\r\n"))

    #expect(throws: HTTPException.invalidMethod("method must be a token. 'GET X' (found at least ' ')")) { try RequestHead("GET X", "/") }
    var strict = try RequestHead("GET", "/")
    #expect(throws: HTTPException.invalidHeaderName(bytes("A B"))) { try strict.add("A B", "c") }
    #expect(throws: HTTPException.invalidHeaderValue(bytes("c\u{0}"))) { try strict.add("A", "c\u{0}") }
    #expect(strict.bytes == bytes("GET / HTTP/1.1\r\n\r\n"))
  }

  @Test("tunnelsAsBodies has a reply to CONNECT read as a body, and its absence as a tunnel", arguments: [true, false])
  func framesTunnels(isMember: Bool) throws {
    var exchange = ClientExchange(leniency: isMember ? [.default, .tunnelsAsBodies] : .default)
    try exchange.start(RequestHead("CONNECT", "h:1"))
    try exchange.finishRequest()
    var input = Input(Self.ok + Self.two)
    _ = try exchange.nextHead(&input)
    #expect(exchange.framing == (isMember ? .length(2) : .tunnel))
  }

  @Test("A bare line feed is never accepted inside chunk framing by its member alone")
  func keepsLineFeedsOutOfChunks() {
    let outcome = Outcome(.whole(bytes(Vector.chunked + "2\nhi\r\n0\r\n\r\n")), ends: true, leniency: .bareLineFeed)
    #expect(outcome.error == .malformedChunk(.bareLineFeed, line: bytes("2\n"), partial: []))
  }

  @Test("The members that are no preset's or for the caller's side alone are where they belong")
  func presets() {
    #expect(!ParsingLeniency.python.contains(.whitespaceBeforeColon))
    for member: ParsingLeniency in [.illegalFieldLines, .whitespaceInStatusLines] {
      #expect(!ParsingLeniency.python.contains(member) && !ParsingLeniency.default.contains(member))
    }
    #expect(!ParsingLeniency.python.contains(.foldedFieldValues))
    #expect(ParsingLeniency.default == [.bareLineFeed, .foldedFieldValues])
  }
}
