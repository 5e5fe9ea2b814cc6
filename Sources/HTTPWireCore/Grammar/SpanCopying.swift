/// Copies bytes in one piece, and lends part of a span's free room. The standard library has no safe calls for these.

extension OutputSpan<UInt8> {
  /// Appends as many of the bytes as there is room for, starting with the first, and returns how many that was.
  @discardableResult
  @inline(__always)
  package mutating func append(copying source: Span<UInt8>) -> Int {
    // Unsafe: the span lends its bytes for this call, which copies them.
    unsafe source.withUnsafeBufferPointer { unsafe fill(from: $0) }
  }

  /// Appends the UTF-8 bytes of a text, in one piece if the string stores them as one.
  @inline(never)
  mutating func append(utf8 text: String) {
    // Unsafe: the string lends its bytes for this call, which copies them.
    let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe append(all: $0) }
    if isDone == nil { for byte in text.utf8 { append(byte) } }
  }

  /// Appends an ASCII constant.
  @inline(__always)
  mutating func append(constant text: StaticString) {
    // Unsafe: the text is a constant of the program.
    unsafe append(all: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Lends at most `limit` bytes of the free room to a closure. What the closure appends is kept, even if it throws.
  package mutating func withFreeRoom(
    _ limit: Int, _ body: (inout OutputSpan<UInt8>) throws(HTTPException) -> Void
  ) throws(HTTPException) {
    let room = max(0, min(limit, freeCapacity))
    // Unsafe: the lent part starts at the first free byte and ends within the span.
    try unsafe withUnsafeMutableBufferPointer { (bytes, count) throws(HTTPException) in
      try unsafe Self.lend(bytes.extracting(count..<count &+ room), addingTo: &count, body)
    }
  }

  /// Lends free memory as a span, and adds to `count` what a closure appends, even if it throws.
  @inlinable
  @inline(__always)
  package static func lend(
    _ free: UnsafeMutableBufferPointer<UInt8>, addingTo count: inout Int,
    _ body: (inout OutputSpan<UInt8>) throws(HTTPException) -> Void
  ) throws(HTTPException) {
    // Unsafe: the caller lends the memory for this call, and the span does not outlive it.
    var span = unsafe OutputSpan(buffer: free, initializedCount: 0)
    defer { count &+= span.count }
    try body(&span)
  }

  /// Appends all of the bytes. If there is too little room, the span itself traps at the first byte too many.
  @inline(__always)
  private mutating func append(all source: UnsafeBufferPointer<UInt8>) {
    let copied = unsafe fill(from: source)
    // Unsafe: the subscript is within the buffer.
    if copied < source.count { unsafe append(source[copied]) }
  }

  @inline(__always)
  private mutating func fill(from source: UnsafeBufferPointer<UInt8>) -> Int {
    let copied = min(source.count, freeCapacity)
    // Unsafe: the copy starts at the first free byte, and its length fits both.
    unsafe withUnsafeMutableBufferPointer { target, count in
      guard let from = source.baseAddress, let to = target.baseAddress else { return }
      unsafe (to + count).initialize(from: from, count: copied)
      count &+= copied
    }
    return copied
  }
}

extension [UInt8] {
  /// A copy of a span's bytes.
  package init(copying bytes: Span<UInt8>) {
    // Unsafe: the span lends its bytes for this call, which copies them. `init(capacity:)` would take three times as long.
    self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// Appends a copy of a span's bytes.
  package mutating func append(copying bytes: Span<UInt8>) {
    // For an array without memory, a new one takes a third of the instructions.
    if capacity == 0 { self = Array(copying: bytes) } else { append(addingCapacity: bytes.count) { $0.append(copying: bytes) } }
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Lends the memory from `count` on as a span of bytes, and adds to `count` what a closure appends, even if it throws.
  @inlinable
  @inline(__always)
  package func withOutputSpan(
    addingTo count: inout Int, _ body: (inout OutputSpan<UInt8>) throws(HTTPException) -> Void
  ) throws(HTTPException) {
    // Unsafe: the caller lends the memory for this call. Afterwards the memory is bound to its former type again.
    try unsafe UnsafeMutableRawBufferPointer(rebasing: self[count...]).withMemoryRebound(to: UInt8.self) { (free) throws(HTTPException) in
      try unsafe OutputSpan<UInt8>.lend(free, addingTo: &count, body)
    }
  }
}

extension String {
  /// Lends the text's UTF-8 bytes as a span, without copying them if the string stores them as one piece.
  @inline(__always)
  package func withUTF8Span<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    // Unsafe: the string lends its bytes for this call, and the span does not outlive it.
    if let result = unsafe utf8.withContiguousStorageIfAvailable({ unsafe body($0.span) }) { return result }
    return body(Array(utf8).span)
  }

  /// The text of a span's bytes, which are UTF-8.
  init(copyingUTF8 bytes: Span<UInt8>) {
    // Unsafe: the span lends its bytes for this call, which copies them.
    self = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe String(unsafeUninitializedCapacity: bytes.count) { unsafe $0.initialize(fromContentsOf: bytes) }
    }
  }
}
