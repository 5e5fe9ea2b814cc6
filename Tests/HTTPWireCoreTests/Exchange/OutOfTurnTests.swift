import HTTPWireCore
import Testing

/// Calls out of turn, and with numbers that are nobody's.
@Suite struct OutOfTurnTests {
  /// An exchange that has read a head.
  private static func exchange(_ reply: String, _ leniency: ParsingLeniency = .default) throws -> (ClientExchange, Input) {
    var exchange = ClientExchange(leniency: leniency)
    try exchange.start(RequestHead("GET", "/"))
    try exchange.finishRequest()
    var input = Input(reply)
    _ = try exchange.nextHead(&input)
    return (exchange, input)
  }

  static let five = Vector.ok + "Content-Length: 5\r\n\r\n"
  static let counts = [.min, -1, 0, 1, 5, 6, .max - 1, .max]

  @Test("A count of any size takes what is left of the body, or nothing", arguments: counts)
  func takesLengths(_ count: Int) throws {
    var (exchange, _) = try Self.exchange(Self.five)
    for _ in 0..<3 {
      let left = try #require(exchange.remainingLength)
      exchange.takeBody(count)
      #expect(exchange.remainingLength == left - UInt64(max(0, min(count, Int(left)))))
      #expect(exchange.contiguousLength == exchange.remainingLength.map(Int.init))
      #expect(exchange.responsePhase == .body)
    }
  }

  @Test("A count of any size takes what is left of the chunk, or nothing", arguments: counts)
  func takesChunks(_ count: Int) throws {
    var (exchange, input) = try Self.exchange(Vector.chunked + "5\r\n")
    // Before the size has been understood there is nothing to take.
    exchange.takeBody(count)
    #expect(exchange.contiguousLength == 0)
    #expect(try exchange.nextBody(&input).text == "needMore, 3 dropped")
    exchange.takeBody(count)
    #expect(exchange.contiguousLength == 5 - max(0, min(count, 5)))
    if count >= 5 {
      exchange.takeBody(count)
      input.append(bytes("\r\n2\r\n"))
      #expect(try exchange.nextBody(&input).text == "needMore, 5 dropped")
      #expect(exchange.contiguousLength == 2)
    }
  }

  @Test("A count too large pays for no framing")
  func paysForNothing() throws {
    var (exchange, input) = try Self.exchange(Vector.chunked)
    let chunk = bytes("1;" + String(repeating: "e", count: 500) + "\r\nx\r\n")
    #expect(throws: HTTPException.limitExceeded(what: "bytes of chunk framing", limit: 16_384)) {
      for _ in 0..<100 {
        input.append(chunk)
        let step = try exchange.nextBody(&input)
        #expect(step.data == 1)
        var body: [UInt8] = []
        exchange.take(1, from: &input, to: &body)
        exchange.takeBody(.max)
      }
    }
  }

  @Test("The bodies that only the connection ends take any count", arguments: counts)
  func takesToTheEnd(_ count: Int) throws {
    var (exchange, input) = try Self.exchange(Vector.ok + "\r\n")
    exchange.takeBody(count)
    #expect(exchange.contiguousLength == .max && exchange.remainingLength == nil)
    #expect(try exchange.settleBody(in: [0x0D, 0x0A] as [UInt8]) == 0)
    input.isAtEnd = true
    #expect(try exchange.nextBody(&input).text == "end")
    #expect(exchange.contiguousLength == 0 && exchange.remainingLength == 0)
  }

  @Test("Counts of sent bytes are no less than nothing", arguments: [.min, -1])
  func sendsNothing(_ count: Int) throws {
    var exchange = ClientExchange()
    exchange.noteSent(count)
    #expect(exchange.isReusable)
    try exchange.start(RequestHead("GET", "/"))
    exchange.noteSent(count)
    try exchange.finishRequest()
    #expect(exchange.isReusable)
  }

  @Test("Settling in the middle of a body changes nothing", arguments: Preset.allCases)
  func settlesNothing(_ preset: Preset) throws {
    let end = "\r\n0\r\n\r\n"
    var (length, input) = try Self.exchange(Self.five + end, preset.leniency)
    try length.settle(&input)
    #expect(input.text == end && length.remainingLength == 5)
    var (chunked, framing) = try Self.exchange(Vector.chunked + end, preset.leniency)
    try chunked.settle(&framing)
    #expect(framing.text == end && chunked.responsePhase == .body)
    var (inside, rest) = try Self.exchange(Vector.chunked + "7" + end, preset.leniency)
    _ = try inside.nextBody(&rest)
    try inside.settle(&rest)
    #expect(rest.text == "0\r\n\r\n" && inside.contiguousLength == 7)
  }

  @Test("A body whose data was taken is settled once, with what stands behind it as excess")
  func settlesOnce() throws {
    var (exchange, _) = try Self.exchange(Self.five)
    exchange.takeBody(5)
    #expect(try exchange.settleBody(in: bytes("HTTP")) == 0)
    #expect(exchange.responsePhase == .idle && exchange.closeReasons == .excessData)
    #expect(try exchange.settleBody(in: ChunkEncoder.end) == 0)
  }

  @Test("Behind its end, a body has ended for good")
  func endsForGood() throws {
    var (exchange, input) = try Self.exchange(Vector.chunked + "0\r\nA: b\r\n\r\n")
    #expect(try exchange.nextBody(&input).text == "end, 11 dropped")
    for isAtEnd in [false, true] {
      var more = Input("5\r\nhello\r\n", isAtEnd: isAtEnd)
      #expect(try exchange.nextBody(&more).text == "end")
      #expect(more.count == 10)
    }
    #expect(exchange.isReusable && exchange.trailers?["a"] == "b" && exchange.framing == .chunked)
  }

  @Test("Once it has failed, nothing comes of it but errors")
  func failsForGood() throws {
    var (exchange, input) = try Self.exchange(Vector.chunked + "x\r\n")
    #expect(throws: HTTPException.malformedChunk(.invalidSize, line: bytes("x\r\n"), partial: [])) { try exchange.nextBody(&input) }
    for _ in 0..<2 {
      #expect(throws: HTTPException.closed) { try exchange.nextBody(&input) }
      #expect(throws: HTTPException.responseNotReady("Idle")) { try exchange.nextHead(&input) }
      exchange.takeBody(.max)
      try exchange.settle(&input)
      exchange.abandonBody()
    }
    #expect(input.text == "x\r\n" && exchange.closeReasons == .protocolError && exchange.remainingLength == 0)
  }

  @Test("An answer that comes early is read while the request is sent, and leaves the connection as good as the request does")
  func answersEarly() throws {
    for (sent, reasons) in [(5, []), (4, .requestUnfinished)] as [(Int, CloseReasons)] {
      var exchange = ClientExchange()
      var head = try RequestHead("PUT", "/")
      try head.add("Content-Length", "5")
      try exchange.start(head)
      var input = Input(Self.five + "hello" + Vector.ok + "Content-Length: 0\r\n\r\n")
      _ = try exchange.nextHead(&input)
      var body: [UInt8] = []
      exchange.take(5, from: &input, to: &body)
      exchange.noteSent(sent)
      #expect(exchange.requestPhase == .sending && exchange.isReusable)
      try exchange.finishRequest()
      #expect(exchange.requestPhase == .idle && exchange.closeReasons == reasons)
      guard reasons.isEmpty else { continue }
      try exchange.start(RequestHead("GET", "/"))
      try exchange.finishRequest()
      #expect(try exchange.nextBody(&input).isEnd)
      #expect(exchange.requestPhase == .sent && exchange.responsePhase == .awaitingHead)
      _ = try exchange.nextHead(&input)
      #expect(exchange.requestPhase == .idle && exchange.isReusable && input.isEmpty)
    }
  }
}

extension ClientExchange {
  fileprivate mutating func settleBody(in bytes: [UInt8]) throws(HTTPException) -> Int { try settleBody(in: bytes.span) }
}
