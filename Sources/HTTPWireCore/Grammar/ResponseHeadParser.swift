/// Parses a response head out of bytes that arrive in pieces (RFC 9112 sections 2 to 5), at a cost linear in their number.
struct ResponseHeadParser: Sendable {
  private var reader = LineReader()
  private var statusLine: StatusLine?
  private var fields = FieldSectionParser()
  private var fieldsStart = 0

  /// A head that was found, as far as it is no field: it is to be taken with `takeHead`.
  struct Found {
    let statusLine: StatusLine
    /// The number of bytes of the whole head.
    let length: Int
  }

  /// Reads on; `bytes` is the head as far as it has come, and what follows it. Returns nil until the head is complete.
  mutating func advance(_ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency) throws(HTTPException) -> Found? {
    if statusLine == nil {
      guard try readStatusLine(bytes, limits: limits, leniency: leniency) else { return nil }
    }
    let progress = try fields.advance(
      bytes, limits: limits, leniency: leniency, naming: .headers, looseLines: leniency.contains(.fieldLinesAsEmail))
    guard case .complete(let end) = progress, let statusLine else { return nil }
    return Found(statusLine: statusLine, length: end)
  }

  /// What the end of the stream means when it comes before the head is complete: a head all the same, or an error.
  mutating func endOfStream(_ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency) throws(HTTPException) -> Found {
    let length = bytes.count
    if length == 0 { throw .remoteDisconnected }
    guard leniency.contains(.truncatedHeads) else {
      if statusLine == nil { throw StatusLine.badLine(bytes, 0, length) }
      throw .incompleteHead(received: Array(copying: bytes.extracting(0..<length)))
    }
    if let statusLine {
      try fields.checkEnd(length: length, limits: limits, naming: .headers)
      return Found(statusLine: statusLine, length: length)
    }
    let line = try StatusLine.parse(bytes, start: 0, end: length, next: length, leniency: leniency)
    fieldsStart = length
    fields = FieldSectionParser()
    return Found(statusLine: line, length: length)
  }

  private mutating func readStatusLine(
    _ bytes: Span<UInt8>, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Bool {
    if reader.isAtLineStart, let line = StatusLine.plain(bytes, limit: limits.lineLength, leniency: leniency) {
      startFields(behind: line.content, at: line.next)
      return true
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
    reader.skip(to: start)
    fields = FieldSectionParser(after: reader)
  }

  /// The head that was found at the start of the bytes.
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
  /// Keeps bytes that belong to no field in the message's storage, and says where.
  mutating func keep(_ bytes: ArraySlice<UInt8>) -> Range<Int> {
    let start = storage.count
    storage.append(contentsOf: bytes)
    return start..<storage.count
  }
}
