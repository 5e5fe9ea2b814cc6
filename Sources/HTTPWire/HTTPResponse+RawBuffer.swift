extension HTTPResponse {
  /// Reads body bytes into the buffer until it is full or the body has ended, and returns how many those were
  /// (`HTTPResponse.readinto`).
  ///
  /// Throws as `read()` does; bytes that came before a timeout or a failed call come again with the next read.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(HTTPException) -> Int {
    // Unsafe: the caller vouches for the buffer; it is lent as a span for the length of this call.
    try unsafe buffer.withOutputSpan { (span: inout OutputRawSpan) throws(HTTPException) in try readOrKeep(into: &span) }
  }
}
