/// Sends a prepared body over a channel block by block, in chunks or as it is (`HTTPConnection._send_output`).
struct BodySender {
  let channel: Channel
  let blockSize: Int
  let isChunked: Bool
  let debug: DebugOutput?

  /// The largest body in bytes that is copied behind the head, so that both are sent in one write. For most requests that is one packet.
  static let joinLimit = 65_536

  /// Sends a head and its body.
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

  /// Sends a body without a head and as it is (`HTTPConnection.send`).
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

  /// Sends a head and a body of bytes. The whole body is in memory, so the framing is sent with it.
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

  /// An upper bound for a chunk's size line, its line end and the last chunk, in bytes.
  private static let framingRoom = 32

  /// Reports bytes to the debug output as CPython does, which sends the size line, the data and the end of a chunk one by one.
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

  /// Sends the bytes of a source, each block as it is read. With `showsBlocks` false, as for `send` in CPython, the debug output omits the
  /// blocks.
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

  /// Lets the stream send as much of a file as it can without reading it. That works only if the bytes need no framing and no conversion,
  /// and the debug output does not show them. The caller then reads the rest, or finds the end of the file.
  private func sendUnread(_ source: any BodySource) throws(HTTPException) {
    guard !isChunked, debug == nil, let file = source as? FileSource else { return }
    channel.noteSent(try channel.writeFile(file.descriptor))
  }

  private static let emptyChunk = "Zero length chunk ignored"

  /// Sends the elements of a sequence. Empty elements are skipped: an empty chunk would end the body (RFC 9112 section 7.1).
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

  /// Sends an element, in a chunk if the body is chunked. The element is copied into its framing if that is cheaper than further writes.
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
