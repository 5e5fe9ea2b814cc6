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

  /// Reads on; `bytes` from `base` on is the head as far as it has come. Returns nil until it is complete.
  mutating func advance(
    _ bytes: [UInt8], base: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Found? {
    if statusLine == nil {
      guard try readStatusLine(bytes.span, base: base, limits: limits, leniency: leniency) else { return nil }
    }
    let progress = try fields.advance(
      bytes.span, base: base, limits: limits, leniency: leniency, naming: .headers, looseLines: leniency.contains(.fieldLinesAsEmail))
    guard case .complete(let end) = progress, let statusLine else { return nil }
    return Found(statusLine: statusLine, length: end)
  }

  /// What the end of the stream means when it comes before the head is complete: a head all the same, or an error.
  mutating func endOfStream(
    _ bytes: [UInt8], base: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Found {
    if base == bytes.count { throw .remoteDisconnected }
    guard leniency.contains(.truncatedHeads) else {
      if statusLine == nil { throw StatusLine.badLine(bytes.span, base, bytes.count) }
      throw .incompleteHead(received: Array(bytes[base...]))
    }
    let length = bytes.count - base
    if let statusLine {
      try fields.checkEnd(length: length, limits: limits, naming: .headers)
      return Found(statusLine: statusLine, length: length)
    }
    let line = try StatusLine.parse(bytes.span, start: base, end: bytes.count, next: bytes.count, leniency: leniency)
    fieldsStart = length
    fields = FieldSectionParser()
    return Found(statusLine: line, length: length)
  }

  private mutating func readStatusLine(
    _ bytes: Span<UInt8>, base: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Bool {
    if reader.isAtLineStart, let line = StatusLine.plain(bytes, base: base, limit: limits.lineLength, leniency: leniency) {
      statusLine = line.content
      fieldsStart = line.next
      reader.skip(to: line.next)
      fields = FieldSectionParser(after: reader)
      return true
    }
    guard let line = try reader.next(in: bytes, origin: base, limit: limits.lineLength, kind: "status line") else { return false }
    if !line.hasCarriageReturn && !leniency.contains(.bareLineFeed) {
      throw StatusLine.badLine(bytes, base + line.start, base + line.next)
    }
    statusLine = try StatusLine.parse(
      bytes, start: base + line.start, end: base + line.end, next: base + line.next, leniency: leniency)
    fieldsStart = line.next
    fields = FieldSectionParser(after: reader)
    return true
  }

  /// The head that was found.
  mutating func takeHead(_ found: Found, _ bytes: [UInt8], base: Int, leniency: ParsingLeniency) -> ResponseHead {
    let storage = Array(bytes[base..<base + found.length])
    if leniency.contains(.fieldLinesAsEmail) {
      var message = EmailFieldParser.parse(Array(storage[fieldsStart...]))
      let range = message.keep(storage[...])
      return ResponseHead(line: found.statusLine, lineLength: fieldsStart, range: range, headers: message)
    }
    let message = fields.takeMessage(storage: storage)
    return ResponseHead(line: found.statusLine, lineLength: fieldsStart, range: 0..<found.length, headers: message)
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
