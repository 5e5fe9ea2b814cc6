/// The line before a chunk: its size in hexadecimal digits, and extensions, which are ignored (RFC 9112 section 7.1.1).
enum ChunkSizeLine {
  /// Parses the common case, up to eight digits and CRLF, and returns the size and the line's length. Returns nil for an incomplete line
  /// and for any other form, which ``parse(_:_:leniency:)`` handles.
  @inline(__always)
  static func usual(_ bytes: Span<UInt8>, from start: Int) -> (size: UInt64, length: Int)? {
    var size: UInt64 = 0
    var position = start
    let end = min(start &+ 8, bytes.count &- 2)
    while position < end, let digit = ASCII.hexValue(bytes[position]) {
      size = size << 4 | UInt64(digit)
      position &+= 1
    }
    guard position > start, position < bytes.count &- 1 else { return nil }
    guard bytes[position] == ASCII.carriageReturn, bytes[position &+ 1] == ASCII.lineFeed else { return nil }
    return (size, position &+ 2 &- start)
  }

  /// The size in a line at the start of the bytes.
  static func parse(_ bytes: Span<UInt8>, _ line: LineReader.Line, leniency: ParsingLeniency) throws(HTTPException) -> UInt64 {
    let whole = bytes.extracting(..<line.next)
    let content = bytes.extracting(..<line.end)
    let digits = content.extracting(..<endOfSize(content))
    if !leniency.contains(.uncheckedChunkEnds) {
      if !line.hasCarriageReturn { throw refusal(.bareLineFeed, whole) }
      for position in digits.count..<content.count where isForbiddenInExtension(content[position]) {
        throw refusal(.invalidExtension, whole)
      }
    }
    return try number(digits, whole, leniency: leniency)
  }

  /// Whether a size line without its line end is that of the last chunk.
  static func isLast(_ line: Span<UInt8>, leniency: ParsingLeniency) -> Bool {
    do {
      return try number(line.extracting(..<endOfSize(line)), line, leniency: leniency) == 0
    } catch {
      return false
    }
  }

  /// The start of the extensions, or the end of the line.
  private static func endOfSize(_ line: Span<UInt8>) -> Int {
    for position in line.indices where line[position] == ASCII.semicolon { return position }
    return line.count
  }

  private static func isForbiddenInExtension(_ byte: UInt8) -> Bool { byte < 0x20 && byte != ASCII.tab || byte == 0x7F }

  private static func number(_ digits: Span<UInt8>, _ line: Span<UInt8>, leniency: ParsingLeniency) throws(HTTPException) -> UInt64 {
    leniency.contains(.pythonIntegers) ? try pythonSize(digits, line) : try size(digits, line)
  }

  /// The size as RFC 9112 defines it. Whitespace is allowed only between the size and the semicolon (BWS).
  private static func size(_ digits: Span<UInt8>, _ line: Span<UInt8>) throws(HTTPException) -> UInt64 {
    var end = digits.count
    while end > 0, ASCII.isWhitespace(digits[end - 1]) { end -= 1 }
    guard end > 0 else { throw refusal(.invalidSize, line) }
    var value: UInt64 = 0
    for position in 0..<end {
      guard let nibble = ASCII.hexValue(digits[position]), value <= UInt64(Int64.max) >> 4 else { throw refusal(.invalidSize, line) }
      value = value << 4 | UInt64(nibble)
    }
    return value
  }

  /// The size as CPython reads it. If `int(size, 16)` fails, the body ends with `incompleteRead`. Sizes beyond 63 bits and negative sizes
  /// are refused.
  private static func pythonSize(_ digits: Span<UInt8>, _ line: Span<UInt8>) throws(HTTPException) -> UInt64 {
    guard let number = PythonNumbers.hexInteger([UInt8](copying: digits)) else { throw .incompleteRead(partial: [], expected: nil) }
    guard case .value(let value) = number, let size = UInt64(exactly: value) else { throw refusal(.invalidSize, line) }
    return size
  }

  private static func refusal(_ problem: ChunkProblem, _ line: Span<UInt8>) -> HTTPException {
    .malformedChunk(problem, line: Array(copying: line), partial: [])
  }
}
