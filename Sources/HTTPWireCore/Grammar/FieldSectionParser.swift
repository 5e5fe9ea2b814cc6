/// Parses a header or trailer section: field lines up to the empty line that ends them (RFC 9112 sections 5 and 7.1.2).
///
/// The parser is resumable and looks at each byte once. Offsets are relative to the section's origin.
struct FieldSectionParser: Sendable {
  private var reader = LineReader()
  private var slots: [FieldSlot] = []
  private var fieldCount = 0
  private var hasFolds = false
  /// Whether the last line was skipped (``ParsingLeniency/illegalFieldLines``). A line that continues it belongs to no field.
  private var hasSkippedLast = false

  /// Skips what comes before the section. Called before the first `advance`.
  mutating func start(at offset: Int) { reader.skip(to: offset) }

  /// The result of one call of `advance`.
  enum Progress {
    case needMore
    /// The section is complete, and ends before this offset.
    case complete(end: Int)
  }

  /// The names of a section's parts in error messages.
  struct Naming: Sendable {
    let line: String
    let count: String
    let bytes: String
    static let headers = Naming(line: "header line", count: "headers", bytes: "bytes of response head")
    static let trailers = Naming(line: "trailer line", count: "trailers", bytes: "bytes of trailer section")
  }

  /// Continues where the last call stopped. `bytes` start at the section's origin.
  mutating func advance(
    _ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency, naming: Naming, looseLines: Bool
  ) throws(HTTPException) -> Progress {
    while true {
      // Only at a line's start: otherwise a long line that arrives byte by byte would be scanned from its start each time.
      if !looseLines, reader.isAtLineStart { takePlainFields(bytes, limits: limits) }
      guard let line = try nextLine(bytes, limits: limits, naming: naming) else { break }
      if line.next > limits.headLength { throw .limitExceeded(what: naming.bytes, limit: limits.headLength) }
      if !line.hasCarriageReturn && !leniency.contains(.bareLineFeed) && !looseLines {
        throw error(.bareLineFeed, line, bytes)
      }
      if line.isEmpty { return .complete(end: line.next) }
      fieldCount &+= 1
      if fieldCount > limits.fieldCount { throw .limitExceeded(what: naming.count, limit: limits.fieldCount) }
      if !looseLines { try add(line, bytes, leniency: leniency) }
    }
    if bytes.count > limits.headLength { throw .limitExceeded(what: naming.bytes, limit: limits.headLength) }
    return .needMore
  }

  /// Checks the number of fields of a section that the end of the stream has cut off: an unfinished last line counts, too. `length` is
  /// the number of bytes from the origin to the end of the stream.
  func checkEnd(length: Int, limits: ParsingLimits, naming: Naming) throws(HTTPException) {
    if length > reader.lineStart && fieldCount >= limits.fieldCount {
      throw .limitExceeded(what: naming.count, limit: limits.fieldCount)
    }
  }

  /// The number of bytes from the origin to the end of the last complete line.
  var parsedLength: Int { reader.lineStart }

  /// Moves the parsed fields out. `storage` must hold the bytes from the origin on.
  mutating func takeMessage(storage: [UInt8]) -> HTTPMessage {
    var taken: [FieldSlot] = []
    swap(&taken, &slots)
    let message = HTTPMessage(storage: storage, slots: taken)
    return hasFolds ? unfolded(message) : message
  }

  /// The next line. If a line exceeds both the line limit and the section's limit, the one reached first is reported, however the bytes
  /// are delivered.
  private mutating func nextLine(
    _ bytes: Span<UInt8>, limits: ParsingLimits, naming: Naming
  ) throws(HTTPException) -> LineReader.Line? {
    do {
      return try reader.next(in: bytes, limit: limits.lineLength, kind: naming.line)
    } catch {
      if limits.headLength &- reader.lineStart >= limits.lineLength { throw error }
      throw .limitExceeded(what: naming.bytes, limit: limits.headLength)
    }
  }

  // MARK: One line

  /// Takes lines of the common case: a token, a colon, a value without control characters, CRLF. Stops at the first line that has another
  /// form, is incomplete or exceeds a limit. `advance` handles that one.
  @inline(__always)
  private mutating func takePlainFields(_ bytes: Span<UInt8>, limits: ParsingLimits) {
    let first = reader.lineStart
    // A line within the line limit's number of bytes can't exceed that limit.
    let end = first &+ min(bytes.count &- first, limits.lineLength, max(limits.headLength, 0) &- first)
    var start = first
    var room: Int
    repeat {
      room = min(limits.fieldCount &- fieldCount, 16)
      if room <= 0 { break }
      let count = slots.count
      slots.append(addingCapacity: room) { (slots: inout OutputSpan<FieldSlot>) in
        var position = start
        while !slots.isFull, let line = Scanner.fieldLine(in: bytes, from: position, to: end) {
          slots.append(
            FieldSlot(
              nameStart: position, nameCount: line.nameEnd &- position, valueStart: line.value.start,
              valueCount: line.value.end &- line.value.start))
          position = line.value.next
        }
        start = position
      }
      let taken = slots.count &- count
      fieldCount &+= taken
      room &-= taken
    } while room == 0
    if start > first {
      reader.skip(to: start)
      hasSkippedLast = false
    }
  }

  private mutating func add(
    _ line: LineReader.Line, _ bytes: Span<UInt8>, leniency: ParsingLeniency
  ) throws(HTTPException) {
    let start = line.start
    let end = line.end
    if ASCII.isWhitespace(bytes[start]) { return try fold(line, bytes, leniency: leniency) }

    let nameEnd = Scanner.endOfToken(in: bytes, from: start, to: end)
    guard let colon = try colon(line, bytes, nameEnd: nameEnd, leniency: leniency) else {
      hasSkippedLast = true
      return
    }
    hasSkippedLast = false
    if let problem = Scanner.forbiddenInValue(in: bytes, from: colon &+ 1, to: end) { throw error(problem, line, bytes) }

    var low = colon &+ 1
    var high = end
    while low < high, ASCII.isWhitespace(bytes[low]) { low &+= 1 }
    while low < high, ASCII.isWhitespace(bytes[high &- 1]) { high &-= 1 }
    if slots.isEmpty { slots.reserveCapacity(16) }
    slots.append(
      FieldSlot(nameStart: start, nameCount: nameEnd &- start, valueStart: low, valueCount: high &- low))
  }

  /// The offset of the colon after a name, or nil if the line is to be skipped. Whitespace between them lets parsers disagree about the
  /// name (RFC 9112 section 5.1).
  private func colon(
    _ line: LineReader.Line, _ bytes: Span<UInt8>, nameEnd: Int, leniency: ParsingLeniency
  ) throws(HTTPException) -> Int? {
    let start = line.start
    let end = line.end
    if nameEnd < end, bytes[nameEnd] == ASCII.colon, nameEnd > start { return nameEnd }
    var position = nameEnd
    while position < end, ASCII.isWhitespace(bytes[position]) { position &+= 1 }
    if position < end, bytes[position] == ASCII.colon, nameEnd > start, position > nameEnd {
      if leniency.contains(.whitespaceBeforeColon) { return position }
      throw error(.whitespaceBeforeColon, line, bytes)
    }
    if let problem = Scanner.forbiddenInValue(in: bytes, from: start, to: end) { throw error(problem, line, bytes) }
    if leniency.contains(.illegalFieldLines), !SkippedLine.looksLikeFraming(bytes, from: start, to: end) { return nil }
    for position in start..<end where bytes[position] == ASCII.colon { throw error(.illegalName, line, bytes) }
    throw error(.noColon, line, bytes)
  }

  /// Adds a line that starts with whitespace to the previous field's value (obs-fold, RFC 9112 section 5.2). Drops one that continues a
  /// skipped line.
  private mutating func fold(
    _ line: LineReader.Line, _ bytes: Span<UInt8>, leniency: ParsingLeniency
  ) throws(HTTPException) {
    if hasSkippedLast {
      if let problem = Scanner.forbiddenInValue(in: bytes, from: line.start, to: line.end) { throw error(problem, line, bytes) }
      if SkippedLine.looksLikeFraming(bytes, from: line.start, to: line.end) { throw error(.nothingToContinue, line, bytes) }
      return
    }
    guard let last = slots.indices.last else { throw error(.nothingToContinue, line, bytes) }
    guard leniency.contains(.foldedFieldValues) else { throw error(.obsoleteLineFolding, line, bytes) }
    if let problem = Scanner.forbiddenInValue(in: bytes, from: line.start, to: line.end) {
      throw error(problem, line, bytes)
    }
    slots[last].valueCount = line.end &- slots[last].valueStart
    hasFolds = true
  }

  /// The message with each fold, and the whitespace around it, replaced by one space.
  private func unfolded(_ folded: HTTPMessage) -> HTTPMessage {
    var message = folded
    for index in message.slots.indices where message.valueBytes(at: index).contains(ASCII.lineFeed) {
      var value: [UInt8] = []
      for piece in message.valueBytes(at: index).split(whereSeparator: { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn }) {
        let content = piece.trimmingWhitespace()
        if content.isEmpty { continue }
        if !value.isEmpty { value.append(ASCII.space) }
        value.append(contentsOf: content)
      }
      message.slots[index].valueStart = message.storage.count
      message.slots[index].valueCount = value.count
      message.storage.append(contentsOf: value)
    }
    return message
  }

  private func error(_ problem: HeaderProblem, _ line: LineReader.Line, _ bytes: Span<UInt8>) -> HTTPException {
    .malformedHeader(
      problem, line: Array(copying: bytes.extracting(line.start..<line.next)), received: Array(copying: bytes.extracting(..<line.next)))
  }
}
