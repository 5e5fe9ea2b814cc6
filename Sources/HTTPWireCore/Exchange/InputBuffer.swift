/// Bytes received and not yet consumed. A driver owns it, appends at the end and drops what the exchange has consumed.
package struct InputBuffer: Sendable {
  /// The bytes; those before `start` have been consumed.
  private var storage: [UInt8] = []
  /// Where the bytes that have not been consumed start.
  private var start = 0
  /// Whether the peer has ended the stream, so that nothing will follow these bytes.
  package var isAtEnd = false
  /// The most bytes that were in the storage.
  private var peak = 0

  package init() {}

  /// The number of bytes that have not been consumed.
  package var count: Int { storage.count &- start }

  /// Whether all bytes have been consumed.
  package var isEmpty: Bool { storage.count == start }

  /// The bytes that have not been consumed.
  package var contents: ArraySlice<UInt8> { storage[start...] }

  /// Makes room for `capacity` bytes, has `source` fill as much of it as it likes, and notes the end of the stream when it brings nothing.
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

  /// More than anybody reads at once, so that no wish for room is one that memory can't hold.
  private static let largestFill = 1 << 26

  /// Drops `count` bytes from the front, at most as many as there are.
  package mutating func consume(_ count: Int) {
    let count = min(count, self.count)
    if count <= 0 { return }
    start &+= count
  }

  // MARK: What the exchange makes of them

  /// The next head, whose bytes are dropped; nil when more are needed.
  mutating func nextHead(of exchange: inout ClientExchange) throws(HTTPException) -> ResponseHead? {
    guard let head = try exchange.nextHead(in: storage.span.extracting(start...), isAtEnd: isAtEnd) else { return nil }
    consume(head.length)
    return head
  }

  /// Drops framing, and says how much of the body follows.
  mutating func nextBody(of exchange: inout ClientExchange) throws(HTTPException) -> BodyStep {
    let step = try exchange.nextBody(in: storage.span.extracting(start...), isAtEnd: isAtEnd)
    consume(step.framing)
    return step
  }

  /// Drops the end of the body where nothing else is left.
  mutating func settleBody(of exchange: inout ClientExchange) throws(HTTPException) {
    consume(try exchange.settleBody(in: storage.span.extracting(start...)))
  }

  /// The length of the line at the front, its line feed included, where it ends within `limit` bytes.
  func lineLength(within limit: Int) -> Int? {
    Scanner.lineFeed(in: storage.span, from: start, to: start &+ limit).map { $0 &- start &+ 1 }
  }

  /// Appends at most `limit` bytes from the front to `output`, and returns how many those were. They stay here.
  func copy(_ limit: Int, to output: inout OutputSpan<UInt8>) -> Int {
    output.append(copying: storage.span.extracting(start..<start &+ limit))
  }

  /// Appends `count` bytes from the front to `output`. They stay here.
  func copy(_ count: Int, to output: inout [UInt8]) {
    output.append(copying: storage.span.extracting(start..<start &+ count))
  }

  /// Gives back the memory of an empty buffer that more than a small response has gone through, so that a connection that is kept for
  /// later holds none of it.
  mutating func rest() {
    guard isEmpty, peak > Self.keptBytes else { return }
    storage = []
    start = 0
    peak = 0
  }

  /// A page: what a small response touches of the room there is.
  private static let keptBytes = 4096

  /// Moves the bytes to the front of the storage rather than let the storage grow.
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
