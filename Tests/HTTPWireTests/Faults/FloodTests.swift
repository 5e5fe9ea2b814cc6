import HTTPWire
import HTTPWireTesting
import Synchronization
import Testing

/// Peers that send without end, or promise to: what is read and kept stays bounded.
struct FloodTests {
  struct Flood: Sendable, CustomTestStringConvertible {
    let name: String
    let start: String
    let block: String
    let error: HTTPException
    var python: HTTPException?
    var testDescription: String { name }
  }

  static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
  static let floods: [Flood] = [
    Flood(name: "18: headers", start: "HTTP/1.1 200 OK\r\n", block: "A: b\r\n", error: .limitExceeded(what: "headers", limit: 100)),
    Flood(
      name: "18: long headers", start: "HTTP/1.1 200 OK\r\n", block: "A: " + String(repeating: "x", count: 60_000) + "\r\n",
      error: .limitExceeded(what: "bytes of response head", limit: 307_200), python: .limitExceeded(what: "headers", limit: 100)),
    Flood(name: "19: status line", start: "HTTP/1.1 200 ", block: "xxxxxxxx", error: .lineTooLong(kind: "status line", limit: 65_536)),
    Flood(
      name: "19, 21: header line", start: "HTTP/1.1 200 OK\r\nA: ", block: "xxxxxxxx",
      error: .lineTooLong(kind: "header line", limit: 65_536)),
    Flood(
      name: "22, 23: interim responses", start: "", block: "HTTP/1.1 100 Continue\r\n\r\n",
      error: .limitExceeded(what: "interim responses", limit: 100)),
    Flood(
      name: "23: headers of interim responses", start: "HTTP/1.1 100 Continue\r\n", block: "A: b\r\n",
      error: .limitExceeded(what: "headers", limit: 100)),
    Flood(
      name: "51: a chunk extension", start: chunked + "1;", block: "xxxxxxxx", error: .lineTooLong(kind: "chunk size", limit: 16_384),
      python: .lineTooLong(kind: "chunk size", limit: 65_536)),
    Flood(
      name: "56: trailers", start: chunked + "0\r\n", block: "A: b\r\n", error: .limitExceeded(what: "trailers", limit: 100)),
    Flood(
      name: "56: a trailer line", start: chunked + "0\r\nA: ", block: "xxxxxxxx", error: .lineTooLong(kind: "trailer line", limit: 65_536)),
  ]

  @Test(arguments: floods, Preset.allCases)
  func `a flood ends in a typed error after a bounded number of bytes`(flood: Flood, preset: Preset) throws {
    let sent = Atomic(0)
    let total = 64 << 20
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send(flood.start)
      let block = latin1(String(repeating: flood.block, count: max(1, 65_536 / flood.block.utf8.count)))
      while sent.load(ordering: .relaxed) < total {
        try connection.send(block)
        sent.add(block.count, ordering: .relaxed)
      }
    }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20), leniency: preset.leniency)
    try connection.request("GET", "/")
    #expect(throws: preset == .python ? flood.python ?? flood.error : flood.error) { try connection.getResponse().read() }
    #expect(connection.stream?.fileDescriptor == nil)
    server.stop()
    // What the sockets of both sides hold comes on top of what was read.
    #expect(sent.load(ordering: .relaxed) < 24 << 20)
  }

  @Test func `52: many small chunks with long extensions are refused, as CPython does not`() throws {
    let reply = Self.chunked + String(repeating: "1;" + String(repeating: "x", count: 500) + "\r\na\r\n", count: 2_000) + "0\r\n\r\n"
    #expect(throws: HTTPException.limitExceeded(what: "bytes of chunk framing", limit: 16_384)) { try Scripted(reply).response.read() }
    #expect(try Scripted(reply, leniency: .python).response.read().count == 2_000)
  }

  @Test(arguments: [20_000, 1_000_000]) func `21: one large header is refused, however it is cut`(count: Int) throws {
    let reply = "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: count) + "\r\nContent-Length: 0\r\n\r\n"
    for delivery in [Delivery.whole, .random(seed: 4, longest: 5_000)] {
      if count < 65_536 {
        #expect(try Scripted(reply, delivery).response.headers["A"]?.utf8.count == count)
      } else {
        #expect(throws: HTTPException.lineTooLong(kind: "header line", limit: 65_536)) { try Scripted(reply, delivery) }
      }
    }
  }

  /// The room that each read was given.
  final class RoomStream: ByteStream {
    private(set) var rooms: [Int] = []
    private var pieces: [[UInt8]]

    init(_ pieces: [[UInt8]]) { self.pieces = pieces.reversed() }

    func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
      rooms.append(buffer.freeCapacity)
      if let piece = pieces.popLast() { buffer.append(copying: piece.span) }
    }

    func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {}
    func close() {}
  }

  @Test(arguments: ["Content-Length: 1099511627776\r\n", "Content-Length: 9223372036854775807\r\n", "Transfer-Encoding: chunked\r\n"])
  func `44: memory follows what has come, not what was declared or asked for`(field: String) throws {
    let start = field.hasPrefix("T") ? latin1("7fffffffffffffff\r\nhello") : latin1("hello")
    for read in [{ try $0.read() }, { try $0.read(.max) }, { try $0.read1(.max) }] as [(HTTPResponse) throws -> [UInt8]] {
      let stream = RoomStream([latin1("HTTP/1.1 200 OK\r\n\(field)\r\n"), start])
      let response = HTTPResponse(stream: stream)
      do {
        #expect(try read(response) == latin1("hello"))
      } catch HTTPException.incompleteRead(let partial, _) {
        #expect(partial == latin1("hello"))
      }
      #expect(stream.rooms.allSatisfy { $0 <= 300_000 }, "\(stream.rooms)")
    }
  }

  @Test func `44: the room grows by a factor of what has come, and ends exactly at the length`() throws {
    let body = [UInt8](repeating: 7, count: 3_000_001)
    let response = try Scripted(Framing.length.reply(body)).response
    let bytes = try response.read()
    #expect(bytes == body)
    #expect(bytes.capacity < 3_200_000)
  }

  #if os(Linux)
  @Test(arguments: Preset.allCases) func `44: the process does not grow by a declared length of 2^40`(preset: Preset) throws {
    let before = try peakMemory()
    for _ in 0..<20 {
      let response = try Scripted("HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\nhello", leniency: preset.leniency).response
      #expect(throws: HTTPException.incompleteRead(partial: latin1("hello"), expected: 1_099_511_627_771)) { try response.read() }
    }
    // Other tests run beside this one; a terabyte would not go unnoticed.
    #expect(try peakMemory() - before < 1 << 20)
  }

  /// The largest resident size so far, in KiB.
  private func peakMemory() throws -> Int {
    let descriptor = try Syscalls.openForReading("/proc/self/status")
    defer { Syscalls.release(descriptor) }
    let bytes = try [UInt8](capacity: 16_384) { (free) throws(HTTPException) in _ = try Syscalls.readFile(descriptor, into: &free) }
    let line = try #require(text(bytes).split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber)))
  }
  #endif
}
