/// The line before a chunk: its size in hexadecimal digits, and extensions, which nobody uses (RFC 9112 section 7.1.1).
enum ChunkSizeLine {
  /// Size and length of a line as servers write it: up to eight digits, CRLF. Nil for all else, and for a line that has not come as a
  /// whole; ``parse(_:_:_:leniency:)`` would find the same size, and such a line costs nothing of the limits.
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

  /// The chunk's size. `range` is the line with its line end.
  static func parse(
    _ bytes: [UInt8], _ range: Range<Int>, _ line: LineReader.Line, leniency: ParsingLeniency
  ) throws(HTTPException) -> UInt64 {
    let content = bytes[range.lowerBound + line.start..<range.lowerBound + line.end]
    let digits = content.prefix { $0 != ASCII.semicolon }
    if leniency.contains(.uncheckedChunkEnds) == false {
      if !line.hasCarriageReturn { throw refusal(.bareLineFeed, bytes[range]) }
      for byte in content.dropFirst(digits.count) where byte < 0x20 && byte != ASCII.tab || byte == 0x7F {
        throw refusal(.invalidExtension, bytes[range])
      }
    }
    return try number(digits, bytes[range], leniency: leniency)
  }

  /// Whether a size line without line end is that of the last chunk.
  static func isLast(_ line: ArraySlice<UInt8>, leniency: ParsingLeniency) -> Bool {
    do {
      return try number(line.prefix { $0 != ASCII.semicolon }, line, leniency: leniency) == 0
    } catch {
      return false
    }
  }

  private static func number(
    _ digits: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>, leniency: ParsingLeniency
  ) throws(HTTPException) -> UInt64 {
    leniency.contains(.pythonIntegers) ? try pythonSize(digits, line) : try size(digits, line)
  }

  /// Blanks may stand between size and semicolon (BWS), nowhere else.
  private static func size(_ text: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>) throws(HTTPException) -> UInt64 {
    var digits = text
    while let last = digits.last, ASCII.isBlank(last) { digits.removeLast() }
    var value: UInt64 = 0
    guard !digits.isEmpty else { throw refusal(.invalidSize, line) }
    for digit in digits {
      guard let nibble = ASCII.hexValue(digit), value <= UInt64(Int64.max) >> 4 else { throw refusal(.invalidSize, line) }
      value = value << 4 | UInt64(nibble)
    }
    return value
  }

  /// CPython: what `int(size, 16)` can't read ends the body; what it reads and nobody could deliver is refused.
  private static func pythonSize(_ digits: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>) throws(HTTPException) -> UInt64 {
    guard let number = PythonNumbers.hexInteger(digits) else { throw .incompleteRead(partial: [], expected: nil) }
    guard case .value(let value) = number, let size = UInt64(exactly: value) else { throw refusal(.invalidSize, line) }
    return size
  }

  private static func refusal(_ problem: ChunkProblem, _ line: ArraySlice<UInt8>) -> HTTPException {
    .malformedChunk(problem, line: Array(line), partial: [])
  }
}
