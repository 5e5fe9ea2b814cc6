/// A block of a body, with space on both sides for the framing of a chunk (RFC 9112 section 7.1) and, in front, for the request's head. The
/// block is read into its place and sent with all that in one write, without being copied or allocated again.
struct BlockBuffer {
  /// The front, the block, and a line end if the block is a chunk.
  private var bytes: [UInt8] = []
  private var sizeLine: [UInt8] = []
  /// Where the bytes to send start: with the head if there is one.
  private var start = 0
  /// Where the block with its framing starts.
  private var frameStart = 0
  private let isChunked: Bool

  /// The length of the longest size line: 16 digits and a line end.
  private static let longestSizeLine = 18

  /// Makes a buffer for blocks that are sent as chunks, or as they are. It takes no memory before the first block.
  init(isChunked: Bool) { self.isChunked = isChunked }

  /// Replaces the block with the bytes of one read from a source, behind `head`, and returns its length. If it is 0, there is nothing to
  /// send.
  mutating func fill(from source: any BodySource, atMost count: Int, behind head: [UInt8]) throws(HTTPException) -> Int {
    let front = makeFront(head)
    bytes.reserveCapacity(front + count + 2)
    try bytes.append(addingCapacity: count) { (free) throws(HTTPException) in try source.read(into: &free) }
    let read = bytes.count - front
    if read > 0 { frame(read, head) }
    return read
  }

  /// Replaces the block with a copy of `block`, which is not empty, behind `head`.
  mutating func fill(copying block: [UInt8], behind head: [UInt8]) {
    bytes.reserveCapacity(makeFront(head) + block.count + 2)
    bytes.append(contentsOf: block)
    frame(block.count, head)
  }

  /// The block with its framing, for the debug output.
  var contents: [UInt8] { Array(bytes[frameStart...]) }

  /// The length of what is to be sent.
  var sentCount: Int { bytes.count - start }

  /// Lends what is to be sent: the head, and the block with its framing.
  func withSentBytes<Result>(_ body: (Span<UInt8>) throws(HTTPException) -> Result) throws(HTTPException) -> Result {
    try body(bytes.span.extracting(start...))
  }

  private mutating func makeFront(_ head: [UInt8]) -> Int {
    let front = head.count + Self.longestSizeLine
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: repeatElement(0, count: front))
    return front
  }

  /// Puts the framing around the block, and the head before it. An empty block has none: an empty chunk would end the body.
  private mutating func frame(_ count: Int, _ head: [UInt8]) {
    frameStart = bytes.count - count
    if isChunked {
      sizeLine.removeAll(keepingCapacity: true)
      ChunkEncoder.appendSizeLine(count, to: &sizeLine)
      frameStart -= sizeLine.count
      for index in sizeLine.indices { bytes[frameStart + index] = sizeLine[index] }
      bytes.append(0x0D)
      bytes.append(0x0A)
    }
    start = frameStart - head.count
    for index in head.indices { bytes[start + index] = head[index] }
  }
}
