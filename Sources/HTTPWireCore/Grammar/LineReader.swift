/// Finds one line after another in bytes that arrive in pieces, looking at each byte once.
///
/// All offsets are relative to where the section began, so the buffer may move its bytes between two calls.
struct LineReader: Sendable {
  /// Where the current line begins.
  private(set) var lineStart = 0
  /// How far the search for the current line's end has come.
  private var scanned = 0

  /// One line: where it begins, where its content ends, where the next begins.
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

  /// Goes on behind a line that was read by other means.
  @inline(__always)
  mutating func skip(to next: Int) {
    lineStart = next
    scanned = next
  }

  /// The next complete line of the section that begins at `origin`, or nil when more bytes are needed. `limit` counts the line end.
  mutating func next(
    in bytes: Span<UInt8>, origin: Int, limit: Int, kind: String
  ) throws(HTTPException) -> Line? {
    guard let feed = Scanner.lineFeed(in: bytes, from: origin &+ scanned, to: bytes.count) else {
      scanned = bytes.count &- origin
      if scanned &- lineStart > limit { throw .lineTooLong(kind: kind, limit: limit) }
      return nil
    }
    let start = lineStart
    let offset = feed &- origin
    if offset &- start >= limit { throw .lineTooLong(kind: kind, limit: limit) }
    let hasCarriageReturn = offset > start && bytes[feed &- 1] == ASCII.carriageReturn
    lineStart = offset &+ 1
    scanned = lineStart
    return Line(start: start, end: hasCarriageReturn ? offset &- 1 : offset, next: lineStart, hasCarriageReturn: hasCarriageReturn)
  }
}
