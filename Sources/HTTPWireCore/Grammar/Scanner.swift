/// The loops that look at every byte of a head. All other grammar works on what these find, so measurements and their cures stay here.
enum Scanner {
  /// The offset of the first line feed in `start..<end`, or nil.
  @inline(__always)
  static func lineFeed(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    var position = start
    while position < end {
      if bytes[position] == ASCII.lineFeed { return position }
      position &+= 1
    }
    return nil
  }

  /// The end of the run of token characters that begins at `start` (RFC 9110 section 5.6.2).
  @inline(__always)
  static func endOfToken(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var position = start
    while position < end, ASCII.isTokenCharacter(bytes[position]) { position &+= 1 }
    return position
  }

  /// What RFC 9110 section 5.5 has a recipient refuse in a value: the first CR or NUL in `start..<end`, or nil.
  @inline(__always)
  static func forbiddenInValue(in bytes: Span<UInt8>, from start: Int, to end: Int) -> HeaderProblem? {
    var position = start
    while position < end {
      let byte = bytes[position]
      if byte == 0 { return .nul }
      if byte == ASCII.carriageReturn { return .bareCarriageReturn }
      position &+= 1
    }
    return nil
  }
}
