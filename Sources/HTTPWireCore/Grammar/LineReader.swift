/// Finds one line after another in bytes that arrive in pieces, looking at each byte once.
///
/// All offsets are counted from where the section starts, which is where the bytes start that each call is given.
struct LineReader: Sendable {
  /// Where the current line starts.
  private(set) var lineStart = 0
  /// How far the search for the current line's end has come.
  private var scanned = 0

  /// One line: where it starts, where its content ends, where the next starts.
  struct Line {
    let start: Int
    let end: Int
    let next: Int
    /// Whether a carriage return stood before the line feed.
    let hasCarriageReturn: Bool
    var isEmpty: Bool { start == end }
  }

  /// Whether nothing of the current line has been looked at yet.
  var isAtLineStart: Bool { scanned == lineStart }

  /// Goes on behind lines that were read by other means.
  @inline(__always)
  mutating func skip(to next: Int) {
    lineStart = next
    scanned = next
  }

  /// The next complete line, or nil when more bytes are needed. `limit` counts the line end.
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
