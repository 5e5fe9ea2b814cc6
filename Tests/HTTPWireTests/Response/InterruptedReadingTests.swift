import HTTPWire
import HTTPWireTesting
import Testing

/// A stream that fails at some reads and then goes on.
final class StutteringStream: ByteStream {
  private var script: [Result<[UInt8], HTTPException>]
  private(set) var closes = 0

  init(_ script: [Result<[UInt8], HTTPException>]) { self.script = script.reversed() }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    guard let next = script.popLast() else { return }
    let piece = try next.get()
    let taken = min(piece.count, buffer.freeCapacity)
    for byte in piece[..<taken] { buffer.append(byte) }
    if taken < piece.count { script.append(.success(Array(piece[taken...]))) }
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {}
  func close() { closes += 1 }
}

struct InterruptedReadingTests {
  static let operations: [Operation] = [
    .readAll, .read(1_000), .readSpan(1_000), .readBuffer(1_000), .readLines(-1), .readLine(100), .read1(100), .lines, .chunks(10),
  ]

  /// A body that stalls before each of its pieces.
  static func stalling(_ framing: Framing, _ body: String) -> StutteringStream {
    let head = latin1("HTTP/1.1 200 OK\r\n\(framing.field(body.count))\r\n")
    let pieces = Delivery.random(seed: 9, longest: 5).pieces(of: framing.encoded(latin1(body)))
    return StutteringStream([.success(head)] + pieces.flatMap { [.failure(.timedOut(.reading)), .success($0)] })
  }

  @Test(arguments: Framing.allCases, operations)
  func `a timeout names what was waited for and loses nothing: the next read goes on`(framing: Framing, operation: Operation) throws {
    let body = "one\ntwo\nthree and more\n\nend"
    let response = HTTPResponse(stream: Self.stalling(framing, body))
    try response.begin()
    var (taken, timeouts): ([UInt8], Int) = ([], 0)
    while !response.isClosed, timeouts < 100 {
      do {
        // What these hand out before an error is taken; what the others had received comes again.
        switch operation {
        case .lines: try response.forEachLine { taken += $0 }
        case .chunks(let size): try response.forEachChunk(size) { taken += $0 }
        case .readSpan(let count):
          try taken.append(addingCapacity: count) { (free) throws(HTTPException) in _ = try response.read(into: &free) }
        default: taken += try operation.run(response)
        }
      } catch HTTPException.timedOut(let phase) {
        #expect(phase == .readingBody)
        timeouts += 1
      }
    }
    #expect(text(taken) == body)
    #expect(timeouts >= 5)
  }

  @Test(arguments: Framing.allCases) func `a peek that times out takes nothing, and the next one goes on`(framing: Framing) throws {
    let response = HTTPResponse(stream: Self.stalling(framing, "hello"))
    try response.begin()
    #expect(throws: HTTPException.timedOut(.readingBody)) { try response.peek() }
    var seen: [UInt8]?
    for _ in 0..<20 where seen == nil { seen = try? response.peek() }
    #expect(seen.map { latin1("hello").starts(with: $0) && !$0.isEmpty } == true)
  }

  @Test(arguments: Framing.allCases, Preset.allCases)
  func `a reset is never a short success; the bytes before it are kept, and then it comes again`(
    framing: Framing, preset: Preset
  ) throws {
    let reply =
      latin1("HTTP/1.1 200 OK\r\n\(framing.field(100))\r\n") + framing.encoded(latin1("one\ntwo")).dropLast(framing == .chunked ? 7 : 0)
    for operation in Self.operations where operation != .read1(100) && operation != .lines && operation != .chunks(10) {
      if operation == .readLine(100) { continue }
      let scripted = try Scripted(reply, atEnd: .reset, leniency: preset.leniency)
      #expect(throws: ScriptedStream.reset) { try operation.run(scripted.response) }
      #expect(scripted.response.fileDescriptor == nil)
      guard case .readSpan = operation else {
        #expect(!scripted.response.isClosed)
        #expect(throws: ScriptedStream.reset) { try scripted.response.read() }
        #expect(try scripted.response.peek() == latin1("one\ntwo"))
        #expect(try scripted.response.readLine() == latin1("one\n"))
        #expect(try scripted.response.read(100) == latin1("two"))
        #expect(throws: ScriptedStream.reset) { try scripted.response.read(1) }
        #expect(throws: ScriptedStream.reset) { try scripted.response.peek() }
        #expect(scripted.response.isClosed)
        continue
      }
      #expect(throws: ScriptedStream.reset) { try scripted.response.read() }
      #expect(scripted.response.isClosed)
    }
  }

  @Test func `bytes that came before a reset are in the raw span, behind what it held`() throws {
    let scripted = try Scripted("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", atEnd: .reset)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8, alignment: 1)
    defer { buffer.deallocate() }
    var span = OutputRawSpan(buffer: buffer, initializedCount: 0)
    span.append(UInt8(ascii: "_"))
    #expect(throws: ScriptedStream.reset) { try scripted.response.read(into: &span) }
    #expect(span.byteCount == 4)
    #expect(Array(buffer.prefix(4)) == latin1("_abc"))
  }

  @Test func `close ends what a reset has left`() throws {
    let scripted = try Scripted("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", atEnd: .reset)
    #expect(throws: ScriptedStream.reset) { try scripted.response.read() }
    scripted.response.close()
    #expect(scripted.response.isClosed)
    #expect(try scripted.response.read().isEmpty)
  }

  @Test func `a head that failed fails again`() throws {
    let stream = ScriptedStream("HTTP/1.1 200 O", atEnd: .end)
    let response = HTTPResponse(stream: stream)
    #expect(throws: HTTPException.badStatusLine("HTTP/1.1 200 O")) { try response.begin() }
    #expect(throws: HTTPException.badStatusLine("HTTP/1.1 200 O")) { try response.begin() }
    #expect(throws: HTTPException.badStatusLine("HTTP/1.1 200 O")) { try response.read() }
    #expect(response.isClosed)
    #expect(response.status == 0)
  }
}
