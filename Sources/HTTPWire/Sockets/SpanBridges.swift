extension [UInt8] {
  /// Appends a copy of the bytes: for streams that keep what is written to them.
  public mutating func append(copying bytes: RawSpan) {
    // Unsafe: the span lends its bytes while the array copies them in one piece; the standard library has no safe way to do so.
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  /// Lends the array's bytes as a raw span: for what takes such, as streams do.
  public func withRawSpan<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
    // Unsafe: the standard library marks `bytes` so because elements can have padding, which bytes have not.
    try body(unsafe span.bytes)
  }
}

extension OutputRawSpan {
  /// Appends a copy of as many of the bytes, from the first on, as there is room for, and returns how many that were: for streams
  /// that hand out bytes they hold.
  @discardableResult
  public mutating func append(copying source: RawSpan) -> Int {
    let count = min(source.byteCount, freeCapacity)
    guard count > 0 else { return 0 }
    // Unsafe: both spans lend their memory for the copy, whose length fits both and which begins at the first free byte.
    unsafe withUnsafeMutableBytes { bytes, initializedCount in
      unsafe source.withUnsafeBytes { source in
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[initializedCount...])
        unsafe free.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<count]))
      }
      initializedCount += count
    }
    return count
  }

  /// Appends a copy of as many of the bytes, from the first on, as there is room for, and returns how many that were.
  @discardableResult
  package mutating func append(copying source: ArraySlice<UInt8>) -> Int {
    source.withRawSpan { append(copying: $0) }
  }

  /// Appends a copy of as many of the bytes, from the first on, as there is room for, and returns how many that were.
  @discardableResult
  package mutating func append(copying source: Span<UInt8>) -> Int {
    // Unsafe: the standard library marks `bytes` so because elements can have padding, which bytes have not.
    unsafe append(copying: source.bytes)
  }
}

extension OutputSpan<UInt8> {
  /// Lends the free room to a closure that fills raw spans; what it has appended when it returns or throws is kept: for reading into
  /// an array without unsafe code.
  ///
  /// ```swift
  /// var block: [UInt8] = []
  /// try block.append(addingCapacity: 4096) { span in
  ///   try span.withRawSpan { raw in _ = try response.read(into: &raw) }
  /// }
  /// ```
  public mutating func withRawSpan<Failure: Error>(_ body: (inout OutputRawSpan) throws(Failure) -> Void) throws(Failure) {
    // Unsafe: bytes have no other representation, so the memory of one span is that of the other, and the count goes with it.
    try unsafe withUnsafeMutableBufferPointer { (buffer, count) throws(Failure) in
      let free = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
      var span = unsafe OutputRawSpan(buffer: free, initializedCount: 0)
      defer { count += span.byteCount }
      try body(&span)
    }
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Lends the whole buffer to a closure that fills raw spans, and returns how many bytes it has appended.
  ///
  /// When the closure throws, what it has appended before is in the buffer but not told.
  package func withOutputSpan<Failure: Error>(_ body: (inout OutputRawSpan) throws(Failure) -> Void) throws(Failure) -> Int {
    var span = unsafe OutputRawSpan(buffer: self, initializedCount: 0)
    try body(&span)
    return unsafe span.finalize(for: self)
  }
}

extension ArraySlice<UInt8> {
  /// Lends the slice's bytes as a raw span.
  package func withRawSpan<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
    // Unsafe: the standard library marks `bytes` so because elements can have padding, which bytes have not.
    try body(unsafe span.bytes)
  }
}

extension OutputRawSpan {
  /// Lends at most `limit` bytes of the free room to a closure that fills raw spans; what it has appended is kept.
  package mutating func withFreeRoom<Failure: Error>(
    _ limit: Int, _ body: (inout OutputRawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    let room = min(limit, freeCapacity)
    // Unsafe: the lent part begins at the first free byte and ends within the span; what was filled of it is counted here.
    try unsafe withUnsafeMutableBytes { (bytes, count) throws(Failure) in
      let free = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[count..<count + room])
      var span = unsafe OutputRawSpan(buffer: free, initializedCount: 0)
      defer { count += span.byteCount }
      try body(&span)
    }
  }

  /// A copy of the bytes from an offset on.
  package borrowing func copy(from offset: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.append(copying: bytes.extracting(offset..<byteCount))
    return result
  }
}
