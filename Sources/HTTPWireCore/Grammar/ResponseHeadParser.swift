/// Parses a response head out of bytes that arrive in pieces (RFC 9112 sections 2 to 5), at a cost linear in their number.
struct ResponseHeadParser: Sendable {
  private var reader = LineReader()
  private var hasStatusLine = false
  /// The status line, once there is one.
  private var statusLine = StatusLine(version: .http11, status: 0, reason: 0..<0)
  private var fields = FieldSectionParser()
  private var fieldsStart = 0

  /// Reads on; `bytes` from `base` on is the head as far as it has come. Returns the head's length in bytes when it is complete; the head
  /// itself is then to be taken with `takeHead`.
  mutating func advance(
    _ bytes: [UInt8], base: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Int? {
    if !hasStatusLine {
      guard try readStatusLine(bytes.span, base: base, limits: limits, leniency: leniency) else { return nil }
    }
    let progress = try fields.advance(
      bytes.span, base: base, limits: limits, leniency: leniency, naming: .headers, looseLines: leniency.contains(.fieldLinesAsEmail))
    guard case .complete(let end) = progress else { return nil }
    return end
  }

  /// What the end of the stream means when it comes before the head is complete: a head all the same, whose length is returned, or an
  /// error.
  mutating func endOfStream(
    _ bytes: [UInt8], base: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Int {
    if base == bytes.count { throw .remoteDisconnected }
    guard leniency.contains(.truncatedHeads) else {
      if !hasStatusLine { throw StatusLine.badLine(bytes.span, base, bytes.count) }
      throw .incompleteHead(received: Array(bytes[base...]))
    }
    if !hasStatusLine {
      statusLine = try StatusLine.parse(bytes.span, start: base, end: bytes.count, next: bytes.count, leniency: leniency)
      hasStatusLine = true
      fieldsStart = bytes.count - base
      fields = FieldSectionParser()
    } else {
      try fields.checkEnd(length: bytes.count - base, limits: limits, naming: .headers)
    }
    return bytes.count - base
  }

  private mutating func readStatusLine(
    _ bytes: Span<UInt8>, base: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> Bool {
    if reader.isAtLineStart, let line = StatusLine.plain(bytes, base: base, limit: limits.lineLength, leniency: leniency) {
      statusLine = line.content
      hasStatusLine = true
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
    hasStatusLine = true
    fieldsStart = line.next
    fields = FieldSectionParser(after: reader)
    return true
  }

  /// The head of `length` bytes that was found.
  mutating func takeHead(_ bytes: [UInt8], base: Int, length: Int, leniency: ParsingLeniency) -> ResponseHead {
    let storage = Array(bytes[base..<base + length])
    if leniency.contains(.fieldLinesAsEmail) {
      var message = EmailFieldParser.parse(Array(storage[fieldsStart...]))
      let range = message.keep(storage[...])
      return ResponseHead(line: statusLine, lineLength: fieldsStart, range: range, headers: message)
    }
    return ResponseHead(line: statusLine, lineLength: fieldsStart, range: 0..<length, headers: fields.takeMessage(storage: storage))
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
