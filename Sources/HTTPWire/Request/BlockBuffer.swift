/// A block of a body, with space on both sides for the framing of a chunk (RFC 9112 section 7.1). The block is read into its place and
/// sent with its framing in one write, without being copied or allocated again.
struct BlockBuffer {
  /// The front, the block, and a line end if the block is a chunk.
  private var bytes: [UInt8] = []
  private var sizeLine: [UInt8] = []
  /// Where the bytes to send start: the chunk's size line within the front, or the block.
  private var start = front
  private let isChunked: Bool

  /// The length of the longest size line: 16 digits and a line end.
  private static let front = 18

  /// Makes a buffer for blocks that are sent as chunks, or as they are. It takes no memory before the first block.
  init(isChunked: Bool) { self.isChunked = isChunked }

  /// Replaces the block with the bytes of one read from a source, and returns its length.
  mutating func fill(from source: any BodySource, atMost count: Int) throws(HTTPException) -> Int {
    clear()
    bytes.reserveCapacity(Self.front + count + 2)
    try bytes.append(addingCapacity: count) { (free) throws(HTTPException) in try source.read(into: &free) }
    return frame()
  }

  /// Replaces the block with a copy of `block`.
  mutating func fill(copying block: [UInt8]) {
    clear()
    bytes.append(contentsOf: block)
    _ = frame()
  }

  /// The block with its framing, for the debug output.
  var contents: [UInt8] { Array(bytes[start...]) }

  /// The length of the block with its framing.
  var framedCount: Int { bytes.count - start }

  /// Lends the block with its framing.
  func withFramedBytes<Result>(_ body: (Span<UInt8>) throws(HTTPException) -> Result) throws(HTTPException) -> Result {
    try body(bytes.span.extracting(start...))
  }

  private mutating func clear() {
    if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: Self.front) }
    bytes.removeLast(bytes.count - Self.front)
    start = Self.front
  }

  /// Puts the framing around the block, unless the block is empty: an empty chunk would end the body.
  private mutating func frame() -> Int {
    let count = bytes.count - Self.front
    if !isChunked || count == 0 { return count }
    sizeLine.removeAll(keepingCapacity: true)
    ChunkEncoder.appendSizeLine(count, to: &sizeLine)
    start = Self.front - sizeLine.count
    for index in sizeLine.indices { bytes[start + index] = sizeLine[index] }
    bytes.append(0x0D)
    bytes.append(0x0A)
    return count
  }
}
