import HTTPWireCore
import Testing

/// The walk in the documentation of ``ClientExchange``, with a script for a stream.
@Suite struct WalkTests {
  @Test("A driver that follows the documented walk sends the request and reads the response")
  func walks() throws {
    var sent: [UInt8] = []
    var printed: [Int] = []
    var pieces = [
      "HTTP/1.1 103 Early Hints\r\n", "\r\nHTTP/1.1 200 OK\r\nTransfer-Enc", "oding: chunked\r\n\r\n5\r\nhel",
      "lo\r\n7\r\n, world\r\n0\r\n", "\r\n",
    ].map(bytes)[...]
    func send(_ bytes: [UInt8]) { sent += bytes }
    func print(_ status: Int) { printed.append(status) }
    func receive(into input: inout [UInt8]) -> Bool {
      guard let piece = pieces.popFirst() else { return true }
      input += piece
      return false
    }

    // From here on as it is documented.
    var exchange = ClientExchange()
    var head = try RequestHead("GET", "/")
    try head.add("Host", "example.org")
    try exchange.start(head)
    try exchange.finishRequest()
    send(head.bytes)

    var input: [UInt8] = []
    var isAtEnd = false
    waiting: while true {
      guard let head = try exchange.nextHead(in: input.span, isAtEnd: isAtEnd) else {
        isAtEnd = receive(into: &input)
        continue
      }
      input.removeFirst(head.length)
      if !head.isInterim {
        print(head.status)
        break waiting
      }
    }
    var body: [UInt8] = []
    reading: while true {
      let step = try exchange.nextBody(in: input.span, isAtEnd: isAtEnd)
      input.removeFirst(step.framing)
      if step.isEnd { break reading }
      if step.data == 0 { isAtEnd = receive(into: &input) }
      body += input.prefix(step.data)
      input.removeFirst(step.data)
      exchange.takeBody(step.data)
    }
    // So far.

    #expect(sent == bytes("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"))
    #expect(printed == [200])
    #expect(latin1(body) == "hello, world")
    #expect(exchange.isReusable)
    #expect(input.isEmpty && !isAtEnd)
  }

  @Test("Requests follow one another on a connection, the next one before the last body has been read")
  func followsUp() throws {
    var exchange = ClientExchange()
    var input = Input(
      "HTTP/1.1 200 A\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 204 B\r\n\r\nHTTP/1.1 200 C\r\nContent-Length: 0\r\n\r\n")
    try exchange.start(RequestHead("GET", "/1"))
    try exchange.finishRequest()
    let first = try exchange.nextHead(&input)
    try exchange.start(RequestHead("GET", "/2"))
    try exchange.finishRequest()
    #expect(throws: HTTPException.responseNotReady("Request-sent")) { try exchange.nextHead(&input) }
    var body: [UInt8] = []
    exchange.take(2, from: &input, to: &body)
    try exchange.settle(&input)
    let second = try exchange.nextHead(&input)
    #expect(first?.reason == "A" && second?.reason == "B" && latin1(body) == "hi")
    // Nobody has asked for the third.
    #expect(exchange.closeReasons == .excessData)
    #expect(throws: HTTPException.cannotSendRequest("the server sent bytes that belong to no response")) {
      try exchange.start(RequestHead("GET", "/3"))
    }
  }

  @Test("A reply to HEAD that was asked for meanwhile is framed as one")
  func keepsFacts() throws {
    var exchange = ClientExchange()
    var input = Input("HTTP/1.1 200 A\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 B\r\nContent-Length: 9\r\n\r\n")
    try exchange.start(RequestHead("GET", "/"))
    try exchange.finishRequest()
    _ = try exchange.nextHead(&input)
    try exchange.start(RequestHead("HEAD", "/"))
    try exchange.finishRequest()
    var body: [UInt8] = []
    exchange.take(2, from: &input, to: &body)
    #expect(try exchange.nextBody(&input).isEnd)
    _ = try exchange.nextHead(&input)
    #expect(exchange.framing == .none)
    #expect(exchange.isReusable && input.isEmpty)
  }

  @Test(
    "A body that is not as long as its head declared leaves the connection unfit",
    arguments: [(5, true), (4, false), (6, false), (0, false)])
  func countsBodies(_ count: Int, _ isReusable: Bool) throws {
    var exchange = ClientExchange()
    var head = try RequestHead("PUT", "/")
    try head.add("Content-Length", "5")
    try exchange.start(head)
    exchange.noteSent(count)
    try exchange.finishRequest()
    #expect(exchange.isReusable == isReusable)
    #expect(exchange.closeReasons == (isReusable ? [] : .requestUnfinished))
  }

  @Test("Reading past the input counts as taking from it")
  func readsDirectly() throws {
    var exchange = try Self.exchange()
    var input = Input("HTTP/1.1 200 A\r\nContent-Length: 10\r\n\r\nhel")
    var body: [UInt8] = []
    _ = try exchange.nextHead(&input)
    #expect(exchange.contiguousLength == 10)
    exchange.take(3, from: &input, to: &body)
    #expect(exchange.contiguousLength == 7)
    exchange.takeBody(4)
    #expect(exchange.remainingLength == 3)
    exchange.takeBody(100)
    #expect(exchange.remainingLength == 0)
    #expect(exchange.contiguousLength == 0)
    #expect(exchange.responsePhase == .body)
    try exchange.settle(&input)
    #expect(exchange.responsePhase == .idle)
    #expect(exchange.remainingLength == 0)
    #expect(exchange.isReusable)
  }

  @Test("No more is taken than is there and belongs to the body")
  func takesNoMore() throws {
    var exchange = try Self.exchange()
    var input = Input(Vector.chunked + "5\r\nhello\r\n0\r\n\r\n")
    exchange.takeBody(3)
    _ = try exchange.nextHead(&input)
    exchange.takeBody(3)
    #expect(try exchange.nextBody(&input).text == "data(5), 3 dropped")
    exchange.takeBody(-1)
    exchange.takeBody(.min)
    #expect(exchange.contiguousLength == 5)
    var body: [UInt8] = []
    exchange.take(5, from: &input, to: &body)
    #expect(latin1(body) == "hello")
    exchange.takeBody(1)
    try exchange.settle(&input)
    #expect(exchange.responsePhase == .idle && exchange.isReusable)
    exchange.takeBody(1)
    #expect(try exchange.nextBody(&input).text == "end")
    #expect(exchange.isReusable)
  }

  /// An exchange that has sent `GET /`.
  private static func exchange(_ leniency: ParsingLeniency = .default) throws -> ClientExchange {
    var exchange = ClientExchange(leniency: leniency)
    try exchange.start(RequestHead("GET", "/"))
    try exchange.finishRequest()
    return exchange
  }

  @Test(
    "Only a chunk's line end and the last chunk are settled; what else looks like the end waits for its turn", arguments: Preset.allCases)
  func settlesTheUsualEnd(_ preset: Preset) throws {
    for (rest, isEnd) in [("\r\n0\r\n\r\n", true), ("0\r\n\r\n", false), ("\r\n0\r\n", false), ("\r\n", false), ("", false)] {
      var exchange = try Self.exchange(preset.leniency)
      var input = Input(Vector.chunked + "5\r\nhello" + rest)
      var body: [UInt8] = []
      _ = try exchange.nextHead(&input)
      #expect(try exchange.nextBody(&input).data == 5)
      exchange.take(5, from: &input, to: &body)
      try exchange.settle(&input)
      #expect(exchange.responsePhase == (isEnd ? .idle : .body), "\(rest)")
      #expect(input.text == (isEnd ? "" : rest))
    }
  }

  @Test(
    "A head cut short keeps its last line without line end",
    arguments: [
      ("", []), ("A: b", ["A: b"]), ("A: b\r\n", ["A: b\r\n"]), ("A: b\r\nC", ["A: b\r\n", "C"]), ("A: b\r\n\r", ["A: b\r\n", "\r"]),
      ("A: b\n\r\n", ["A: b\n", "\r\n"]), ("\r\n", ["\r\n"]),
    ])
  func keepsFieldLines(_ fields: String, _ lines: [String]) throws {
    var exchange = try Self.exchange(.python)
    var input = Input(Vector.ok + fields, isAtEnd: true)
    let found = try exchange.nextHead(&input)
    let head = try #require(found)
    #expect(head.fieldLines.map(latin1) == lines)
    #expect(latin1(head.statusLine) == Vector.ok)
    #expect(input.isEmpty)
  }

  @Test(
    "A head that is refused stays in the input",
    arguments: [
      "what?\r\n\r\n", Vector.ok + "A b\r\n\r\n", Vector.ok + "Content-Length: x\r\n\r\n", Vector.ok + "Transfer-Encoding: x\r\n\r\nhi",
      "HTTP/1.1 101 Switching Protocols\r\n\r\nhi",
    ])
  func leavesRefusedHeads(_ reply: String) throws {
    var exchange = try Self.exchange()
    var input = Input(InterimTests.proceed + reply)
    #expect(try exchange.nextHead(&input)?.isInterim == true)
    #expect(input.text == reply)
    #expect(throws: HTTPException.self) { try exchange.nextHead(&input) }
    #expect(input.text == reply)
    #expect(exchange.responsePhase == .failed)
  }

  @Test("So does an interim response that is one too many")
  func leavesRefusedInterims() throws {
    var exchange = try Self.exchange()
    var input = Input(String(repeating: InterimTests.proceed, count: 101) + Vector.ok)
    for _ in 0..<100 { _ = try exchange.nextHead(&input) }
    #expect(throws: HTTPException.limitExceeded(what: "interim responses", limit: 100)) { try exchange.nextHead(&input) }
    #expect(input.text == InterimTests.proceed + Vector.ok)
  }
}
