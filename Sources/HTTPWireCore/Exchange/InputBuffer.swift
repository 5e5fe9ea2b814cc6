/// Bytes received and not yet taken: a driver appends at the end, the exchange takes from the front.
public struct InputBuffer: Sendable {
  /// The bytes; those before `start` have been taken.
  public private(set) var bytes: [UInt8] = []
  /// Where the bytes that have not been taken begin.
  public private(set) var start = 0
  /// Whether the peer has ended the stream, so that nothing will follow these bytes. The driver sets it.
  public var isAtEnd = false

  /// An empty buffer.
  public init() {}

  /// A buffer of the given bytes.
  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The number of bytes that have not been taken.
  public var count: Int { bytes.count &- start }

  /// Whether all bytes have been taken.
  public var isEmpty: Bool { bytes.count == start }

  /// The bytes that have not been taken.
  public var contents: ArraySlice<UInt8> { bytes[start...] }

  /// Appends received bytes.
  public mutating func append(contentsOf received: some Sequence<UInt8>) {
    makeRoom(for: received.underestimatedCount)
    bytes.append(contentsOf: received)
  }

  /// Makes room for `capacity` bytes and has `source` fill as much of it as it likes.
  public mutating func fill<E>(
    _ capacity: Int, from source: (inout OutputSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    let capacity = Swift.max(capacity, 0)
    makeRoom(for: capacity)
    try bytes.append(addingCapacity: capacity, initializingWith: source)
  }

  /// Takes `count` bytes from the front; at most as many as there are.
  public mutating func consume(_ count: Int) {
    let count = Swift.min(count, self.count)
    if count <= 0 { return }
    start &+= count
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    }
  }

  /// Takes `count` bytes from the front, at most as many as there are, and appends them to `target`.
  public mutating func move(_ count: Int, to target: inout [UInt8]) {
    let count = Swift.max(0, Swift.min(count, self.count))
    target.append(contentsOf: bytes[start..<start + count])
    consume(count)
  }

  /// Moves the bytes to the front of the storage rather than let the storage grow.
  private mutating func makeRoom(for count: Int) {
    if start > 0, bytes.count + count > bytes.capacity {
      bytes.removeSubrange(0..<start)
      start = 0
    }
  }
}
