/// Which lines must not be skipped as illegal field lines (``ParsingLeniency/illegalFieldLines``).
enum SkippedLine {
  /// Whether the name of a line, or all of it if it has no colon, has the letters of `Content-Length` or `Transfer-Encoding`, one after
  /// another. Whatever stands between or around them, another parser may drop it and find the field, and with it another end of the body.
  static func looksLikeFraming(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    var letters: [UInt8] = []
    for position in start..<end {
      let byte = bytes[position]
      if byte == ASCII.colon { break }
      let folded = byte | 0x20
      if folded &- 0x61 < 26 { letters.append(folded) }
    }
    return has("contentlength", in: letters.span) || has("transferencoding", in: letters.span)
  }

  private static func has(_ word: StaticString, in letters: Span<UInt8>) -> Bool {
    let count = word.utf8CodeUnitCount
    if letters.count < count { return false }
    for start in 0...(letters.count - count) where Scanner.equal(letters, from: start, count: count, word) { return true }
    return false
  }
}
