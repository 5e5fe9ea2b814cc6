/// The first line of a response (RFC 9112 section 4).
struct StatusLine: Sendable {
  var version: HTTPVersion
  var status: Int
  /// The reason phrase, as offsets from the line's start.
  var reason: Range<Int>

  /// Whether this is an interim response (RFC 9110 section 15.2). 101 counts as final, because another protocol follows it.
  var isInterim: Bool { status < 200 && status != 101 }

  /// Parses a line whose content is `start..<end`. `next` is the offset after its line end, for the error's text.
  static func parse(
    _ bytes: Span<UInt8>, start: Int, end: Int, next: Int, leniency: ParsingLeniency
  ) throws(HTTPException) -> StatusLine {
    if leniency.contains(.looseStatusLines) {
      return try LooseStatusLine.parse(bytes, start: start, end: next)
    }
    let allowsWhitespace = leniency.contains(.whitespaceInStatusLines)
    // HTTP-version SP status-code SP [reason-phrase]. Without a reason phrase, servers often omit the second SP.
    guard end &- start >= 12, hasProtocolName(bytes, start), ASCII.isDigit(bytes[start &+ 5]), bytes[start &+ 6] == UInt8(ascii: "."),
      ASCII.isDigit(bytes[start &+ 7]), isSeparator(bytes[start &+ 8], allowsWhitespace)
    else { throw refusal(bytes, start: start, end: end, next: next) }
    guard bytes[start &+ 5] == UInt8(ascii: "1") else { throw refusal(bytes, start: start, end: end, next: next) }

    var code = start &+ 9
    while allowsWhitespace, code < end, ASCII.isWhitespace(bytes[code]) { code &+= 1 }
    guard end &- code >= 3 else { throw badLine(bytes, start, next) }
    var status = 0
    for position in code..<code &+ 3 {
      guard ASCII.isDigit(bytes[position]) else { throw badLine(bytes, start, next) }
      status = status &* 10 &+ Int(bytes[position] &- 0x30)
    }
    let codeEnd = code &+ 3
    guard status >= 100, end == codeEnd || isSeparator(bytes[codeEnd], allowsWhitespace),
      Scanner.forbiddenInValue(in: bytes, from: codeEnd, to: end) == nil
    else { throw badLine(bytes, start, next) }

    let version: HTTPVersion = bytes[start &+ 7] == UInt8(ascii: "0") ? .http10 : .http11
    let reason = trimmed(bytes, min(codeEnd &+ 1, end), end)
    return StatusLine(version: version, status: status, reason: reason.lowerBound &- start..<reason.upperBound &- start)
  }

  /// Parses the common case, `HTTP/1.1 200 OK\r\n` at the start of the bytes, and returns where the next line starts. Returns nil for an
  /// incomplete line and for any other form, which `parse` handles.
  @inline(__always)
  static func plain(_ bytes: Span<UInt8>, limit: Int, leniency: ParsingLeniency) -> (content: StatusLine, next: Int)? {
    guard bytes.count > 15, Scanner.matches(bytes, from: 0, "HTTP/1.1 "), bytes[12] == ASCII.space,
      !leniency.contains(.looseStatusLines)
    else { return nil }
    let (hundreds, tens, ones) = (bytes[9] &- 0x30, bytes[10] &- 0x30, bytes[11] &- 0x30)
    // A line within the line limit's number of bytes can't exceed that limit.
    guard 1...9 ~= hundreds, tens < 10, ones < 10, let reason = Scanner.restOfLine(in: bytes, from: 13, to: min(bytes.count, limit))
    else { return nil }
    let status = Int(hundreds) &* 100 &+ Int(tens) &* 10 &+ Int(ones)
    return (StatusLine(version: .http11, status: status, reason: reason.start..<reason.end), reason.next)
  }

  private static func isSeparator(_ byte: UInt8, _ allowsWhitespace: Bool) -> Bool {
    byte == ASCII.space || allowsWhitespace && byte == ASCII.tab
  }

  /// Whether the bytes start with "HTTP/", in this case (RFC 9112 section 2.3).
  static func hasProtocolName(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    bytes.count &- start >= 5 && bytes[start] == UInt8(ascii: "H") && bytes[start &+ 1] == UInt8(ascii: "T")
      && bytes[start &+ 2] == UInt8(ascii: "T") && bytes[start &+ 3] == UInt8(ascii: "P") && bytes[start &+ 4] == UInt8(ascii: "/")
  }

  /// Whether a status line can start with these bytes. It can't once one of them differs from "HTTP/": a peer that speaks another protocol
  /// need not ever send a line end, so nobody should wait for one. Bytes beyond the limit are not looked at, because a peer that sends them
  /// byte by byte is refused for the length before they come.
  static func canBegin(with bytes: Span<UInt8>, limit: Int) -> Bool {
    for position in 0..<min(bytes.count, 5, min(max(limit, 0), 5) + 1) {
      switch position {
      case 0: if bytes[position] != UInt8(ascii: "H") { return false }
      case 1, 2: if bytes[position] != UInt8(ascii: "T") { return false }
      case 3: if bytes[position] != UInt8(ascii: "P") { return false }
      default: if bytes[position] != UInt8(ascii: "/") { return false }
      }
    }
    return true
  }

  /// The error for bytes of another protocol: what has arrived of their first line. That is not much, because they are refused as soon as
  /// one of them shows what they are.
  static func foreignLine(_ bytes: Span<UInt8>) -> HTTPException {
    badLine(bytes, 0, Scanner.lineFeed(in: bytes, from: 0, to: bytes.count).map { $0 &+ 1 } ?? bytes.count)
  }

  /// The error for a bad line: `unknownProtocol` if it starts with a well-formed other version, otherwise `badStatusLine`.
  private static func refusal(_ bytes: Span<UInt8>, start: Int, end: Int, next: Int) -> HTTPException {
    guard end &- start >= 5, hasProtocolName(bytes, start) else { return badLine(bytes, start, next) }
    var position = start &+ 5
    while position < end, ASCII.isDigit(bytes[position]) || bytes[position] == UInt8(ascii: ".") { position &+= 1 }
    let isKnown = position &- start == 8 && bytes[start &+ 5] == UInt8(ascii: "1") && bytes[start &+ 6] == UInt8(ascii: ".")
    guard !isKnown, position > start &+ 5, position < end, bytes[position] == ASCII.space else { return badLine(bytes, start, next) }
    return .unknownProtocol(Latin1.string(Array(copying: bytes.extracting(start..<position))))
  }

  static func badLine(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> HTTPException {
    .badStatusLine(Latin1.string(Array(copying: bytes.extracting(start..<end))))
  }

  private static func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int> {
    var low = start
    var high = end
    while low < high, ASCII.isWhitespace(bytes[low]) { low &+= 1 }
    while low < high, ASCII.isWhitespace(bytes[high &- 1]) { high &-= 1 }
    return low..<high
  }
}
