/// A block of a body, with room on both sides for the framing of a chunk: it is read to its place and leaves in one write, without being
/// moved or allocated anew (RFC 9112 section 7.1).
struct BlockBuffer {
  /// The front, the block, and behind it a line end where it is a chunk.
  private var bytes = [UInt8](repeating: 0, count: front)
  private var sizeLine: [UInt8] = []
  /// Where the chunk's size line begins in the front, or the block itself.
  private var start = front
  private let isChunked: Bool

  /// Room for the longest size line: 16 digits and a line end.
  private static let front = 18

  /// A buffer for blocks that become chunks, or go out as they are.
  init(blockSize: Int, isChunked: Bool) {
    self.isChunked = isChunked
    bytes.reserveCapacity(Self.front + blockSize + 2)
  }

  /// Replaces the block by what one read of a source brings, and returns its length.
  mutating func fill(from source: any BodySource, atMost count: Int) throws(HTTPException) -> Int {
    clear()
    try bytes.append(addingCapacity: count) { (free) throws(HTTPException) in try source.read(into: &free) }
    return frame()
  }

  /// Replaces the block by a copy.
  mutating func fill(copying block: [UInt8]) {
    clear()
    bytes.append(contentsOf: block)
    _ = frame()
  }

  /// The block with its framing, for the debug output.
  var contents: [UInt8] { Array(bytes[start...]) }

  /// Writes the block with its framing.
  func write(to link: Link) throws(HTTPException) {
    try link.write(bytes.span.extracting(start...))
  }

  private mutating func clear() {
    bytes.removeLast(bytes.count - Self.front)
    start = Self.front
  }

  /// Puts the framing around the block, unless it is empty: an empty chunk would end the body.
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
