extension HTTPMessage {
  /// The field lines of a part of a body, each with its line end, checked as those of a request are.
  ///
  /// Throws `invalidHeaderName` and `invalidHeaderValue`.
  package func lines() throws(HTTPException) -> [UInt8] {
    var lines: [UInt8] = []
    for index in indices {
      var start = lines.count
      lines += nameBytes(at: index)
      try RequestChecks.name(lines.span, from: start, text: name(at: index), leniency: .default)
      lines += [ASCII.colon, ASCII.space]
      start = lines.count
      lines += valueBytes(at: index)
      try RequestChecks.value(lines.span, from: start, leniency: .default)
      lines += [ASCII.carriageReturn, ASCII.lineFeed]
    }
    return lines
  }
}
