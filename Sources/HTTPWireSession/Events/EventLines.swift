import HTTPWireCore

/// The lines of an event stream: ended by CR LF, LF or CR, behind a byte order mark if there is one.
struct EventLines: Sendable {
  private let limit: Int
  private var received: [UInt8] = []
  /// Where the next line starts.
  private var start = 0
  /// How far its end has been looked for.
  private var scanned = 0
  /// Whether the last line ended in a CR, so that an LF right behind it is no line.
  private var skipsLineFeed = false
  /// Whether the stream's first bytes are still to be looked at.
  private var isAtStart = true

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(limit: Int) { self.limit = limit }

  mutating func feed(_ bytes: Span<UInt8>) {
    if start > 0 {
      received.removeSubrange(..<start)
      scanned -= start
      start = 0
    }
    received.append(copying: bytes)
  }

  /// The next line, without its end; nil if it has not come whole. A CR ends a line at once, because the LF may come much later.
  ///
  /// Throws `lineTooLong`.
  mutating func next() throws(HTTPException) -> ArraySlice<UInt8>? {
    guard passMark() else { return nil }
    if skipsLineFeed, start < received.count {
      if received[start] == UInt8(ascii: "\n") { start += 1 }
      skipsLineFeed = false
    }
    scanned = max(scanned, start)
    while scanned < received.count, received[scanned] != UInt8(ascii: "\n"), received[scanned] != UInt8(ascii: "\r") { scanned += 1 }
    if scanned - start > limit { throw .lineTooLong(kind: "event line", limit: limit) }
    guard scanned < received.count else { return nil }
    let line = received[start..<scanned]
    skipsLineFeed = received[scanned] == UInt8(ascii: "\r")
    scanned += 1
    start = scanned
    return line
  }

  /// Passes the byte order mark. Returns false as long as the bytes may be the first of one.
  private mutating func passMark() -> Bool {
    if !isAtStart { return true }
    if received.count < Self.mark.count, Self.mark.starts(with: received) { return false }
    if received.starts(with: Self.mark) { start = Self.mark.count }
    isAtStart = false
    return true
  }
}
