import HTTPWire
import HTTPWireTesting

/// How the end of a test's body is told.
enum Framing: CaseIterable, Sendable {
  case length, chunked, untilClose

  /// A reply with the body; chunks are of 1, 2, 3 … bytes, so that reads of any amount cross some.
  func reply(_ body: [UInt8]) -> [UInt8] { latin1("HTTP/1.1 200 OK\r\n\(field(body.count))\r\n") + encoded(body) }

  func field(_ count: Int) -> String {
    switch self {
    case .length: "Content-Length: \(count)\r\n"
    case .chunked: "Transfer-Encoding: chunked\r\n"
    case .untilClose: ""
    }
  }

  func encoded(_ body: [UInt8]) -> [UInt8] {
    guard self == .chunked else { return body }
    var (result, rest, size): ([UInt8], ArraySlice<UInt8>, Int) = ([], body[...], 1)
    while !rest.isEmpty {
      let chunk = rest.prefix(size)
      result += latin1(String(chunk.count, radix: 16) + "\r\n") + chunk + latin1("\r\n")
      rest = rest.dropFirst(chunk.count)
      size += 1
    }
    return result + latin1("0\r\n\r\n")
  }
}

/// A response whose head has been read from a script, and the script.
struct Scripted {
  let stream: ScriptedStream
  let response: HTTPResponse

  init(
    _ reply: [UInt8], _ delivery: Delivery = .whole, atEnd: ScriptedStream.AtEnd = .end, method: String = "GET",
    leniency: ParsingLeniency = .default
  ) throws(HTTPException) {
    stream = ScriptedStream(delivery.pieces(of: reply), atEnd: atEnd)
    response = HTTPResponse(stream: stream, method: method, leniency: leniency)
    try response.begin()
  }

  init(
    _ reply: String, _ delivery: Delivery = .whole, atEnd: ScriptedStream.AtEnd = .end, method: String = "GET",
    leniency: ParsingLeniency = .default
  ) throws(HTTPException) {
    try self.init(latin1(reply), delivery, atEnd: atEnd, method: method, leniency: leniency)
  }
}

extension HTTPResponse {
  /// `read(into:)` for a span of so many bytes, and what it has filled.
  func readSpan(_ count: Int) throws(HTTPException) -> [UInt8] {
    var result: [UInt8] = []
    try result.append(addingCapacity: count) { (free) throws(HTTPException) in
      let (before, filled) = (free.count, try read(into: &free))
      if free.count != before + filled { throw .invalidArgument("read(into:) told a wrong count") }
    }
    return result
  }

  /// `read(into:)` for a raw span of so many bytes, and what it has filled.
  func readRawSpan(_ count: Int) throws(HTTPException) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    var span = OutputRawSpan(buffer: buffer, initializedCount: 0)
    let filled = try read(into: &span)
    if span.byteCount != filled { throw .invalidArgument("read(into:) told a wrong count") }
    return Array(buffer[..<filled])
  }

  /// `read(into:)` for a raw buffer of so many bytes, and what it has filled.
  func readBuffer(_ count: Int) throws(HTTPException) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    return Array(buffer[..<(try read(into: buffer))])
  }
}

/// The operations of a response's body, each with an amount where it takes one.
enum Operation: Sendable, Hashable {
  case readAll, read(Int), readSpan(Int), readRawSpan(Int), readBuffer(Int), read1(Int), readLine(Int), readLines(Int), lines, chunks(Int)

  /// One of each, none that reads nothing.
  static let all: [Operation] = [
    .readAll, .read(7), .read(-1), .readSpan(7), .readRawSpan(7), .readBuffer(7), .read1(7), .read1(-1), .readLine(7), .readLine(-1),
    .readLines(5), .readLines(-1), .lines, .chunks(7),
  ]

  /// The bytes that the operation takes from the body.
  func run(_ response: HTTPResponse) throws -> [UInt8] {
    switch self {
    case .readAll: return try response.read()
    case .read(let amount): return try response.read(amount)
    case .readSpan(let count): return try response.readSpan(count)
    case .readRawSpan(let count): return try response.readRawSpan(count)
    case .readBuffer(let count): return try response.readBuffer(count)
    case .read1(let amount): return try response.read1(amount)
    case .readLine(let limit): return try response.readLine(limit: limit)
    case .readLines(let hint): return Array(try response.readLines(hint: hint).joined())
    case .lines:
      var bytes: [UInt8] = []
      try response.forEachLine { bytes += $0 }
      return bytes
    case .chunks(let size):
      var bytes: [UInt8] = []
      try response.forEachChunk(size) { bytes += $0 }
      return bytes
    }
  }
}
