import HTTPWireCore
import Testing

/// The steps of the driver that all connections share: what it takes, and what it waits for.
@Suite struct ExchangeDriverTests {
  /// A driver that has sent `GET /`, with what has arrived.
  private static func driver(_ received: String = "", ends: Bool = false, _ preset: Preset = .standard) throws -> ExchangeDriver {
    var driver = ExchangeDriver(ClientExchange(leniency: preset.leniency, limits: preset.limits), limits: preset.limits)
    try driver.exchange.start(RequestHead("GET", "/"))
    try driver.exchange.finishRequest()
    if !received.isEmpty { try driver.input.fill(received.utf8.count, with: bytes(received)) }
    driver.input.isAtEnd = ends
    return driver
  }

  private static func body(_ received: String, ends: Bool = false, _ preset: Preset = .standard) throws -> ExchangeDriver {
    var driver = try driver(received, ends: ends, preset)
    let head = try driver.nextHead()
    try #require(head?.isInterim == false)
    return driver
  }

  static func length(_ count: Int) -> String { Vector.ok + "Content-Length: \(count)\r\n\r\n" }
  static let room = 65_536

  // MARK: Heads

  static let statusLines: [(received: String, ends: Bool, line: String?)] = [
    ("", false, nil), ("", true, ""), ("HTTP/1.1", false, nil), ("HTTP/1.1", true, "HTTP/1.1"), ("HTTP/1.1\r\nA: b", false, "HTTP/1.1\r\n"),
    ("\n", false, "\n"),
  ]

  @Test("The status line of a head that was not read to its end", arguments: statusLines)
  func showsStatusLines(_ received: String, _ ends: Bool, _ line: String?) throws {
    #expect(try Self.driver(received, ends: ends).unfinishedStatusLine.map(latin1) == line)
  }

  @Test("A status line beyond the limit is not shown", arguments: [.min, -1, 0, 8, 9, 10, .max])
  func showsNoLongLines(_ limit: Int) throws {
    var limits = ParsingLimits.default
    limits.lineLength = limit
    var driver = ExchangeDriver(ClientExchange(limits: limits), limits: limits)
    try driver.input.fill(10, with: bytes("HTTP/1.\r\nA"))
    #expect((driver.unfinishedStatusLine == nil) == (limit < 9))
  }

  @Test("Who takes the input out leaves an empty one")
  func takesInput() throws {
    var driver = try Self.driver("HTTP", ends: true)
    let input = driver.takeInput()
    #expect(latin1(input.contents) == "HTTP" && input.isAtEnd)
    #expect(driver.input.isEmpty && !driver.input.isAtEnd)
  }

  // MARK: takeBody

  /// What is there of a body, the room for it, and what a small and a large read come to: the bytes, what they wait for, and what is left.
  struct Read: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let received: String
    var ends = false
    var room = 100
    var small: (taken: String, step: ExchangeDriver.Step)
    var large: (taken: String, step: ExchangeDriver.Step)

    init(
      _ testDescription: String, _ received: String, ends: Bool = false, room: Int = 100, _ small: (String, ExchangeDriver.Step),
      large: (String, ExchangeDriver.Step)? = nil
    ) {
      self.testDescription = testDescription
      self.received = received
      self.ends = ends
      self.room = room
      self.small = small
      self.large = large ?? small
    }
  }

  static let reads = [
    Read("No body", length(0), ("", .done)),
    Read("Nothing yet of a short body", length(5), ("", .waitToRead(room: room))),
    Read("A part of one", length(5) + "hel", ("hel", .done)),
    Read("More of it than there is room for", length(5) + "hello", room: 2, ("he", .done)),
    Read("All of it", length(5) + "hello", ("hello", .done)),
    Read("All of it and the room is full", length(5) + "hello", room: 5, ("hello", .done)),
    Read("No room", length(5) + "hello", room: 0, ("", .done)),
    Read("No room and nothing there", length(5), room: 0, ("", .waitToRead(room: room))),
    // Past the input: when much is left, and there is room for it or the read is large.
    Read("Nothing yet of a body just too short", length(16_383), room: 100_000, ("", .waitToRead(room: room))),
    Read("Nothing yet of a body just long enough", length(16_384), room: 100_000, ("", .waitToReadBody(limit: 16_384))),
    Read(
      "Too little room for it", length(16_384), room: 16_383, ("", .waitToRead(room: room)), large: ("", .waitToReadBody(limit: 16_384))),
    Read("Enough room for it", length(16_384), room: 16_384, ("", .waitToReadBody(limit: 16_384))),
    Read("The start of a long body", length(100_000) + "hel", room: 100_000, ("hel", .done)),
    Read("Nothing yet of a body without length", Vector.ok + "\r\n", room: 16_384, ("", .waitToReadBody(limit: .max))),
    Read("Its end", Vector.ok + "\r\n", ends: true, ("", .done)),
    Read("Its data and its end", Vector.ok + "\r\nhello", ends: true, ("hello", .done)),
    // Chunks: one, or as many as there are.
    Read("Nothing yet of a chunk", Vector.chunked, ("", .waitToRead(room: room))),
    Read("A part of its size line", Vector.chunked + "5", ("", .waitToRead(room: room - 1))),
    Read("A size line", Vector.chunked + "5\r\n", ("", .waitToRead(room: room))),
    Read("The start of a long chunk", Vector.chunked + "4000\r\n", room: 16_384, ("", .waitToReadBody(limit: 16_384))),
    Read("Too little room for it, framed", Vector.chunked + "4000\r\n", room: 16_383, ("", .waitToRead(room: room))),
    Read("One chunk", Vector.chunked + "5\r\nhello\r\n", ("hello", .done)),
    Read("Two chunks", Vector.chunked + "5\r\nhello\r\n3\r\nyou\r\n", ("hello", .done), large: ("helloyou", .done)),
    Read("A chunk and a part", Vector.chunked + "5\r\nhello\r\n3\r\nyo", ("hello", .done), large: ("helloyo", .done)),
    Read("All chunks", Vector.chunked + "5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n", ("hello", .done), large: ("helloyou", .done)),
    Read(
      "More chunks than there is room for", Vector.chunked + "5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n", room: 7, ("hello", .done),
      large: ("helloyo", .done)),
    Read("The last chunk", Vector.chunked + "0\r\n\r\n", ("", .done)),
  ]

  @Test("What a read takes and waits for", arguments: reads, [false, true])
  func takes(_ read: Read, large: Bool) throws {
    var driver = try Self.body(read.received, ends: read.ends)
    let expected = large ? read.large : read.small
    var step = ExchangeDriver.Step.done
    let taken = try [UInt8](capacity: read.room) { (output) throws(HTTPException) in
      step = try driver.takeBody(into: &output, large: large)
    }
    #expect(latin1(taken) == expected.taken)
    #expect(step == expected.step)
  }

  static let ends: [(received: String, isEnd: Bool)] = [
    (length(5) + "hello", true), (length(5) + "hell", false), (Vector.chunked + "5\r\nhello\r\n0\r\n\r\n", true),
    (Vector.chunked + "5\r\nhello\r\n0\r\n", false), (Vector.chunked + "5\r\nhello\r\n0\r\nA: b\r\n\r\n", false),
    (Vector.ok + "\r\nhello", false),
  ]

  @Test("A body has ended with its last byte, or with the usual end of its chunks", arguments: ends)
  func settles(_ received: String, _ isEnd: Bool) throws {
    var driver = try Self.body(received)
    let taken = try [UInt8](capacity: 5) { (output) throws(HTTPException) in _ = try driver.takeBody(into: &output, large: false) }
    #expect(latin1(taken) == (received.contains("hello") ? "hello" : "hell"))
    #expect((driver.exchange.responsePhase == .idle) == isEnd)
    if isEnd { #expect(driver.input.isEmpty && driver.exchange.isReusable) }
  }

  @Test("Body bytes read past the input count, and none are the end of the stream")
  func readsPastTheInput() throws {
    var driver = try Self.body(Self.length(20_000))
    try driver.didReadBody(19_999)
    #expect(driver.exchange.remainingLength == 1 && !driver.input.isAtEnd)
    try driver.didReadBody(1)
    #expect(driver.exchange.responsePhase == .idle && driver.exchange.isReusable)
    driver = try Self.body(Self.length(20_000))
    try driver.didReadBody(0)
    #expect(driver.input.isAtEnd)
    #expect(throws: HTTPException.incompleteRead(partial: [], expected: 20_000)) { try driver.findBody() }
    #expect(driver.exchange.closeReasons == .peerClosed)
    for count in [Int.min, -1, .max] {
      driver = try Self.body(Self.length(20_000))
      try driver.didReadBody(count)
      #expect(driver.exchange.remainingLength == (count < 0 ? 20_000 : 0) && !driver.input.isAtEnd)
    }
  }

  // MARK: findBody

  static let bodies: [(received: String, ends: Bool, step: ExchangeDriver.Step, count: Int)] = [
    (length(0), false, .done, 0), (length(5), false, .waitToRead(room: room), 0), (length(5) + "hel", false, .done, 3),
    (length(5) + "hello!", false, .done, 5), (length(100_000), false, .waitToRead(room: room), 0),
    (Vector.ok + "\r\n", false, .waitToRead(room: room), 0), (Vector.ok + "\r\nhel", false, .done, 3), (Vector.ok + "\r\n", true, .done, 0),
    (Vector.chunked, false, .waitToRead(room: room), 0), (Vector.chunked + "5\r", false, .waitToRead(room: room - 2), 0),
    (Vector.chunked + "5\r\nhel", false, .done, 3), (Vector.chunked + "5\r\nhello\r\n1\r\n!", false, .done, 5),
    (Vector.chunked + "0\r\n\r\n", false, .done, 0), (Vector.chunked + "0\r\n", false, .waitToRead(room: room), 0),
    // A size line may be longer than the room for a read; then there is as much as for a head.
    (Vector.chunked + "1;" + String(repeating: "e", count: 16_000), false, .waitToRead(room: room - 16_002), 0),
  ]

  @Test("How much of the body is there", arguments: bodies)
  func finds(_ row: (received: String, ends: Bool, step: ExchangeDriver.Step, count: Int)) throws {
    var driver = try Self.body(row.received, ends: row.ends)
    for _ in 0..<2 {
      let found = try driver.findBody()
      #expect(found.step == row.step)
      #expect(found.count == row.count)
    }
  }

  @Test("There is always room for a head's worth")
  func keepsRoom() throws {
    var driver = try Self.body(Vector.chunked + "1;" + String(repeating: "e", count: 60_000), .python)
    #expect(try driver.findBody().step == .waitToRead(room: ExchangeDriver.headRoom))
  }

  // MARK: takeBytes

  static let lines: [(received: String, limit: Int, line: String, step: ExchangeDriver.Step)] = [
    (length(0), 10, "", .done), (length(9), 10, "", .waitToRead(room: room)), (length(9) + "ab", 10, "ab", .waitToRead(room: room)),
    (length(9) + "ab\ncd\nefg", 10, "ab\n", .done), (length(9) + "ab\ncd\nefg", 3, "ab\n", .done),
    (length(9) + "ab\ncd\nefg", 2, "ab", .done),
    (length(9) + "ab\ncd\nefg", 0, "", .done), (length(9) + "ab\ncd\nefg", -1, "", .done), (length(9) + "ab\ncd\nefg", .min, "", .done),
    (length(2) + "ab", .max, "ab", .done), (length(2) + "a\n", .max, "a\n", .done), (length(2) + "\n\n", .max, "\n", .done),
    (Vector.chunked + "2\r\nab\r\n2\r\nc\n\r\n", 10, "abc\n", .done),
    (Vector.chunked + "2\r\nab\r\n2\r\ncd\r\n", 10, "abcd", .waitToRead(room: room)),
    (Vector.chunked + "2\r\nab\r\n2\r\ncd\r\n", 3, "abc", .done), (Vector.chunked + "2\r\nab\r\n0\r\n\r\n", 10, "ab", .done),
    (Vector.chunked + "2\r\n\r\n\r\n0\r\n\r\n", 10, "\r\n", .done), (Vector.chunked + "1\r\na\r\n1", 10, "a", .waitToRead(room: room - 1)),
  ]

  @Test("A line ends with its line feed, at the limit or with the body", arguments: lines)
  func takesLines(_ row: (received: String, limit: Int, line: String, step: ExchangeDriver.Step)) throws {
    var driver = try Self.body(row.received)
    var line: [UInt8] = []
    #expect(try driver.takeBytes(into: &line, limit: row.limit, asLine: true) == row.step)
    #expect(latin1(line) == row.line)
  }

  @Test("A line goes on where it stopped to wait, and its limit is that of the whole line")
  func continuesLines() throws {
    var driver = try Self.body(Self.length(10) + "ab")
    var line: [UInt8] = []
    #expect(try driver.takeBytes(into: &line, limit: 4, asLine: true) == .waitToRead(room: Self.room))
    try driver.input.fill(10, with: bytes("cdef\n"))
    #expect(try driver.takeBytes(into: &line, limit: 4, asLine: true) == .done)
    #expect(latin1(line) == "abcd")
    line = []
    #expect(try driver.takeBytes(into: &line, limit: 4, asLine: true) == .done)
    #expect(latin1(line) == "ef\n")
  }

  @Test("Bytes that are not wanted as a line go on behind a line feed, over chunks and to what was there before")
  func takesBytes() throws {
    var driver = try Self.body(Vector.chunked + "3\r\na\nb\r\n2\r\nc\n\r\n")
    var taken = bytes("x")
    #expect(try driver.takeBytes(into: &taken, limit: 5, asLine: false) == .done)
    #expect(latin1(taken) == "xa\nbc")
    #expect(try driver.takeBytes(into: &taken, limit: 9, asLine: false) == .waitToRead(room: Self.room))
    #expect(latin1(taken) == "xa\nbc\n")
  }

  // MARK: Memory

  /// The room that the storage of the input has, which shows while it is empty: behind the last of its bytes.
  private static func capacity(_ driver: ExchangeDriver) -> Int { driver.input.contents.capacity }

  @Test(
    "An input that more than a small response has gone through is given back", arguments: [(4000, false), (10_000, true), (60_000, true)])
  func restsAfterLargeResponses(_ count: Int, _ isReleased: Bool) throws {
    let data = String(repeating: "x", count: count)
    var driver = try Self.body(Self.length(count) + data)
    #expect(Self.capacity(driver) >= count)
    let taken = try [UInt8](capacity: count) { (output) throws(HTTPException) in _ = try driver.takeBody(into: &output, large: true) }
    #expect(latin1(taken) == data && driver.exchange.responsePhase == .idle)
    #expect((Self.capacity(driver) == 0) == isReleased)
    // It serves the next response as it did the first.
    try driver.exchange.start(RequestHead("GET", "/"))
    try driver.exchange.finishRequest()
    try driver.input.fill(100, with: bytes(Self.length(2) + "hi"))
    _ = try driver.nextHead()
    var line: [UInt8] = []
    #expect(try driver.takeBytes(into: &line, limit: 10, asLine: true) == .done)
    #expect(latin1(line) == "hi" && driver.exchange.isReusable)
  }

  static let largeResponses: [(name: String, method: String, reply: String)] = {
    let fields = "A: " + String(repeating: "x", count: 10_000) + "\r\n"
    return [
      ("a large head without body", "GET", "HTTP/1.1 204 OK\r\n" + fields + "\r\n"),
      ("a large reply to HEAD", "HEAD", Vector.ok + fields + "\r\n"),
      ("a large trailer section", "GET", Vector.chunked + "1\r\nx\r\n0\r\n" + fields + "\r\n"),
      ("a large head and a small body", "GET", Vector.ok + fields + "Content-Length: 1\r\n\r\nx"),
    ]
  }()

  @Test("It is given back however the response ends", arguments: largeResponses)
  func restsAtEachEnd(_ row: (name: String, method: String, reply: String)) throws {
    for way in 0..<3 {
      var driver = ExchangeDriver(ClientExchange(), limits: .default)
      try driver.exchange.start(RequestHead(row.method, "/"))
      try driver.exchange.finishRequest()
      try driver.input.fill(row.reply.utf8.count, with: bytes(row.reply))
      _ = try driver.nextHead()
      while driver.exchange.responsePhase == .body {
        var body: [UInt8] = []
        if way == 0 {
          try body.append(addingCapacity: 100) { (output) throws(HTTPException) in _ = try driver.takeBody(into: &output, large: true) }
        } else if way == 1 {
          _ = try driver.takeBytes(into: &body, limit: 100, asLine: true)
        } else if try driver.findBody().count > 0 {
          _ = try driver.takeBytes(into: &body, limit: 1, asLine: true)
        }
      }
      #expect(Self.capacity(driver) == 0 && driver.exchange.isReusable, "\(row.name)")
    }
  }

  // MARK: All vectors

  /// All that comes of a reply that a driver reads. A read past the input gets its bytes from the pieces.
  private static func outcome(_ vector: Vector, _ delivery: Delivery, _ preset: Preset, large: Bool) -> Outcome {
    var outcome = Outcome()
    var driver = ExchangeDriver(ClientExchange(leniency: preset.leniency, limits: preset.limits), limits: preset.limits)
    var pieces = delivery.pieces[...]
    do {
      var request = try RequestHead(vector.request.method, "/")
      for (name, value) in vector.request.fields { try request.add(name, value) }
      try driver.exchange.start(request)
      try driver.exchange.finishRequest()
      while outcome.status == nil {
        if let head = try driver.nextHead() {
          if head.isInterim { outcome.interim.append(head.status) } else { outcome.status = head.status }
        } else {
          try driver.input.fill(pieces.first?.count ?? 1, with: pieces.popFirst() ?? [])
        }
      }
      outcome.framing = driver.exchange.framing
      reading: while true {
        var step = ExchangeDriver.Step.done
        let before = outcome.body.count
        try outcome.body.append(addingCapacity: 20_000) { (output) throws(HTTPException) in
          step = try driver.takeBody(into: &output, large: large)
        }
        switch step {
        case .done: if outcome.body.count == before { break reading }
        case .waitToRead: try driver.input.fill(pieces.first?.count ?? 1, with: pieces.popFirst() ?? [])
        case .waitToReadBody(let limit):
          let piece = pieces.popFirst() ?? []
          outcome.body += piece.prefix(limit)
          if piece.count > limit { pieces = [Array(piece[limit...])] + pieces }
          try driver.didReadBody(min(piece.count, limit))
        }
      }
    } catch {
      outcome.error = error.withoutDelivery(preset.leniency)
    }
    outcome.closeReasons = driver.exchange.closeReasons
    outcome.trailers = outcome.error == nil ? driver.exchange.trailers?.items.map { "\($0.name): \($0.value)" } : nil
    return outcome
  }

  @Test("Every vector comes to the same by way of the driver", arguments: Preset.allCases, [false, true])
  func readsVectors(_ preset: Preset, large: Bool) {
    for vector in Vector.all {
      var expected = Outcome(to: vector.request, .whole(vector.reply), ends: true, preset: preset)
      // What the driver has no word for, and what is left when a body ends before all has arrived.
      (expected.version, expected.reason, expected.fields, expected.defects, expected.unread) = (nil, "", [], 0, 0)
      for delivery in [.whole(vector.reply), .randomlyCut(vector.reply, seed: 2)] as [Delivery] {
        var outcome = Self.outcome(vector, delivery, preset, large: large)
        if expected.closeReasons.contains(.excessData) { outcome.closeReasons.insert(.excessData) }
        #expect(outcome == expected, "\(vector.testDescription), \(delivery.name)")
      }
    }
  }
}
