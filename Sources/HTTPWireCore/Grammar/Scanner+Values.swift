extension Scanner {
  /// What RFC 9110 section 5.5 has a recipient refuse in a value: the first CR or NUL in `start..<end`, or nil.
  static func forbiddenInValue(in bytes: Span<UInt8>, from start: Int, to end: Int) -> HeaderProblem? {
    var position = start
    while true {
      position = endOfValue(in: bytes, from: position, to: end)
      if position == end { return nil }
      if bytes[position] == 0 { return .nul }
      if bytes[position] == ASCII.carriageReturn { return .bareCarriageReturn }
      position &+= 1
    }
  }
}
