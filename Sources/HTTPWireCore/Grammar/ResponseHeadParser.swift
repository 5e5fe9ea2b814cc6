/// Parses a response head (RFC 9112 sections 2 to 5). The bytes may arrive in pieces, and the cost is linear in their number.
struct ResponseHeadParser: Sendable {
  private var reader = LineReader()
  private var statusLine: StatusLine?
  private var fields = FieldSectionParser()
  private var fieldsStart = 0

  /// A complete head, to be taken with `takeHead`.
  struct Found {
    let statusLine: StatusLine
    /// The number of bytes of the whole head.
    let length: Int
  }

  /// Continues parsing. `bytes` start at the head's start and may go beyond its end. Returns nil until the head is complete.
  @inline(__always)
  mutating func advance(_ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency) throws(HTTPException) -> Found? {
    if statusLine == nil {
      guard try readStatusLine(bytes, limits: limits, leniency: leniency) else { return nil }
    }
    let progress = try fields.advance(
      bytes, limits: limits, leniency: leniency, naming: .headers, looseLines: leniency.contains(.fieldLinesAsEmail))
    guard case .complete(let end) = progress, let statusLine else { return nil }
    return Found(statusLine: statusLine, length: end)
  }

  /// Handles the end of the stream before the head is complete. Throws, unless the leniency accepts a truncated head.
  mutating func endOfStream(_ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency) throws(HTTPException) -> Found {
    let length = bytes.count
    if length == 0 { throw .remoteDisconnected }
    guard leniency.contains(.truncatedHeads) else {
      if statusLine == nil { throw StatusLine.badLine(bytes, 0, length) }
      throw .incompleteHead(received: Array(copying: bytes.extracting(0..<length)))
    }
    if let statusLine {
      // The caller has dropped bytes that the fields point into.
      if length < fields.parsedLength { throw .incompleteHead(received: Array(copying: bytes)) }
      try fields.checkEnd(length: length, limits: limits, naming: .headers)
      return Found(statusLine: statusLine, length: length)
    }
    let line = try StatusLine.parse(bytes, start: 0, end: length, next: length, leniency: leniency)
    fieldsStart = length
    return Found(statusLine: line, length: length)
  }

  @inline(__always)
  private mutating func readStatusLine(
    _ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Bool {
    if reader.isAtLineStart, let line = StatusLine.plain(bytes, limit: limits.lineLength, leniency: leniency) {
      startFields(behind: line.content, at: line.next)
      return true
    }
    if !leniency.contains(.looseStatusLines), !StatusLine.canBegin(with: bytes, limit: limits.lineLength) {
      throw StatusLine.foreignLine(bytes)
    }
    guard let line = try reader.next(in: bytes, limit: limits.lineLength, kind: "status line") else { return false }
    if !line.hasCarriageReturn && !leniency.contains(.bareLineFeed) { throw StatusLine.badLine(bytes, line.start, line.next) }
    startFields(
      behind: try StatusLine.parse(bytes, start: line.start, end: line.end, next: line.next, leniency: leniency), at: line.next)
    return true
  }

  private mutating func startFields(behind line: StatusLine, at start: Int) {
    statusLine = line
    fieldsStart = start
    fields.start(at: start)
  }

  /// Moves the found head out. `bytes` start at the head's start.
  @inline(__always)
  mutating func takeHead(_ found: Found, _ bytes: Span<UInt8>, leniency: ParsingLeniency) -> ResponseHead {
    let storage = Array(copying: bytes.extracting(0..<found.length))
    let isInterim = leniency.contains(.interimAsFinal) ? found.statusLine.status == 100 : found.statusLine.isInterim
    if leniency.contains(.fieldLinesAsEmail) {
      var message = EmailFieldParser.parse(Array(storage[fieldsStart...]))
      let range = message.keep(storage[...])
      return ResponseHead(line: found.statusLine, lineLength: fieldsStart, range: range, headers: message, isInterim: isInterim)
    }
    let message = fields.takeMessage(storage: storage)
    return ResponseHead(
      line: found.statusLine, lineLength: fieldsStart, range: 0..<found.length, headers: message, isInterim: isInterim)
  }
}

extension HTTPMessage {
  /// Appends bytes that belong to no field to the message's storage, and returns their place there.
  mutating func keep(_ bytes: ArraySlice<UInt8>) -> Range<Int> {
    let start = storage.count
    storage.append(contentsOf: bytes)
    return start..<storage.count
  }
}
