import HTTPWire
import HTTPWireTesting
import Testing

/// A stream that has all of a reply and hands out at most so many bytes a read, and what each read had room for.
private final class MeasuredStream: ByteStream {
  private var left: ArraySlice<UInt8>
  private let longest: Int
  private(set) var reads: [(room: Int, given: Int)] = []

  init(_ bytes: [UInt8], longest: Int) {
    left = bytes[...]
    self.longest = longest
  }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    let room = buffer.freeCapacity
    let piece = left.prefix(longest)
    let given = buffer.append(copying: piece.span)
    left = left.dropFirst(given)
    reads.append((room, given))
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {}
  func close() {}
}

/// Reads of 16 KiB and more, which take many chunks at once and go past the input.
struct LargeReadingTests {
  static let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  static let large = 20_000

  static func chunked(_ body: [UInt8], _ size: Int, trailers: String = "") -> [UInt8] {
    var reply = latin1("HTTP/1.1 200 OK\r\n\(Framing.chunked.field(0))\r\n")
    for start in stride(from: 0, to: body.count, by: size) {
      let data = body[start..<min(start + size, body.count)]
      reply += latin1(String(data.count, radix: 16) + "\r\n") + data + latin1("\r\n")
    }
    return reply + latin1("0\r\n\(trailers)\r\n")
  }

  /// All of a body by reads into a buffer of one size.
  static func drain(_ response: HTTPResponse, _ size: Int) throws -> [UInt8] {
    var taken: [UInt8] = []
    while true {
      let bytes = try response.readSpan(size)
      if bytes.isEmpty { return taken }
      taken += bytes
      #expect(bytes.count == size || taken.count == Self.body.count)
    }
  }

  @Test(arguments: [1, 7, 100, 8192, 16_384, 70_000, 300_000], ["", "A: b\r\n"])
  func `chunks of any size come whole through a large buffer, wherever the pieces end`(size: Int, trailers: String) throws {
    // Where each byte can be a piece, the body is short.
    let isShort = size <= 100
    let body = isShort ? Array(Self.body.prefix(2_000)) : Self.body
    let reply = Self.chunked(body, size, trailers: trailers)
    let longer: [Delivery] = [.whole, .insideLineEnds, .random(seed: 7, longest: 30_000), .random(seed: 8, longest: 9_000)]
    for delivery in isShort ? Delivery.all : longer {
      let response = try Scripted(reply, delivery, atEnd: .fail).response
      var taken: [UInt8] = []
      while !response.isClosed { taken += try response.readSpan(Self.large) }
      #expect(taken == body, "\(delivery)")
    }
  }

  @Test func `one large read takes the data of many chunks, and read1 that of one`() throws {
    let reply = Self.chunked(Self.body, 8192)
    let large = MeasuredStream(reply, longest: .max)
    #expect(try HTTPResponse(stream: large).read() == Self.body)
    #expect(large.reads.count <= 6)
    let one = HTTPResponse(stream: MeasuredStream(reply, longest: .max))
    #expect(try one.readSpan(Self.large).count == Self.large)
    #expect(try one.read1(50_000).count == 3 * 8192 - Self.large)
    #expect(try one.read1(50_000).count == 8192)
  }

  @Test(
    arguments: [
      ("5\r\nhelloX", "hello", .missingTerminator, "X"), ("5;\u{0}\r\n", "", .invalidExtension, "5;\u{0}\r\n"),
      ("g\r\n", "", .invalidSize, "g\r\n"), ("5\r\nhel", "hel", nil, ""), ("5", "", nil, ""),
    ] as [(String, String, ChunkProblem?, String)])
  func `an error behind many chunks keeps what they brought`(end: String, data: String, problem: ChunkProblem?, line: String) throws {
    let start = Self.chunked(Array(Self.body.prefix(16_000)), 1_000).dropLast(5)
    let partial = Array(Self.body.prefix(16_000)) + latin1(data)
    let error =
      problem.map { HTTPException.malformedChunk($0, line: latin1(line), partial: partial) }
      ?? .incompleteRead(partial: partial, expected: nil)
    for delivery in [Delivery.whole, .insideLineEnds, .random(seed: 4, longest: 5_000)] {
      for operation in [Operation.readAll, .readSpan(Self.large), .readBuffer(Self.large), .read(Self.large)] {
        let response = try Scripted(Array(start) + latin1(end), delivery).response
        #expect(throws: error, "\(delivery), \(operation)") { try operation.run(response) }
      }
    }
  }

  @Test(arguments: [8192, 1_000_000]) func `a large read takes nothing of the response that follows`(size: Int) throws {
    let second = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    let stream = ScriptedStream([Self.chunked(Self.body, size) + latin1(second)])
    let connection = try HTTPConnection("h")
    connection.stream = stream
    try connection.request("GET", "/1")
    let first = try connection.getResponse()
    // The next request is on its way before the body of the first response has been read.
    try connection.request("GET", "/2")
    #expect(try Self.drain(first, 65_536) == Self.body)
    #expect(try connection.getResponse().read() == latin1("hi"))
  }

  @Test(arguments: [Framing.length, .untilClose])
  func `a large read that comes short goes on with the rest of its room, past the input`(framing: Framing) throws {
    let stream = MeasuredStream(framing.reply(Self.body), longest: 65_000)
    let response = HTTPResponse(stream: stream)
    try response.begin()
    #expect(try Self.drain(response, 65_536) == Self.body)
    // What came with the head is the one detour.
    #expect(stream.reads.dropFirst().allSatisfy { $0.room <= 65_536 })
    #expect(stream.reads.dropFirst().contains { $0.room == 65_536 && $0.given == 65_000 })
  }

  @Test func `small reads go by way of the input, so that each is no call of its own`() throws {
    let stream = MeasuredStream(Framing.length.reply(Self.body), longest: 65_000)
    let response = HTTPResponse(stream: stream)
    while try !response.readSpan(100).isEmpty {}
    #expect(stream.reads.count < 20)
  }

  @Test func `room for a declared length is at most sixteen times what has come`() throws {
    let head = latin1("HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n")
    let stream = MeasuredStream(head + [UInt8](repeating: 7, count: 3_000_000), longest: 65_536)
    #expect(throws: HTTPException.self) { try HTTPResponse(stream: stream).read() }
    var come = -head.count
    for read in stream.reads {
      #expect(read.room <= max(16 * come, 0) + 65_536)
      come += read.given
    }
    #expect(come == 3_000_000)
  }

  @Test(arguments: Framing.allCases) func `a block that is kept stays as it is when the next one comes`(framing: Framing) throws {
    var blocks: [[UInt8]] = []
    try Scripted(framing.reply(Self.body), .random(seed: 2, longest: 9_000)).response.forEachChunk(1_000) { blocks.append($0) }
    #expect(Array(blocks.joined()) == Self.body)
    #expect(blocks.allSatisfy { $0.count <= 1_000 })
  }
}
