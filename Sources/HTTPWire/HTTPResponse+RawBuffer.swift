extension HTTPResponse {
  /// Reads body bytes into the buffer until it is full or the body has ended, and returns how many those were
  /// (`HTTPResponse.readinto`).
  ///
  /// Throws as `read()` does; bytes that came before a timeout or a failed call come again with the next read.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(HTTPException) -> Int {
    var count = 0
    // Unsafe: the caller vouches for the buffer; it is lent as a span for the length of this call.
    try unsafe buffer.withOutputSpan(addingTo: &count) { (free) throws(HTTPException) in try readOrKeep(into: &free) }
    return count
  }

  /// Reads body bytes into the free room of a raw span, as ``read(into:)-(OutputSpan<UInt8>)`` does into one of bytes.
  ///
  /// Throws as `read()` does; bytes that came before the error are in the buffer.
  @discardableResult
  public func read(into buffer: inout OutputRawSpan) throws(HTTPException) -> Int {
    let before = buffer.byteCount
    // Unsafe: only the free room is lent, and only what was filled is counted.
    try unsafe buffer.withUnsafeMutableBytes { (bytes, count) throws(HTTPException) in
      try unsafe bytes.withOutputSpan(addingTo: &count) { (free) throws(HTTPException) in _ = try read(into: &free) }
    }
    return buffer.byteCount - before
  }
}
