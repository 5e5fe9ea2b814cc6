import HTTPWire
import HTTPWireTesting
import Testing

/// Bodies that end before their framing says so (RFC 9112 section 8).
struct ShortBodyTests {
  static let lengthReply = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab\ncd"
  /// Cut inside a chunk.
  static let chunkedReply = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n6\r\n\ncd"
  /// The operations that read on until they have more than has come.
  static let greedy: [Operation] = [
    .readAll, .read(-1), .read(9), .read(1_000), .readSpan(9), .readRawSpan(9), .readBuffer(9), .readLines(-1), .readLines(100),
  ]

  @Test(arguments: greedy, Delivery.all)
  func `every read that misses bytes says so, with all that came, the torn chunk's included`(
    operation: Operation, delivery: Delivery
  ) throws {
    for (reply, expected) in [(Self.lengthReply, 5 as UInt64?), (Self.chunkedReply, nil)] {
      let scripted = try Scripted(reply, delivery)
      #expect(throws: HTTPException.incompleteRead(partial: latin1("ab\ncd"), expected: expected)) {
        try operation.run(scripted.response)
      }
      #expect(scripted.response.isClosed)
      #expect(try scripted.response.read().isEmpty)
    }
  }

  @Test(arguments: Delivery.all)
  func `operations that take less than has come find the shortness when they reach it`(delivery: Delivery) throws {
    for (reply, expected) in [(Self.lengthReply, 5 as UInt64?), (Self.chunkedReply, nil)] {
      let lines = try Scripted(reply, delivery).response
      #expect(try lines.readLine() == latin1("ab\n"))
      #expect(throws: HTTPException.incompleteRead(partial: latin1("cd"), expected: expected)) { try lines.readLine() }

      var seen: [UInt8] = []
      let short = HTTPException.incompleteRead(partial: [], expected: expected)
      let blocks = try Scripted(reply, delivery).response
      #expect(throws: short) { try blocks.forEachChunk { seen += $0 } }
      #expect(seen == latin1("ab\ncd"))

      let single = try Scripted(reply, delivery).response
      #expect(try single.read(5) == latin1("ab\ncd"))
      #expect(throws: short) { try single.read1() }

      let peeking = try Scripted(reply, delivery).response
      #expect(try peeking.read(5) == latin1("ab\ncd"))
      #expect(throws: short) { try peeking.peek() }
      #expect(throws: short) { try peeking.peek() }
      #expect(!peeking.isClosed)
      #expect(throws: short) { try peeking.read(1) }
      #expect(peeking.isClosed)
    }
  }

  @Test(arguments: Delivery.all)
  func `as CPython, only read says that a body of a declared length is short`(delivery: Delivery) throws {
    let operations: [Operation] = [.read(9), .readSpan(9), .readRawSpan(9), .readBuffer(9), .readLines(-1), .lines, .chunks(9)]
    for operation in operations {
      let response = try Scripted(Self.lengthReply, delivery, leniency: .python).response
      #expect(try operation.run(response) == latin1("ab\ncd"), "\(operation)")
    }
    let response = try Scripted(Self.lengthReply, delivery, leniency: .python).response
    #expect(try response.read(9) == latin1("ab\ncd"))
    #expect(!response.isClosed)
    #expect(response.remainingLength == 5)
    #expect(try response.peek().isEmpty)
    #expect(throws: HTTPException.incompleteRead(partial: [], expected: 5)) { try response.read() }
    #expect(response.isClosed)

    let again = try Scripted(Self.lengthReply, delivery, leniency: .python).response
    #expect(try again.read(9) == latin1("ab\ncd"))
    #expect(try again.read(9).isEmpty)
    #expect(again.isClosed)
    #expect(try again.read().isEmpty)
  }

  @Test(arguments: greedy, Delivery.all)
  func `as CPython, chunks cut short are an error in every read, but never without the torn chunk`(
    operation: Operation, delivery: Delivery
  ) throws {
    let response = try Scripted(Self.chunkedReply, delivery, leniency: .python).response
    #expect(throws: HTTPException.incompleteRead(partial: latin1("ab\ncd"), expected: nil)) { try operation.run(response) }
  }

  @Test func `as CPython, a peek is silent about a chunk cut short, and the next read is not`() throws {
    let response = try Scripted(Self.chunkedReply, leniency: .python).response
    #expect(try response.read(5) == latin1("ab\ncd"))
    #expect(try response.peek().isEmpty)
    #expect(!response.isClosed)
    #expect(throws: HTTPException.incompleteRead(partial: [], expected: nil)) { try response.read(1) }
    #expect(response.isClosed)
  }

  @Test(arguments: greedy + [.lines], Delivery.all)
  func `malformed chunk framing carries the body bytes that the call had received`(operation: Operation, delivery: Delivery) throws {
    let reply = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\n\ncd\r\nxyz\r\n"
    let received = latin1(operation == .lines ? "cd" : "ab\ncd")
    let scripted = try Scripted(reply, delivery)
    #expect(throws: HTTPException.malformedChunk(.invalidSize, line: latin1("xyz\r\n"), partial: received)) {
      try operation.run(scripted.response)
    }
    #expect(scripted.response.isClosed)
    #expect(try scripted.response.read().isEmpty)
  }

  @Test(arguments: Delivery.all)
  func `lines longer than the limit in chunk framing are an error, and the bytes before can still be had`(delivery: Delivery) throws {
    let reply = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;" + String(repeating: "x", count: 17_000)
    let response = try Scripted(reply, delivery).response
    let error = HTTPException.lineTooLong(kind: "chunk size", limit: 16_384)
    #expect(throws: error) { try response.read() }
    #expect(throws: error) { try response.read() }
    #expect(try response.read(10) == latin1("ab"))
    #expect(throws: error) { try response.read(10) }
    #expect(response.isClosed)
  }
}
