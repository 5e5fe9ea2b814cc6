extension HTTPResponse {
  /// Reads the body to its end (`HTTPResponse.read`). Memory grows with the bytes that come, never with a length that was declared
  /// (CVE-2025-13836).
  ///
  /// Throws `incompleteRead` with all bytes this call received when the peer closes early (RFC 9112 section 8), `malformedChunk`,
  /// `lineTooLong` and `limitExceeded` for bad chunk framing, `timedOut(.readingBody)` and `system`; after these two, the next read
  /// begins with the bytes this one had received.
  public func read() throws(HTTPException) -> [UInt8] {
    try collect(upTo: nil)
  }

  /// Reads the next `amount` bytes of the body, fewer at its end only; a negative amount reads to the end (`HTTPResponse.read(amt)`).
  ///
  /// Throws as ``read()`` does.
  public func read(_ amount: Int) throws(HTTPException) -> [UInt8] {
    amount < 0 ? try read() : try collect(upTo: amount)
  }

  /// Reads body bytes into the free room of `buffer` until it is full or the body has ended, and returns how many those were
  /// (`HTTPResponse.readinto`).
  ///
  /// Throws as ``read()`` does; bytes that came before the error are in the buffer.
  @discardableResult
  public func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> Int {
    try fill(&buffer, keepsBytes: false)
  }

  /// Fills a buffer. Where its owner learns of an error but not of how many bytes came before it, those are kept for the next read.
  func fill(_ buffer: inout OutputSpan<UInt8>, keepsBytes: Bool) throws(HTTPException) -> Int {
    let start = buffer.count
    let isLarge = buffer.freeCapacity >= ExchangeDriver.largeRead
    while buffer.freeCapacity > 0 {
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

  /// Reads up to `amount` bytes: those that are there already, or else what one read from the stream brings; only chunk framing may
  /// take more. A negative amount leaves the number to the response. Empty at the end of the body only (`HTTPResponse.read1`).
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

  /// Appends what ``read1(_:)`` would return to the free room of `buffer`, without an array between, and returns how many bytes those
  /// were; 0 at the end of the body only (`HTTPResponse.readinto1`).
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

  /// The body bytes that are there already, or else what one read from the stream brings, left where they are. `amount` is a hint that
  /// is not followed, as in Python: the result may be shorter or longer, but is empty at the end of the body only
  /// (`HTTPResponse.peek`).
  ///
  /// Throws as ``read()`` does, and the next read throws again.
  public func peek(_ amount: Int = -1) throws(HTTPException) -> [UInt8] {
    do {
      return try peekSome()
    } catch .incompleteRead where leniency.contains(.shortBodies) {
      return []
    }
  }

  /// Hands the rest of the body to `body`, a block of at most `size` bytes at a time, as it arrives.
  ///
  /// Throws as ``read()`` does, and what `body` throws, which is inside of `custom` unless it is an `HTTPException`.
  public func forEachChunk<Failure: Error>(
    _ size: Int = 65_536, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(HTTPException) {
    let room = min(max(size, 1), Self.largestBlock)
    var block: [UInt8] = []
    while true {
      // Its memory is used again unless `body` has kept the block.
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
        throw HTTPException(error)
      }
      if let end { throw end }
    }
  }

  /// A block when the caller names no size, and the first room of a body of unknown length.
  private static let usualBlock = 16_384
  /// What is made room for at most before a byte has come.
  private static let largestBlock = 65_536
  /// How far room may grow ahead when it is made more than four times as large at once.
  private static let largeStep = 268_435_456

  private func collect(upTo limit: Int?) throws(HTTPException) -> [UInt8] {
    var result: [UInt8] = []
    let wanted = limit ?? .max
    do {
      while result.count < wanted {
        let before = result.count
        try append(to: &result, room: room(for: &result, wanted - before), large: wanted >= ExchangeDriver.largeRead)
        if result.count == before { break }
      }
    } catch {
      guard let error = failure(error, collected: result, isWholeRead: limit == nil) else { return result }
      throw error
    }
    return result
  }

  /// How many bytes to make room for next, of those that are wanted. A declared length is believed only up to a multiple of what has come
  /// (and 64 KiB at first), so that a lie costs nothing; the last step is then exact, so that a large body needs little more memory than
  /// itself. Each step copies what has come, so the first ones are large: room that is never filled takes addresses and no memory.
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
