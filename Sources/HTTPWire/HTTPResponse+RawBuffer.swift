extension HTTPResponse {
  /// Reads body bytes into the buffer until it is full or the body has ended. Returns the number of bytes read (`HTTPResponse.readinto`).
  ///
  /// Throws as `read()` does. The next read returns the bytes that came before a timeout or a failed call.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(HTTPException) -> Int {
    var count = 0
    // Unsafe: the caller must keep the buffer valid for the duration of this call, and the span does not outlive the call.
    try unsafe buffer.withOutputSpan(addingTo: &count) { (free) throws(HTTPException) in _ = try fill(&free, keepsBytes: true) }
    return count
  }

  /// Reads body bytes into the free capacity of a raw span, as ``read(into:)-(OutputSpan<UInt8>)`` does for a span of bytes.
  ///
  /// Throws as `read()` does. The bytes that came before the error are in the buffer.
  @discardableResult
  public func read(into buffer: inout OutputRawSpan) throws(HTTPException) -> Int {
    let before = buffer.byteCount
    // Unsafe: the closure gets only the free capacity, and `count` grows only by the bytes that were initialized.
    try unsafe buffer.withUnsafeMutableBytes { (bytes, count) throws(HTTPException) in
      try unsafe bytes.withOutputSpan(addingTo: &count) { (free) throws(HTTPException) in _ = try read(into: &free) }
    }
    return buffer.byteCount - before
  }
}
