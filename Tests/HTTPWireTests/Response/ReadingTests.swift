import HTTPWire
import HTTPWireTesting
import Testing

/// What each operation takes from a body, for every way its end is told (`http.client.HTTPResponse`).
struct ReadingTests {
  /// 22 bytes: chunks of 1, 2, 3, 4, 5, 6 and 1 bytes where there are chunks; lines of 3, 1, 9 and 9 bytes.
  static let body = latin1("ab\n\nline two\nno end ;0")

  @Test(arguments: Framing.allCases, Delivery.all)
  func `read takes the whole body and ends the response`(framing: Framing, delivery: Delivery) throws {
    let response = try Scripted(framing.reply(Self.body), delivery).response
    #expect(try response.read() == Self.body)
    #expect(response.isClosed)
    #expect(try response.read().isEmpty)
  }

  @Test(arguments: Framing.allCases, Delivery.all)
  func `read of an amount takes exactly that, across chunks and pieces, and fewer at the end only`(
    framing: Framing, delivery: Delivery
  ) throws {
    for amount in [1, 2, 3, 4, 7, 20, 21, 22, 1_000, .max] {
      let room = min(amount, 2_000)
      for run in [Operation.read(amount), .readSpan(room), .readRawSpan(room), .readBuffer(room)] {
        let response = try Scripted(framing.reply(Self.body), delivery).response
        var rest = Self.body[...]
        while !rest.isEmpty {
          let taken = try run.run(response)
          #expect(taken == Array(rest.prefix(amount)), "\(run)")
          guard !taken.isEmpty else { break }
          rest = rest.dropFirst(taken.count)
        }
        #expect(try run.run(response).isEmpty)
        #expect(response.isClosed)
      }
    }
  }

  @Test(arguments: Framing.allCases, [-1, -2, Int.min])
  func `a negative amount is none`(framing: Framing, amount: Int) throws {
    for run in [Operation.read(amount), .readLines(amount)] {
      #expect(try run.run(Scripted(framing.reply(Self.body)).response) == Self.body, "\(run)")
    }
    let response = try Scripted(framing.reply(Self.body)).response
    #expect(try response.read1(amount) == Array(Self.body.prefix(framing == .chunked ? 1 : 22)))
    #expect(try response.read(1).count == 1 || framing != .chunked)
    #expect(try Scripted(framing.reply(Self.body)).response.readLine(limit: amount) == latin1("ab\n"))
  }

  @Test(arguments: Framing.allCases)
  func `an amount of 0 takes nothing, reads nothing and ends nothing`(framing: Framing) throws {
    let scripted = try Scripted(latin1("HTTP/1.1 200 OK\r\n\(framing.field(4))\r\n"), atEnd: .fail)
    for run in [Operation.read(0), .readSpan(0), .readRawSpan(0), .readBuffer(0), .read1(0), .readLine(0)] {
      #expect(try run.run(scripted.response).isEmpty)
    }
    #expect(!scripted.response.isClosed)
    #expect(scripted.stream.overReads == 0)
  }

  @Test(arguments: Framing.allCases, Delivery.all)
  func `lines end with their line feed, the last with the body`(framing: Framing, delivery: Delivery) throws {
    let lines = ["ab\n", "\n", "line two\n", "no end ;0"].map(latin1)
    let first = try Scripted(framing.reply(Self.body), delivery).response
    for line in lines { #expect(try first.readLine() == line) }
    #expect(try first.readLine().isEmpty)
    #expect(first.isClosed)

    var seen: [[UInt8]] = []
    try Scripted(framing.reply(Self.body), delivery).response.forEachLine { seen.append($0) }
    #expect(seen == lines)

    #expect(try Scripted(framing.reply(Self.body), delivery).response.readLines() == lines)
    for (hint, count) in [(0, 4), (2, 1), (3, 2), (4, 3), (12, 3), (13, 4), (100, 4)] {
      #expect(try Scripted(framing.reply(Self.body), delivery).response.readLines(hint: hint) == Array(lines.prefix(count)))
    }
  }

  @Test(arguments: Framing.allCases, Delivery.all)
  func `a limit cuts a line, and the next one begins there`(framing: Framing, delivery: Delivery) throws {
    let response = try Scripted(framing.reply(Self.body), delivery).response
    let pieces = try [2, 1, 5, 4, 5, 100, 8, 2, 2].map { text(try response.readLine(limit: $0)) }
    #expect(pieces == ["ab", "\n", "\n", "line", " two\n", "no end ;0", "", "", ""])
  }

  @Test(arguments: Framing.allCases, Delivery.all)
  func `read1 takes what is there and never waits for more`(framing: Framing, delivery: Delivery) throws {
    let response = try Scripted(framing.reply(Self.body), delivery).response
    var taken: [UInt8] = []
    while case let piece = try response.read1(4), !piece.isEmpty {
      #expect(piece.count <= 4)
      taken += piece
    }
    #expect(taken == Self.body)
    #expect(response.isClosed)

    let silent = try Scripted(latin1("HTTP/1.1 200 OK\r\n\(framing.field(99))\r\n") + framing.encoded(Self.body).dropLast(5), atEnd: .fail)
    #expect(try silent.response.read1(1_000) == Array(Self.body.prefix(framing == .chunked ? 1 : 17)))
    #expect(silent.stream.overReads == 0)
  }

  @Test(arguments: Framing.allCases, Delivery.all)
  func `read1 into a span fills what room there is with what is there, and tells the count`(framing: Framing, delivery: Delivery) throws {
    let response = try Scripted(framing.reply(Self.body), delivery).response
    #expect(try response.read1Span(0).isEmpty)
    #expect(!response.isClosed)
    var taken: [UInt8] = []
    while case let piece = try response.read1Span(4), !piece.isEmpty {
      #expect(piece.count <= 4)
      taken += piece
    }
    #expect(taken == Self.body)
    #expect(response.isClosed)

    let head = latin1("HTTP/1.1 200 OK\r\n\(framing.field(99))\r\n")
    let silent = try Scripted(head + framing.encoded(Self.body).dropLast(5), atEnd: .fail)
    #expect(try silent.response.read1Span(1_000) == Array(Self.body.prefix(framing == .chunked ? 1 : 17)))
    #expect(silent.stream.overReads == 0)
    silent.response.close()
    #expect(try silent.response.read1Span(4).isEmpty)

    #expect(try Scripted("HTTP/1.1 204 No\r\n\r\n", delivery, atEnd: .fail).response.read1Span(4).isEmpty)
    let ended = try Scripted("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", delivery).response
    #expect(throws: HTTPException.incompleteRead(partial: [], expected: 5)) { try ended.read1Span(4) }
  }

  @Test(arguments: Framing.allCases, Delivery.all)
  func `peek shows what comes next, takes nothing and never shows bytes past the body`(framing: Framing, delivery: Delivery) throws {
    let reply = framing.reply(Self.body) + (framing == .untilClose ? [] : latin1("EXTRA"))
    let response = try Scripted(reply, delivery).response
    var rest = Self.body[...]
    while !rest.isEmpty {
      let seen = try response.peek(1)
      #expect(!seen.isEmpty && rest.starts(with: seen))
      #expect(try response.peek() == seen)
      let taken = try response.read(min(3, rest.count))
      #expect(taken == Array(rest.prefix(3)))
      rest = rest.dropFirst(3)
    }
    #expect(try response.peek().isEmpty)
    #expect(try response.read().isEmpty)
  }

  @Test(arguments: Framing.allCases, [1, 3, 65_536])
  func `forEachChunk hands out the body in blocks of at most the size`(framing: Framing, size: Int) throws {
    var blocks: [[UInt8]] = []
    try Scripted(framing.reply(Self.body)).response.forEachChunk(size) { blocks.append($0) }
    #expect(Array(blocks.joined()) == Self.body)
    #expect(blocks.allSatisfy { !$0.isEmpty && $0.count <= size })
  }

  struct Stop: Error {}

  @Test func `a body's error that comes with a block is not lost when the closure throws`() throws {
    let reply = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\nZZ\r\n"
    let response = try Scripted(latin1(reply)).response
    #expect(throws: HTTPException.custom(Stop())) { try response.forEachChunk { _ in throw Stop() } }
    #expect(throws: HTTPException.malformedChunk(.invalidSize, line: latin1("ZZ\r\n"), partial: [])) { try response.read() }
  }

  @Test func `what a closure throws comes out of the read, and the rest can still be read`() throws {
    let response = try Scripted(Framing.length.reply(Self.body)).response
    #expect(throws: HTTPException.custom(Stop())) { try response.forEachLine { _ in throw Stop() } }
    #expect(throws: HTTPException.custom(Stop())) { try response.forEachChunk(1) { _ in throw Stop() } }
    #expect(throws: HTTPException.notConnected) {
      try response.forEachChunk(1) { _ throws(HTTPException) in throw .notConnected }
    }
    #expect(try response.read() == Array(Self.body.dropFirst(5)))
  }

  @Test(
    arguments: [
      ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD"), ("HTTP/1.1 204 No\r\n\r\n", "GET"),
      ("HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\n", "GET"), ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "GET"),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HEAD"),
    ], Operation.all)
  func `a response without a body is at its end, and no operation reads for it`(reply: (String, String), operation: Operation) throws {
    let scripted = try Scripted(reply.0, atEnd: .fail, method: reply.1)
    #expect(scripted.response.isClosed)
    #expect(scripted.response.remainingLength == 0)
    #expect(try operation.run(scripted.response).isEmpty)
    #expect(try scripted.response.peek().isEmpty)
    #expect(scripted.stream.overReads == 0)
  }

  @Test(arguments: Framing.allCases, Operation.all)
  func `after close, every operation finds the end`(framing: Framing, operation: Operation) throws {
    let response = try Scripted(framing.reply(Self.body)).response
    #expect(try response.read(3) == Array(Self.body.prefix(3)))
    response.close()
    response.close()
    #expect(response.isClosed)
    #expect(try operation.run(response).isEmpty)
    #expect(try response.peek().isEmpty)
  }
}

extension HTTPResponse {
  /// `read1(into:)` for a span of so many bytes, and what it has filled.
  fileprivate func read1Span(_ count: Int) throws(HTTPException) -> [UInt8] {
    var result: [UInt8] = []
    try result.append(addingCapacity: count) { (free) throws(HTTPException) in
      let (before, filled) = (free.count, try read1(into: &free))
      if free.count != before + filled { throw .invalidArgument("read1(into:) told a wrong count") }
    }
    return result
  }
}
