/// Finds the lines of a section whose bytes arrive in pieces. Looks at each byte once.
///
/// Each call gets the bytes from the section's start on. All offsets count from there.
struct LineReader: Sendable {
  /// The start of the current line.
  private(set) var lineStart = 0
  /// The offset up to which there is no end of the current line.
  private var scanned = 0

  /// One line: the offsets of its start, of its content's end and of the next line.
  struct Line {
    let start: Int
    let end: Int
    let next: Int
    /// Whether the line ended in CRLF, not in a bare line feed.
    let hasCarriageReturn: Bool
    var isEmpty: Bool { start == end }
  }

  /// Whether no byte of the current line has been scanned yet.
  var isAtLineStart: Bool { scanned == lineStart }

  /// Continues after lines that were read by other means.
  @inline(__always)
  mutating func skip(to next: Int) {
    lineStart = next
    scanned = next
  }

  /// The next complete line, or nil if more bytes are needed. The limit includes the line end.
  @inline(__always)
  mutating func next(in bytes: Span<UInt8>, limit: Int, kind: String) throws(HTTPException) -> Line? {
    // Fewer bytes than before are no reason to look at any of them.
    if bytes.count < scanned { return nil }
    guard let feed = Scanner.lineFeed(in: bytes, from: scanned, to: bytes.count) else {
      scanned = bytes.count
      if scanned &- lineStart > limit { throw .lineTooLong(kind: kind, limit: limit) }
      return nil
    }
    let start = lineStart
    if feed &- start >= limit { throw .lineTooLong(kind: kind, limit: limit) }
    let hasCarriageReturn = feed > start && bytes[feed &- 1] == ASCII.carriageReturn
    skip(to: feed &+ 1)
    return Line(start: start, end: hasCarriageReturn ? feed &- 1 : feed, next: lineStart, hasCarriageReturn: hasCarriageReturn)
  }
}
