import HTTPWireCore
import Testing

/// What the errors say, and the groups that stand for Python's classes.
@Suite struct HTTPExceptionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let error: HTTPException
    let text: String
    let fault: HTTPException.Fault
    var testDescription: String { text }

    init(_ error: HTTPException, _ text: String, _ fault: HTTPException.Fault) {
      self.error = error
      self.text = text
      self.fault = fault
    }
  }

  static let reset = SystemFailure(operation: "recv", code: 104, message: "Connection reset by peer", isConnectionReset: true)
  static let refused = SystemFailure(operation: "connect", code: 111, message: "Connection refused", address: "127.0.0.1:9")
  static let unbound = SystemFailure(operation: "bind", code: 99, message: "Cannot assign requested address", address: "192.0.2.1:0")

  /// CPython's own messages: each is `str()` of the exception as the module raises it.
  static let asInPython = [
    Case(.incompleteRead(partial: bytes("1234567"), expected: 3), "IncompleteRead(7 bytes read, 3 more expected)", .peer),
    Case(.incompleteRead(partial: bytes("123"), expected: nil), "IncompleteRead(3 bytes read)", .peer),
    Case(.incompleteRead(partial: [], expected: 5), "IncompleteRead(0 bytes read, 5 more expected)", .peer),
    Case(.lineTooLong(kind: "status line", limit: 65_536), "got more than 65536 bytes when reading status line", .peer),
    Case(.lineTooLong(kind: "header line", limit: 65_536), "got more than 65536 bytes when reading header line", .peer),
    Case(.lineTooLong(kind: "chunk size", limit: 65_536), "got more than 65536 bytes when reading chunk size", .peer),
    Case(.lineTooLong(kind: "trailer line", limit: 65_536), "got more than 65536 bytes when reading trailer line", .peer),
    Case(.remoteDisconnected, "Remote end closed connection without response", .peer),
    Case(.limitExceeded(what: "headers", limit: 100), "got more than 100 headers", .peer),
    Case(.limitExceeded(what: "trailers", limit: 100), "got more than 100 trailers", .peer),
    Case(.limitExceeded(what: "interim responses", limit: 100), "got more than 100 interim responses", .peer),
    Case(.invalidURL("nonnumeric port: 'abc'"), "nonnumeric port: 'abc'", .caller),
    Case(
      .invalidMethod("method can't contain control characters. 'GET\\t' (found at least '\\t')"),
      "method can't contain control characters. 'GET\\t' (found at least '\\t')", .caller),
    Case(.invalidHeaderName(bytes("a:b")), "Invalid header name b'a:b'", .caller),
    Case(.invalidHeaderValue(bytes("a\r\nb")), "Invalid header value b'a\\r\\nb'", .caller),
  ]

  static let others = [
    Case(.notConnected, "not connected, and autoOpen is off", .caller),
    Case(.unknownProtocol("HTTP/2.0"), "unknown protocol HTTP/2.0", .peer),
    Case(.unknownTransferEncoding("gzip"), "unknown transfer encoding 'gzip'", .peer),
    Case(.unimplementedFileMode, "unimplemented file mode", .caller),
    Case(.badStatusLine("x\r\n"), "bad status line 'x\\r\\n'", .peer),
    Case(.invalidArgument("no"), "no", .caller),
    Case(.malformedHeader(.noColon, line: bytes("x\r\n"), received: []), "header line b'x\\r\\n' has no colon", .peer),
    Case(.malformedHeader(.illegalName, line: bytes("(: b")), "header line b'(: b' has an illegal field name", .peer),
    Case(
      .malformedHeader(.nothingToContinue, line: bytes(" x")),
      "header line b' x' starts with whitespace, but there is no field before it to continue", .peer),
    Case(
      .malformedHeader(.obsoleteLineFolding, line: bytes(" x")), "header line b' x' continues the previous field (obsolete line folding)",
      .peer),
    Case(.malformedHeader(.whitespaceBeforeColon, line: bytes("a : b")), "header line b'a : b' has whitespace before its colon", .peer),
    Case(.malformedHeader(.bareCarriageReturn, line: bytes("a\r")), "header line b'a\\r' has a carriage return without a line feed", .peer),
    Case(.malformedHeader(.nul, line: [0]), "header line b'\\x00' has a NUL byte", .peer),
    Case(.malformedHeader(.bareLineFeed, line: bytes("a\n")), "header line b'a\\n' ends in a line feed without a carriage return", .peer),
    Case(.incompleteHead(received: bytes("HTTP/1.1 200 OK\r\n")), "connection closed inside the response head, after 17 bytes", .peer),
    Case(.invalidContentLength("5, 6"), "invalid Content-Length '5, 6'", .peer),
    Case(.malformedChunk(.invalidSize, line: bytes("x\r\n"), partial: []), "chunk framing b'x\\r\\n' has no valid chunk size", .peer),
    Case(
      .malformedChunk(.bareLineFeed, line: bytes("5\n"), partial: []),
      "chunk framing b'5\\n' ends in a line feed without a carriage return",
      .peer),
    Case(
      .malformedChunk(.invalidExtension, line: bytes("5;\r"), partial: []),
      "chunk framing b'5;\\r' has a control character in its extensions", .peer),
    Case(
      .malformedChunk(.missingTerminator, line: bytes("X"), partial: []),
      "chunk framing b'X' is not the CRLF that must follow a chunk's data",
      .peer),
    Case(
      .malformedChunk(.invalidTrailer(.noColon), line: bytes("x"), partial: []), "chunk framing b'x' is a trailer line that has no colon",
      .peer),
    Case(.unexpectedUpgrade, "got 101 (Switching Protocols), but the request had no Upgrade field", .peer),
    Case(.system(reset), "[Errno 104] Connection reset by peer (recv)", .environment),
    Case(.system(refused), "[Errno 111] Connection refused (connect 127.0.0.1:9)", .environment),
    Case(
      .connectionFailed([
        ConnectionAttempt(address: "[::1]:9", error: .system(unbound)), ConnectionAttempt(address: "127.0.0.1:9", error: .system(refused)),
      ]),
      "could not connect: [::1]:9: [Errno 99] Cannot assign requested address (bind 192.0.2.1:0); 127.0.0.1:9: Connection refused",
      .environment),
    Case(
      .connectionFailed([
        ConnectionAttempt(address: "192.0.2.1:9", error: .timedOut(.connecting)),
        ConnectionAttempt(address: "127.0.0.1:9", error: .system(refused)),
      ]).at(proxy: "p:9"),
      "could not connect: 192.0.2.1:9: timed out; 127.0.0.1:9: Connection refused, at the proxy p:9", .environment),
    Case(.timedOut(.readingBody), "timed out while reading the response body", .environment),
    Case(
      .nameResolution(ResolutionFailure(host: "nope.invalid", code: -2, message: "Name or service not known")),
      "[Errno -2] Name or service not known: 'nope.invalid'", .environment),
    Case(.bodySource("no such file"), "no such file", .caller),
    Case(.closed, "the stream or response is closed", .caller),
    Case(.cancelled, "the operation was cancelled", .caller),
    Case(.custom(Refusal(text: "no")), "no", .caller),
  ]

  @Test("Messages that CPython has are CPython's", arguments: asInPython)
  func saysWhatPythonSays(_ error: Case) {
    #expect(error.error.description == error.text)
    #expect(error.error.fault == error.fault)
  }

  @Test("The others say what is wrong and where", arguments: others)
  func saysWhatIsWrong(_ error: Case) {
    #expect(error.error.description == error.text)
    #expect(error.error.fault == error.fault)
  }

  @Test("Python's classes are predicates")
  func groups() {
    let all = (Self.asInPython + Self.others).map(\.error)
    #expect(all.filter(\.isImproperConnectionState) == [])
    #expect(all.filter(\.isBadStatusLine) == [.remoteDisconnected, .badStatusLine("x\r\n")])
    #expect(all.filter(\.isConnectionReset) == [.remoteDisconnected, .system(Self.reset)])
    let slow = ConnectionAttempt(address: "192.0.2.1:9", error: .timedOut(.connecting))
    let refused = ConnectionAttempt(address: "127.0.0.1:9", error: .system(Self.refused))
    #expect(
      all.filter(\.isTimeout) == [.connectionFailed([slow, refused]).at(proxy: "p:9"), .timedOut(.readingBody)])
  }

  /// What to do in each state of `http.client`; the exchange's reasons for closing, which end a connection.
  static let states = [
    Case(
      .cannotSendRequest("Request-started"),
      "cannot send a request: a request was started but not sent; call endHeaders, or close the connection "
        + "(state Request-started)", .caller),
    Case(
      .cannotSendRequest("Request-sent"),
      "cannot send a request: the previous request has not been answered; call getResponse, or close the connection (state Request-sent)",
      .caller),
    Case(
      .cannotSendRequest("the peer closed the connection"),
      "cannot send a request: the peer closed the connection; open another connection", .caller),
    Case(.cannotSendHeader("Idle"), "cannot send a header: no request was started; call putRequest first (state Idle)", .caller),
    Case(
      .cannotSendHeader("Request-sent"),
      "cannot send a header: the headers of the request have been sent; call getResponse, or close the connection (state Request-sent)",
      .caller),
    Case(
      .responseNotReady("Idle"), "no response is ready: no request is waiting for one; call request first (state Idle)", .caller),
    Case(
      .responseNotReady("Request-started"),
      "no response is ready: a request was started but not sent; call endHeaders, or close the connection "
        + "(state Request-started)", .caller),
    Case(
      .responseNotReady("Request-sent"),
      "no response is ready: the previous response has not been read; read it to its end or close it (state Request-sent)", .caller),
  ]

  @Test("A call out of turn says which call is due", arguments: states)
  func saysWhatToDo(_ error: Case) {
    #expect(error.error.description == error.text)
    #expect(error.error.fault == error.fault)
    #expect(error.error.isImproperConnectionState)
  }

  @Test("Each phase of a timeout has its words", arguments: TimeoutPhase.allCases)
  func namesPhases(_ phase: TimeoutPhase) {
    #expect(HTTPException.timedOut(phase).description == "timed out while \(phase.rawValue)")
  }
}

extension HTTPException {
  fileprivate static func malformedHeader(_ problem: HeaderProblem, line: [UInt8]) -> HTTPException {
    .malformedHeader(problem, line: line, received: [])
  }
}
