/// The bytes that were received and not yet consumed. A driver appends received bytes and drops those that the exchange has consumed.
package struct InputBuffer: Sendable {
  /// The bytes; those before `start` have been consumed.
  private var storage: [UInt8] = []
  /// The offset of the first byte that has not been consumed.
  private var start = 0
  /// Whether the peer has ended the stream, so nothing will follow these bytes.
  package var isAtEnd = false
  /// The largest number of bytes that the storage has held.
  private var peak = 0

  package init() {}

  /// The number of bytes that have not been consumed.
  package var count: Int { storage.count &- start }

  /// Whether all bytes have been consumed.
  package var isEmpty: Bool { storage.count == start }

  /// The bytes that have not been consumed.
  package var contents: ArraySlice<UInt8> { storage[start...] }

  /// Lets `source` append up to `capacity` bytes. If it appends nothing, the stream has ended.
  package mutating func fill(
    _ capacity: Int, from source: (inout OutputSpan<UInt8>) throws(HTTPException) -> Void
  ) throws(HTTPException) {
    let capacity = min(max(capacity, 1), Self.largestFill)
    makeRoom(for: capacity)
    let before = storage.count
    try storage.append(addingCapacity: capacity, initializingWith: source)
    if storage.count == before { isAtEnd = true }
    peak = max(peak, storage.count)
  }

  /// An upper bound for one read, so that a caller's size can't exhaust the memory.
  private static let largestFill = 1 << 26

  /// Drops `count` bytes from the front, or all if there are fewer.
  package mutating func consume(_ count: Int) {
    let count = min(count, self.count)
    if count <= 0 { return }
    start &+= count
  }

  // MARK: Parsing

  /// Parses the next head and drops its bytes. Returns nil if more bytes are needed.
  @inline(__always)
  mutating func nextHead(of exchange: inout ClientExchange) throws(HTTPException) -> ResponseHead? {
    guard let head = try exchange.nextHead(in: storage.span.extracting(start...), isAtEnd: isAtEnd) else { return nil }
    consume(head.length)
    return head
  }

  /// Parses and drops framing, and returns how many body bytes follow.
  @inline(__always)
  mutating func nextBody(of exchange: inout ClientExchange) throws(HTTPException) -> BodyStep {
    let step = try exchange.nextBody(in: storage.span.extracting(start...), isAtEnd: isAtEnd)
    consume(step.framing)
    return step
  }

  /// Drops the end of the body if nothing else is left.
  mutating func settleBody(of exchange: inout ClientExchange) throws(HTTPException) {
    consume(try exchange.settleBody(in: storage.span.extracting(start...)))
  }

  /// The length of the line at the front, with its line feed. Nil if it does not end within `limit` bytes.
  func lineLength(within limit: Int) -> Int? {
    Scanner.lineFeed(in: storage.span, from: start, to: start &+ limit).map { $0 &- start &+ 1 }
  }

  /// Copies at most `limit` bytes from the front to `output`, and returns how many. Does not consume them.
  @inline(__always)
  func copy(_ limit: Int, to output: inout OutputSpan<UInt8>) -> Int {
    output.append(copying: storage.span.extracting(start..<start &+ limit))
  }

  /// Copies `count` bytes from the front to `output`. Does not consume them.
  func copy(_ count: Int, to output: inout [UInt8]) {
    output.append(copying: storage.span.extracting(start..<start &+ count))
  }

  /// Frees the memory of an empty buffer that has held more than a small response, so that idle connections hold little memory.
  mutating func rest() {
    guard isEmpty, peak > Self.keptBytes else { return }
    storage = []
    start = 0
    peak = 0
  }

  /// One page: the memory that a small response touches.
  private static let keptBytes = 4096

  /// Makes room at the end, by moving the bytes to the front of the storage if that avoids growing it.
  @inline(__always)
  private mutating func makeRoom(for count: Int) {
    if start == storage.count {
      storage.removeAll(keepingCapacity: true)
      start = 0
    } else if start > 0, storage.count + count > storage.capacity {
      storage.removeSubrange(0..<start)
      start = 0
    }
  }
}
