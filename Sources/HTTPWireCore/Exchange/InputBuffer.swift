/// Bytes received and not yet taken: a driver appends at the end, the exchange takes from the front.
public struct InputBuffer: Sendable {
  /// What ``bytes`` shows, where code that is inlined into a driver can change it.
  @usableFromInline var storage: [UInt8] = []
  /// Where the bytes that have not been taken begin.
  public private(set) var start = 0
  /// Whether the peer has ended the stream, so that nothing will follow these bytes. The driver sets it.
  public var isAtEnd = false

  /// The bytes; those before `start` have been taken.
  @inlinable
  public var bytes: [UInt8] { storage }

  /// An empty buffer.
  public init() {}

  /// A buffer of the given bytes.
  public init(_ bytes: some Sequence<UInt8>) { storage = Array(bytes) }

  /// The number of bytes that have not been taken.
  public var count: Int { storage.count &- start }

  /// Whether all bytes have been taken.
  public var isEmpty: Bool { storage.count == start }

  /// The bytes that have not been taken.
  public var contents: ArraySlice<UInt8> { storage[start...] }

  /// Appends received bytes.
  @inlinable
  public mutating func append(contentsOf received: some Sequence<UInt8>) {
    makeRoom(for: received.underestimatedCount)
    storage.append(contentsOf: received)
  }

  /// Makes room for `capacity` bytes and has `source` fill as much of it as it likes.
  @inlinable
  public mutating func fill<E>(
    _ capacity: Int, from source: (inout OutputSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    let capacity = Swift.max(capacity, 0)
    makeRoom(for: capacity)
    try storage.append(addingCapacity: capacity, initializingWith: source)
  }

  /// Takes `count` bytes from the front; at most as many as there are.
  public mutating func consume(_ count: Int) {
    let count = Swift.min(count, self.count)
    if count <= 0 { return }
    start &+= count
    if start == storage.count {
      storage.removeAll(keepingCapacity: true)
      start = 0
    }
  }

  /// Takes `count` bytes from the front, at most as many as there are, and appends them to `target`.
  public mutating func move(_ count: Int, to target: inout [UInt8]) {
    let count = Swift.max(0, Swift.min(count, self.count))
    target.append(contentsOf: storage[start..<start + count])
    consume(count)
  }

  /// Moves the bytes to the front of the storage rather than let the storage grow.
  @usableFromInline
  mutating func makeRoom(for count: Int) {
    if start > 0, storage.count + count > storage.capacity {
      storage.removeSubrange(0..<start)
      start = 0
    }
  }
}
