import HTTPWireCore
import Testing

/// The walk in the documentation of ``ClientExchange``, with a script for a stream.
@Suite struct WalkTests {
  @Test("A driver that follows the documented walk sends the request and reads the response")
  func walks() throws {
    var sent: [UInt8] = []
    var pieces = [
      "HTTP/1.1 103 Early Hints\r\n", "\r\nHTTP/1.1 200 OK\r\nTransfer-Enc", "oding: chunked\r\n\r\n5\r\nhel",
      "lo\r\n7\r\n, world\r\n0\r\n", "\r\n",
    ].map(bytes)[...]
    func send(_ bytes: [UInt8]) { sent += bytes }
    func receive(into input: inout InputBuffer) {
      if let piece = pieces.popFirst() { input.append(contentsOf: piece) } else { input.isAtEnd = true }
    }

    var exchange = ClientExchange()
    var head = RequestHeadWriter()
    try head.begin("GET", "/")
    try head.add("Host", "example.org")
    try exchange.start(head)
    try exchange.finishRequest()
    send(head.finished())

    var statuses: [Int] = []
    var input = InputBuffer()
    waiting: while true {
      switch try exchange.nextHead(&input) {
      case .needMore: receive(into: &input)
      case .interim: continue
      case .final(let head):
        statuses.append(head.status)
        break waiting
      }
    }
    var body: [UInt8] = []
    reading: while true {
      switch try exchange.nextBody(&input) {
      case .needMore: receive(into: &input)
      case .data(let count): exchange.take(count, from: &input, to: &body)
      case .end: break reading
      }
    }

    #expect(sent == bytes("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"))
    #expect(statuses == [200])
    #expect(latin1(body) == "hello, world")
    #expect(exchange.isReusable)
    #expect(input.isEmpty)
  }

  @Test("Requests follow one another on a connection, the next one before the last body has been read")
  func followsUp() throws {
    var exchange = ClientExchange()
    var head = RequestHeadWriter()
    var input = InputBuffer(
      bytes("HTTP/1.1 200 A\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 204 B\r\n\r\nHTTP/1.1 200 C\r\nContent-Length: 0\r\n\r\n"))
    try head.begin("GET", "/1")
    try exchange.start(head)
    try exchange.finishRequest()
    guard case .final(let first) = try exchange.nextHead(&input) else { throw HTTPException.closed }
    try head.begin("GET", "/2")
    try exchange.start(head)
    try exchange.finishRequest()
    #expect(throws: HTTPException.responseNotReady("Request-sent")) { try exchange.nextHead(&input) }
    var body: [UInt8] = []
    exchange.take(2, from: &input, to: &body)
    guard case .final(let second) = try exchange.nextHead(&input) else { throw HTTPException.closed }
    #expect(first.reason == "A" && second.reason == "B" && latin1(body) == "hi")
    // Nobody has asked for the third.
    #expect(exchange.closeReasons == .excessData)
    #expect(throws: HTTPException.cannotSendRequest("bytes came that belong to no response")) { try exchange.start(head) }
  }

  @Test("A reply to HEAD that was asked for meanwhile is framed as one")
  func keepsFacts() throws {
    var exchange = ClientExchange()
    var head = RequestHeadWriter()
    var input = InputBuffer(bytes("HTTP/1.1 200 A\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 B\r\nContent-Length: 9\r\n\r\n"))
    try head.begin("GET", "/")
    try exchange.start(head)
    try exchange.finishRequest()
    _ = try exchange.nextHead(&input)
    try head.begin("HEAD", "/")
    try exchange.start(head)
    try exchange.finishRequest()
    exchange.take(2, from: &input)
    _ = try exchange.nextHead(&input)
    #expect(exchange.framing == .none)
    #expect(exchange.isReusable && input.isEmpty)
  }

  @Test(
    "A body that is not as long as its head declared leaves the connection unfit",
    arguments: [(5, true), (4, false), (6, false), (0, false)])
  func countsBodies(_ count: Int, _ isReusable: Bool) throws {
    var exchange = ClientExchange()
    var head = RequestHeadWriter()
    try head.begin("PUT", "/")
    try head.add("Content-Length", "5")
    try exchange.start(head)
    exchange.noteSent(count)
    try exchange.finishRequest()
    #expect(exchange.isReusable == isReusable)
    #expect(exchange.closeReasons == (isReusable ? [] : .requestUnfinished))
  }

  @Test("Reading past the input counts as taking from it")
  func readsDirectly() throws {
    var exchange = ClientExchange()
    var head = RequestHeadWriter()
    var input = InputBuffer(bytes("HTTP/1.1 200 A\r\nContent-Length: 10\r\n\r\nhel"))
    try head.begin("GET", "/")
    try exchange.start(head)
    try exchange.finishRequest()
    _ = try exchange.nextHead(&input)
    #expect(exchange.directReadLimit(input) == 0)
    exchange.take(3, from: &input)
    #expect(exchange.directReadLimit(input) == 7)
    exchange.didReadDirectly(4, input)
    #expect(exchange.remainingLength == 3)
    exchange.didReadDirectly(100, input)
    #expect(exchange.responsePhase == .idle)
    #expect(exchange.remainingLength == 0)
    #expect(exchange.isReusable)
  }

  @Test("No more is taken than is there and belongs to the body")
  func takesNoMore() throws {
    var exchange = ClientExchange()
    var head = RequestHeadWriter()
    var input = InputBuffer(bytes(Vector.chunked + "5\r\nhello\r\n0\r\n\r\n"))
    try head.begin("GET", "/")
    try exchange.start(head)
    try exchange.finishRequest()
    exchange.take(3, from: &input)
    #expect(input.contents.starts(with: bytes("HTTP")))
    _ = try exchange.nextHead(&input)
    #expect(try exchange.nextBody(&input) == .data(5))
    exchange.take(-1, from: &input)
    var body: [UInt8] = []
    exchange.take(100, from: &input, to: &body)
    #expect(latin1(body) == "hello")
    try exchange.settle(&input)
    #expect(exchange.responsePhase == .idle && exchange.isReusable)
    exchange.take(1, from: &input)
    exchange.didReadDirectly(1, input)
    #expect(exchange.isReusable)
  }

  /// An exchange that has sent `GET /`.
  private static func exchange(_ leniency: ParsingLeniency = .default) throws -> ClientExchange {
    var exchange = ClientExchange(leniency: leniency)
    var head = RequestHeadWriter(leniency: leniency)
    try head.begin("GET", "/")
    try exchange.start(head)
    try exchange.finishRequest()
    return exchange
  }

  @Test(
    "Only a chunk's line end and the last chunk are settled; what else looks like the end waits for its turn", arguments: Preset.allCases)
  func settlesTheUsualEnd(_ preset: Preset) throws {
    for (rest, isEnd) in [("\r\n0\r\n\r\n", true), ("0\r\n\r\n", false), ("\r\n0\r\n", false), ("\r\n", false), ("", false)] {
      var exchange = try Self.exchange(preset.leniency)
      var input = InputBuffer(bytes(Vector.chunked + "5\r\nhello" + rest))
      _ = try exchange.nextHead(&input)
      #expect(try exchange.nextBody(&input) == .data(5))
      exchange.take(5, from: &input)
      try exchange.settle(&input)
      #expect(exchange.responsePhase == (isEnd ? .idle : .body), "\(rest)")
      #expect(latin1(input.contents) == (isEnd ? "" : rest))
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
    var input = InputBuffer(bytes(Vector.ok + fields))
    input.isAtEnd = true
    guard case .final(let head) = try exchange.nextHead(&input) else { throw HTTPException.closed }
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
    var input = InputBuffer(bytes(InterimTests.proceed + reply))
    guard case .interim = try exchange.nextHead(&input) else { throw HTTPException.closed }
    #expect(latin1(input.contents) == reply)
    #expect(throws: HTTPException.self) { try exchange.nextHead(&input) }
    #expect(latin1(input.contents) == reply)
    #expect(exchange.responsePhase == .failed)
  }

  @Test("So does an interim response that is one too many")
  func leavesRefusedInterims() throws {
    var exchange = try Self.exchange()
    var input = InputBuffer(bytes(String(repeating: InterimTests.proceed, count: 101) + Vector.ok))
    for _ in 0..<100 { _ = try exchange.nextHead(&input) }
    #expect(throws: HTTPException.limitExceeded(what: "interim responses", limit: 100)) { try exchange.nextHead(&input) }
    #expect(latin1(input.contents) == InterimTests.proceed + Vector.ok)
  }
}
