extension HTTPResponse {
  /// Reads the body to its end (`HTTPResponse.read`). Memory grows with the bytes received, not with the length that was declared
  /// (CVE-2025-13836).
  ///
  /// Throws `incompleteRead` with all bytes this call received if the peer closes early (RFC 9112 section 8). Throws `malformedChunk`,
  /// `lineTooLong` and `limitExceeded` for invalid chunk framing. Throws `timedOut(.readingBody)` and `system`; after these two, the next
  /// read starts with the bytes this call received.
  public func read() throws(HTTPException) -> [UInt8] {
    try collect(upTo: nil, isWholeRead: true)
  }

  /// Reads the next `amount` bytes of the body, and fewer only at its end (`HTTPResponse.read(amt)`). A negative amount reads to the end.
  ///
  /// Throws as ``read()`` does.
  public func read(_ amount: Int) throws(HTTPException) -> [UInt8] {
    amount < 0 ? try read() : try collect(upTo: amount, isWholeRead: false)
  }

  /// Reads the next `amount` bytes as a part of reading the whole body: a body that is too short is an error in all cases, as for
  /// ``read()``.
  package func readPart(_ amount: Int) throws(HTTPException) -> [UInt8] { try collect(upTo: amount, isWholeRead: true) }

  /// Reads body bytes into the free capacity of `buffer` until it is full or the body has ended. Returns the number of bytes read
  /// (`HTTPResponse.readinto`).
  ///
  /// Throws as ``read()`` does. The bytes that came before the error are in the buffer.
  @discardableResult
  public func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> Int {
    try fill(&buffer, keepsBytes: false)
  }

  /// Fills a buffer. With `keepsBytes`, the bytes that came before an error are kept for the next read, because the caller can't see how
  /// many there were.
  @inline(__always)
  func fill(_ buffer: inout OutputSpan<UInt8>, keepsBytes: Bool) throws(HTTPException) -> Int {
    let start = buffer.count
    let isLarge = buffer.freeCapacity >= ExchangeDriver.largeRead
    while buffer.freeCapacity > 0, !isExhausted {
      let before = buffer.count
      do {
        try readSome(into: &buffer, large: isLarge)
      } catch {
        let collected = Array(copying: buffer.span.extracting(start...))
        guard let error = failure(error, collected: collected, keeps: keepsBytes) else { break }
        throw error
      }
      if buffer.count == before { break }
    }
    return buffer.count - start
  }

  /// Reads up to `amount` bytes with at most one read from the stream (`HTTPResponse.read1`). It returns bytes received earlier if there
  /// are any. Only chunk framing may need further reads. A negative amount lets the response choose. Empty only at the end of the body.
  ///
  /// Throws as ``read()`` does.
  public func read1(_ amount: Int = -1) throws(HTTPException) -> [UInt8] {
    var result: [UInt8] = []
    if amount == 0 { return result }
    let room = amount < 0 ? Self.usualBlock : min(amount, Self.largestBlock)
    do {
      try append(to: &result, room: room)
    } catch {
      guard let error = failure(error, collected: result) else { return result }
      throw error
    }
    return result
  }

  /// Reads as ``read1(_:)`` does, into the free capacity of `buffer` (`HTTPResponse.readinto1`). Returns the number of bytes read; 0 only
  /// at the end of the body or if `buffer` is full.
  ///
  /// Throws as ``read()`` does.
  @discardableResult
  public func read1(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> Int {
    let start = buffer.count
    if buffer.freeCapacity == 0 { return 0 }
    do {
      try readSome(into: &buffer)
    } catch {
      guard let error = failure(error, collected: []) else { return 0 }
      throw error
    }
    return buffer.count - start
  }

  /// Returns body bytes without consuming them: those received earlier, or else those of one read from the stream (`HTTPResponse.peek`).
  /// `amount` is ignored, as in Python: the result may be shorter or longer. It is empty only at the end of the body.
  ///
  /// Throws as ``read()`` does. The next read throws the same error again.
  public func peek(_ amount: Int = -1) throws(HTTPException) -> [UInt8] {
    do {
      return try peekSome()
    } catch .incompleteRead where leniency.contains(.shortBodies) {
      return []
    }
  }

  /// Calls `body` with the rest of the body as it arrives, in blocks of at most `size` bytes. Blocks are never larger than 64 KiB.
  ///
  /// Throws as ``read()`` does. An error of `body` is thrown inside `custom`, unless it is an `HTTPException`.
  ///
  /// ```swift
  /// var total = 0
  /// try response.forEachChunk { total += $0.count }
  /// ```
  public func forEachChunk<Failure: Error>(
    _ size: Int = 65_536, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(HTTPException) {
    let room = min(max(size, 1), Self.largestBlock)
    var block: [UInt8] = []
    while true {
      // Reuses the memory, unless `body` has kept the block.
      block.removeAll(keepingCapacity: true)
      var end: HTTPException?
      do {
        try append(to: &block, room: room, large: room >= ExchangeDriver.largeRead)
      } catch {
        // What came before the error goes to `body`, and not with the error.
        end = failure(error, collected: [])
      }
      if block.isEmpty, end == nil { return }
      do {
        if !block.isEmpty { try body(block) }
      } catch {
        // The caller gets the closure's error now, and the response's own from the next read.
        if let end { throwLater(end) }
        throw HTTPException(error)
      }
      if let end { throw end }
    }
  }

  /// The size of a block if the caller names none, and the first allocation for a body of unknown length.
  private static let usualBlock = 16_384
  /// The largest allocation before a byte has come.
  private static let largestBlock = 65_536
  /// The largest growth of the result by more than a factor of four.
  private static let largeStep = 268_435_456

  private func collect(upTo limit: Int?, isWholeRead: Bool) throws(HTTPException) -> [UInt8] {
    var result: [UInt8] = []
    let wanted = limit ?? .max
    do {
      if wanted < ExchangeDriver.largeRead { try takeReceived(into: &result, limit: wanted) }
      while result.count < wanted, !isExhausted {
        let before = result.count
        try append(to: &result, room: room(for: &result, wanted - before), large: wanted >= ExchangeDriver.largeRead)
        if result.count == before { break }
      }
    } catch {
      guard let error = failure(error, collected: result, isWholeRead: isWholeRead) else { return result }
      throw error
    }
    return result
  }

  /// How many more bytes to reserve. A declared length is trusted only up to a multiple of the bytes received (at first 64 KiB), so that a
  /// false length costs nothing. The last step is exact, so that a large body needs little more memory than its size. Each step copies the
  /// bytes received, so the first steps are large: reserved memory that is never written takes only address space.
  private func room(for result: inout [UInt8], _ wanted: Int) -> Int {
    if wanted <= Self.usualBlock { return wanted }
    let free = result.capacity - result.count
    let remaining = remainingLength
    let wanted = remaining.map { min(wanted, max(Int(clamping: $0), 1)) } ?? wanted
    if free > 0, wanted > free { return free }
    if free >= wanted { return wanted }
    let believed = max(result.count * 3, min(result.count * 15, Self.largeStep), Self.largestBlock)
    let growth = remaining == nil ? max(result.count, Self.usualBlock) : believed
    let room = min(wanted, growth)
    result.reserveCapacity(result.count + room)
    return room
  }

  private func append(to result: inout [UInt8], room: Int, large: Bool = false) throws(HTTPException) {
    try result.append(addingCapacity: room) { (free) throws(HTTPException) in try readSome(into: &free, large: large) }
  }
}
