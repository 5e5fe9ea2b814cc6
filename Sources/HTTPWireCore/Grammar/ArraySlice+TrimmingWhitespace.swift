extension ArraySlice<UInt8> {
  /// The slice without the whitespace (OWS, RFC 9110 section 5.6.3) at both ends.
  package func trimmingWhitespace() -> ArraySlice<UInt8> {
    var low = startIndex
    var high = endIndex
    while low < high, ASCII.isWhitespace(self[low]) { low += 1 }
    while low < high, ASCII.isWhitespace(self[high - 1]) { high -= 1 }
    return self[low..<high]
  }
}
