/// Splits bytes into lines at CRLF, LF and CR.
enum EmailLines {
  /// The line at `start`, with its line end. Empty at the end of the bytes.
  static func line(at start: Int, of bytes: [UInt8]) -> Range<Int> {
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      end += 1
      if byte == ASCII.lineFeed { break }
      if byte == ASCII.carriageReturn {
        if end < bytes.count, bytes[end] == ASCII.lineFeed { end += 1 }
        break
      }
    }
    return start..<end
  }
}
