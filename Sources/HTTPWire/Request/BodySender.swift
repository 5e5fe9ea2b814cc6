/// Sends a prepared body over a link, block by block, chunk-encoded or as it is (`HTTPConnection._send_output`).
struct BodySender {
  let channel: Channel
  let blockSize: Int
  let isChunked: Bool
  let debug: DebugOutput?

  /// Bodies up to this size are copied behind the head so that both leave in one write, which is one packet for most.
  static let joinLimit = 65_536

  /// Sends a head and what follows it.
  func send(head: [UInt8], body: PreparedBody?) throws(HTTPException) {
    if let debug { debug.sent(head) }
    if case .bytes(let bytes) = body { return try send(head, bytes) }
    try write(head)
    switch body {
    case nil, .bytes: return
    case .source(let source, let isText):
      debug?.line("reading a readable")
      try sendBlocks(of: source, isText: isText)
    case .chunks(let next): try sendElements(next)
    }
    if isChunked {
      debug?.sent(ChunkEncoder.end)
      try write(ChunkEncoder.end)
    }
  }

  /// Sends a body alone and as it is (`HTTPConnection.send`).
  func sendPlain(_ body: PreparedBody) throws(HTTPException) {
    switch body {
    case .bytes(let bytes):
      debug?.sent(bytes)
      try sendPlain(bytes)
    case .source(let source, let isText):
      debug?.line("send: a readable")
      debug?.line("sending a readable")
      try sendBlocks(of: source, isText: isText, showsBlocks: false)
    case .chunks(let next):
      debug?.line("send: a sequence")
      while let chunk = try next() { try sendPlain(chunk) }
    }
  }

  // MARK: Bytes

  /// Bytes are all there, so the framing around them goes out with them.
  private func send(_ head: [UInt8], _ bytes: [UInt8]) throws(HTTPException) {
    if let debug { show(bytes, debug) }
    let isJoined = bytes.count <= Self.joinLimit
    var output: [UInt8] = []
    output.reserveCapacity(head.count + Self.framingRoom + (isJoined ? bytes.count : 0))
    output.append(contentsOf: head)
    if isChunked, !bytes.isEmpty { ChunkEncoder.appendSizeLine(bytes.count, to: &output) }
    if isJoined {
      output.append(contentsOf: bytes)
    } else {
      try write(output)
      try write(bytes)
      output.removeAll(keepingCapacity: true)
    }
    if isChunked {
      if !bytes.isEmpty { output.append(contentsOf: Self.lineEnd) }
      output.append(contentsOf: ChunkEncoder.end)
    }
    if !output.isEmpty { try write(output) }
    channel.noteSent(bytes.count)
  }

  /// More than a chunk's size line and line end, and the last chunk take.
  private static let framingRoom = 32

  /// Tells of bytes as CPython does, which sends head, chunk and end one by one.
  private func show(_ bytes: [UInt8], _ debug: DebugOutput) {
    if bytes.isEmpty {
      debug.line(Self.emptyChunk)
    } else {
      debug.sent(isChunked ? Self.chunk(bytes) : bytes)
    }
    if isChunked { debug.sent(ChunkEncoder.end) }
  }

  private func sendPlain(_ bytes: [UInt8]) throws(HTTPException) {
    if bytes.isEmpty { return }
    try write(bytes)
    channel.noteSent(bytes.count)
  }

  // MARK: Files and sequences

  /// Sends what a source has, each block as it was read. `send` tells nothing of the blocks, as in CPython.
  private func sendBlocks(of source: any BodySource, isText: Bool, showsBlocks: Bool = true) throws(HTTPException) {
    if isText { debug?.line("encoding file using iso-8859-1") }
    try sendUnread(source)
    var block = BlockBuffer(blockSize: blockSize, isChunked: isChunked)
    while true {
      let count = try block.fill(from: source, atMost: blockSize)
      if count == 0 { return }
      if showsBlocks { debug?.sent(block.contents) }
      try block.write(to: channel)
      channel.noteSent(count)
    }
  }

  /// Has the stream send a file as far as it can by itself, where nothing has to stand between the bytes and nobody looks at them. What
  /// it takes for the end of the file, reading confirms.
  private func sendUnread(_ source: any BodySource) throws(HTTPException) {
    guard !isChunked, debug == nil, let file = source as? FileSource else { return }
    channel.noteSent(try channel.writeFile(file.descriptor))
  }

  private static let emptyChunk = "Zero length chunk ignored"

  /// Sends the elements of a sequence. An empty chunk would end the body, so it is left out (RFC 9112 section 7.1).
  private func sendElements(_ next: RequestBody.Elements) throws(HTTPException) {
    var block = BlockBuffer(blockSize: 0, isChunked: isChunked)
    while let element = try next() {
      if element.isEmpty {
        debug?.line(Self.emptyChunk)
        continue
      }
      debug?.sent(isChunked ? Self.chunk(element) : element)
      try send(element, by: &block)
      channel.noteSent(element.count)
    }
  }

  /// Sends an element, or the chunk it makes: copied between its framing where that is cheaper than further writes.
  private func send(_ element: [UInt8], by block: inout BlockBuffer) throws(HTTPException) {
    if !isChunked { return try write(element) }
    if element.count <= Self.joinLimit {
      block.fill(copying: element)
      return try block.write(to: channel)
    }
    var sizeLine: [UInt8] = []
    ChunkEncoder.appendSizeLine(element.count, to: &sizeLine)
    try write(sizeLine)
    try write(element)
    try write(Self.lineEnd)
  }

  private static let lineEnd: [UInt8] = [0x0D, 0x0A]

  private static func chunk(_ bytes: [UInt8]) -> [UInt8] {
    var chunk: [UInt8] = []
    ChunkEncoder.append(bytes, to: &chunk)
    return chunk
  }

  private func write(_ bytes: [UInt8]) throws(HTTPException) { try channel.write(bytes.span) }
}
