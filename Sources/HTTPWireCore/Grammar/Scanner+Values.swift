extension Scanner {
  /// The problem of the first bare CR or NUL in `start..<end`, or nil. RFC 9110 section 5.5 forbids them in a field value.
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
