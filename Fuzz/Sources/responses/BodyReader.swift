import HTTPWire
import Support

/// Reads a body to its end, by all the ways there are in a random order.
struct BodyReader {
  private(set) var body: [UInt8] = []
  /// What ended the body, without the bytes that came with it.
  private(set) var error: HTTPException?
  /// Whether a read has come to the body's end.
  private(set) var isOver = false

  /// Whether bytes are missing, which a leniency may have hidden.
  var isShort: Bool { length.map { body.count < $0 } ?? false }

  private let response: HTTPResponse
  private let stream: ReplyStream
  /// Nil to call `read()` alone.
  private var random: SplitMix?
  /// Whether nobody else reads or closes the response meanwhile, so that what it promises must hold.
  private let isAlone: Bool
  private let length: UInt64?
  private var peeks: [(start: Int, bytes: [UInt8])] = []
  private var room = 0
  /// Whether a read or a peek has found nothing more.
  private var isSpent = false
  /// Whether a peek has met what the next read will throw.
  private var isFailing = false

  /// What the closures that are handed chunks or lines throw.
  private struct Enough: Error {}

  init(_ response: HTTPResponse, on stream: ReplyStream, random: SplitMix?, isAlone: Bool) {
    self.isAlone = isAlone
    self.response = response
    self.stream = stream
    self.random = random
    length = response.remainingLength
  }

  /// Reads on until the body is over, at most `count` times, and drops what is left over of an error.
  mutating func read(_ count: Int = 100_000) {
    var left = count
    while left > 0, !isOver, error == nil {
      left -= 1
      step()
      checkLength()
    }
    require(left > 0 || count < 100_000, "reading ends")
  }

  /// What was found must agree with what was said about it, now that all was read.
  func check() {
    for (start, bytes) in peeks { expect(body[start...].starts(with: bytes), "a peek shows what comes next", bytes) }
    guard isAlone, !response.isClosed, error == nil else { return }
    // A leniency that hides that bytes are missing has one more read find nothing.
    _ = bytes(of: { () throws(HTTPException) in try response.read1() })
    expect(response.isClosed, "a body that is over is closed")
  }

  private func checkLength() {
    guard let length, error == nil, !isFailing else { return }
    let left = response.remainingLength
    // A leniency may hide that bytes are missing.
    let isRight = left == length &- UInt64(body.count) || isSpent && left == 0
    expect(isRight, "the length goes down with what was read", "\(length) \(body.count) \(left ?? 0)")
  }

  private func expect(_ holds: Bool, _ rule: @autoclosure () -> String, _ details: @autoclosure () -> Any = "") {
    if isAlone { require(holds, rule(), details()) }
  }

  private func bytes(of read: () throws(HTTPException) -> [UInt8]) -> [UInt8] {
    let bytes = (try? read()) ?? []
    expect(bytes.isEmpty, "nothing follows the end of a body", bytes)
    return bytes
  }

  private mutating func step() {
    guard var random else {
      return attempt { (reader) throws(HTTPException) in reader.take(try reader.response.read(), isLast: true) }
    }
    let kind = Int.random(in: 0..<14, using: &random)
    room = Int.random(in: 0...([1, 4, 40, 20_000].randomElement(using: &random) ?? 1), using: &random)
    self.random = random
    attempt { (reader) throws(HTTPException) in
      switch kind {
      case 0: reader.take(try reader.response.read(), isLast: true)
      case 1: try reader.readAmount()
      case 2: try reader.read1()
      case 3: try reader.readLine()
      case 4: try reader.readLines()
      case 5, 6: reader.peek()
      case 7: try reader.readIntoSpan(one: false)
      case 8: try reader.readIntoSpan(one: true)
      case 9: try reader.readIntoBuffer()
      case 10: try reader.readIntoRawSpan()
      case 11: try reader.readChunks()
      case 12: try reader.readAllLines()
      default: reader.take(try reader.response.read(-1), isLast: true)
      }
    }
  }

  /// Notes what a read has brought, and whether it says that the body is over.
  private mutating func take(_ bytes: some Collection<UInt8>, isLast: Bool) {
    expect(bytes.isEmpty || !isSpent, "nothing follows the end of a body", Array(bytes))
    body += bytes
    if isLast { (isOver, isSpent) = (true, true) }
  }

  // MARK: Errors

  private mutating func attempt(_ read: (inout BodyReader) throws(HTTPException) -> Void) {
    do {
      try read(&self)
    } catch {
      note(error)
    }
  }

  private mutating func note(_ error: HTTPException) {
    switch error {
    case .timedOut(let phase):
      expect(phase == .readingBody, "a timeout says what was waited for", phase)
      // A read of several pieces starts anew with what has come, for ever if nothing more comes.
      if stream.isSilent { self.error = drained(of: error) }
    case .custom(let stopped):
      expect(stopped is Enough, "what a closure throws comes out", stopped)
    case .incompleteRead(let partial, let expected):
      body += partial
      self.error = .incompleteRead(partial: [], expected: expected)
      checkClosed()
    case .malformedChunk(let problem, let line, let partial):
      body += partial
      self.error = .malformedChunk(problem, line: line, partial: [])
      checkClosed()
    default:
      self.error = drained(of: error)
    }
  }

  /// Takes the bytes that a failed read has left for the next ones, which then fail again.
  private mutating func drained(of error: HTTPException) -> HTTPException {
    stream.delays = nil
    do {
      while true {
        let bytes = try response.read1()
        expect(!bytes.isEmpty, "an error that lasts is thrown again", error)
        if bytes.isEmpty { break }
        body += bytes
      }
    } catch let again {
      expect(again == error, "an error that lasts stays the same", "\(error) \(again)")
    }
    return error
  }

  /// An error that took the bytes with it is thrown once.
  private func checkClosed() {
    expect(response.isClosed, "a body that was cut short is closed")
    _ = bytes(of: { () throws(HTTPException) in try response.read1() })
    _ = bytes(of: { () throws(HTTPException) in try response.read() })
  }

  // MARK: The reads

  private mutating func readAmount() throws(HTTPException) {
    let bytes = try response.read(room)
    expect(bytes.count <= room, "no more is read than was asked for", bytes.count)
    take(bytes, isLast: bytes.count < room)
  }

  private mutating func read1() throws(HTTPException) {
    let amount = room == 1 ? -1 : room
    let bytes = try response.read1(amount)
    expect(amount < 0 || bytes.count <= amount, "no more is read than was asked for", bytes.count)
    take(bytes, isLast: bytes.isEmpty && amount != 0)
  }

  private mutating func readLine() throws(HTTPException) {
    let limit = room % 2 == 0 ? room : -1
    let line = try response.readLine(limit: limit)
    take(line, isLast: isLast(line, limit))
  }

  private func isLast(_ line: [UInt8], _ limit: Int = -1) -> Bool {
    expect(!line.dropLast().contains(0x0A), "a line ends at its line feed", line)
    expect(limit < 0 || line.count <= limit, "a line is no longer than its limit", line)
    return line.last != 0x0A && (limit < 0 || line.count < limit)
  }

  private mutating func readLines() throws(HTTPException) {
    let hint = room % 2 == 0 ? room : -1
    let lines = try response.readLines(hint: hint)
    let bytes = Array(lines.joined())
    for line in lines.dropLast() { expect(!isLast(line), "only the last line lacks its line feed", line) }
    take(bytes, isLast: hint <= 0 || bytes.count <= hint)
  }

  /// A peek takes nothing, and an error that it finds comes again.
  private mutating func peek() {
    do {
      let bytes = try response.peek(room)
      expect(bytes.isEmpty || !isSpent, "nothing follows the end of a body", bytes)
      peeks.append((body.count, bytes))
      // A leniency may leave it to the next read to say that bytes are missing.
      if bytes.isEmpty { isSpent = true }
    } catch {
      expect(!error.isResponseNotReady, "a response can be peeked into", error)
      if !error.isTimeout { isFailing = true }
    }
  }

  private mutating func readIntoSpan(one: Bool) throws(HTTPException) {
    let (room, response) = (room, response)
    var piece = [UInt8](repeating: 0x2A, count: 3)
    var count = 0
    do {
      try piece.append(addingCapacity: room) { (free) throws(HTTPException) in
        count = one ? try response.read1(into: &free) : try response.read(into: &free)
      }
    } catch {
      body += piece.dropFirst(3)
      throw error.withoutBytes(piece.dropFirst(3))
    }
    expect(count == piece.count - 3, "the bytes in the buffer are counted", count)
    take(piece.dropFirst(3), isLast: one ? count == 0 && room > 0 : count < room)
  }

  private mutating func readIntoBuffer() throws(HTTPException) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
    defer { buffer.deallocate() }
    let count = try response.read(into: buffer)
    take(Array(buffer.prefix(count)), isLast: count < room)
  }

  private mutating func readIntoRawSpan() throws(HTTPException) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
    defer { buffer.deallocate() }
    var span = OutputRawSpan(buffer: buffer, initializedCount: 0)
    do {
      let count = try response.read(into: &span)
      expect(count == span.byteCount, "the bytes in the buffer are counted", count)
    } catch {
      let piece = Array(buffer.prefix(span.byteCount))
      body += piece
      throw error.withoutBytes(piece[...])
    }
    let count = span.byteCount
    take(Array(buffer.prefix(count)), isLast: count < room)
  }

  private mutating func readChunks() throws(HTTPException) {
    let (room, response) = (room, response)
    var left = room > 20 && room % 3 == 0 ? Int.max : 2
    var chunks: [[UInt8]] = []
    var isDone = false
    defer { take(Array(chunks.joined()), isLast: isDone) }
    try response.forEachChunk(room) { (chunk) throws(Enough) in
      require(1...max(room, 1) ~= chunk.count, "a chunk has a byte and at most its size", chunk.count)
      chunks.append(chunk)
      left -= 1
      if left == 0 { throw Enough() }
    }
    isDone = true
  }

  private mutating func readAllLines() throws(HTTPException) {
    let response = response
    var left = room > 20 && room % 3 == 0 ? Int.max : 2
    var lines: [[UInt8]] = []
    var isDone = false
    defer { take(Array(lines.joined()), isLast: isDone) }
    try response.forEachLine { (line) throws(Enough) in
      lines.append(line)
      left -= 1
      if left == 0 { throw Enough() }
    }
    isDone = true
  }
}

extension HTTPException {
  /// The error without the bytes that it carries, which are those in the buffer.
  fileprivate func withoutBytes(_ bytes: ArraySlice<UInt8>) -> HTTPException {
    switch self {
    case .incompleteRead(let partial, let expected):
      require(partial.isEmpty || partial.elementsEqual(bytes), "an error carries what is in the buffer", partial)
      return .incompleteRead(partial: [], expected: expected)
    case .malformedChunk(let problem, let line, let partial):
      require(partial.isEmpty || partial.elementsEqual(bytes), "an error carries what is in the buffer", partial)
      return .malformedChunk(problem, line: line, partial: [])
    default: return self
    }
  }

  fileprivate var isResponseNotReady: Bool {
    if case .responseNotReady = self { true } else { false }
  }
}
