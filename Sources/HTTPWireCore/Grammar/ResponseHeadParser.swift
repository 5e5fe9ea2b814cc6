/// Parses a response head out of bytes that arrive in pieces (RFC 9112 sections 2 to 5), at a cost linear in their number.
struct ResponseHeadParser: Sendable {
  private var reader = LineReader()
  private var statusLine: StatusLine?
  private var fields: FieldSectionParser?
  private var fieldsStart = 0

  /// Reads on; `bytes` from `base` on is the head as far as it has come. Returns the head and its length in bytes when complete.
  mutating func advance(
    _ bytes: [UInt8], base: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> (head: ResponseHead, length: Int)? {
    if fields == nil {
      guard try readStatusLine(bytes.span, base: base, limits: limits, leniency: leniency) else { return nil }
    }
    guard
      case .complete(let end)? = try fields?.advance(
        bytes.span, base: base, limits: limits, leniency: leniency, naming: .headers,
        looseLines: leniency.contains(.fieldLinesAsEmail))
    else { return nil }
    return finish(bytes, base: base, end: end, leniency: leniency)
  }

  /// What the end of the stream means when it comes before the head is complete: a head all the same, or an error.
  mutating func endOfStream(
    _ bytes: [UInt8], base: Int, limits: ParsingLimits, leniency: ParsingLeniency
  ) throws(HTTPException) -> (head: ResponseHead, length: Int) {
    if base == bytes.count { throw .remoteDisconnected }
    guard leniency.contains(.truncatedHeads) else {
      if fields == nil { throw StatusLine.badLine(bytes.span, base, bytes.count) }
      throw .incompleteHead(received: Array(bytes[base...]))
    }
    if fields == nil {
      statusLine = try StatusLine.parse(bytes.span, start: base, end: bytes.count, next: bytes.count, leniency: leniency)
      fieldsStart = bytes.count - base
      fields = FieldSectionParser()
      return try finishCutShort(bytes, base: base, leniency: leniency)
    }
    try fields?.checkEnd(length: bytes.count - base, limits: limits, naming: .headers)
    return try finishCutShort(bytes, base: base, leniency: leniency)
  }

  private mutating func finishCutShort(
    _ bytes: [UInt8], base: Int, leniency: ParsingLeniency
  ) throws(HTTPException) -> (head: ResponseHead, length: Int) {
    guard let result = finish(bytes, base: base, end: bytes.count - base, leniency: leniency) else {
      throw .incompleteHead(received: Array(bytes[base...]))
    }
    return result
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

  private mutating func finish(
    _ bytes: [UInt8], base: Int, end: Int, leniency: ParsingLeniency
  ) -> (head: ResponseHead, length: Int)? {
    guard let statusLine else { return nil }
    if leniency.contains(.fieldLinesAsEmail) {
      var message = EmailFieldParser.parse(Array(bytes[base + fieldsStart..<base + end]))
      let range = message.keep(bytes[base..<base + end])
      return (ResponseHead(line: statusLine, lineLength: fieldsStart, range: range, headers: message), end)
    }
    guard let message = fields?.message(storage: Array(bytes[base..<base + end])) else { return nil }
    return (ResponseHead(line: statusLine, lineLength: fieldsStart, range: 0..<end, headers: message), end)
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
