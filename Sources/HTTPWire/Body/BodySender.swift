/// Sends a prepared body over a link, block by block, chunk-encoded or as it is (`HTTPConnection._send_output`).
struct BodySender {
  let link: Link
  let blockSize: Int
  let isChunked: Bool
  let debug: DebugOutput?

  /// Bodies up to this size are copied behind the head so that both leave in one write, which is one packet for most.
  static let joinLimit = 65_536

  /// Sends a head and what follows it.
  func send(head: [UInt8], body: PreparedBody?) throws(HTTPException) {
    debug?.sent(head)
    switch body {
    case nil: try write(head)
    case .bytes(let bytes): try send(head, bytes)
    case .source(let source, let isText):
      try write(head)
      debug?.line("reading a readable")
      if isText { debug?.line("encoding file using iso-8859-1") }
      try forEachBlock(of: source) { (block) throws(HTTPException) in try send(block: block) }
      try endChunks()
    case .chunks(let next):
      try write(head)
      while let chunk = next() { try send(block: chunk) }
      try endChunks()
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
      if isText { debug?.line("encoding file using iso-8859-1") }
      try forEachBlock(of: source, sendPlain)
    case .chunks(let next):
      debug?.line("send: a sequence")
      while let chunk = next() { try sendPlain(chunk) }
    }
  }

  /// Bytes are all there, so the framing around them goes out with them.
  private func send(_ head: [UInt8], _ bytes: [UInt8]) throws(HTTPException) {
    if let debug { show(bytes, debug) }
    var output = head
    if isChunked, !bytes.isEmpty { ChunkEncoder.appendSizeLine(bytes.count, to: &output) }
    if bytes.count <= Self.joinLimit {
      output.append(contentsOf: bytes)
    } else {
      try write(output)
      try write(bytes)
      output = []
    }
    if isChunked {
      if !bytes.isEmpty { output.append(contentsOf: [0x0D, 0x0A]) }
      output.append(contentsOf: ChunkEncoder.end)
    }
    if !output.isEmpty { try write(output) }
    link.noteSent(bytes.count)
  }

  /// Tells of bytes as CPython does, which sends head, chunk and end one by one.
  private func show(_ bytes: [UInt8], _ debug: DebugOutput) {
    if bytes.isEmpty { debug.line(Self.emptyChunk) } else { debug.sent(encoded(bytes)) }
    if isChunked { debug.sent(ChunkEncoder.end) }
  }

  private func forEachBlock(
    of source: any BodySource, _ send: ([UInt8]) throws(HTTPException) -> Void
  ) throws(HTTPException) {
    var block: [UInt8] = []
    while true {
      block.removeAll(keepingCapacity: true)
      try block.append(addingCapacity: blockSize) { (span: inout OutputSpan<UInt8>) throws(HTTPException) in
        try span.withRawSpan { (raw: inout OutputRawSpan) throws(HTTPException) in try source.read(into: &raw) }
      }
      if block.isEmpty { return }
      try send(block)
    }
  }

  private static let emptyChunk = "Zero length chunk ignored"

  /// One element of a sequence or block of a file. An empty chunk would end the body, so it is left out (RFC 9112 section 7.1).
  private func send(block: [UInt8]) throws(HTTPException) {
    if block.isEmpty {
      debug?.line(Self.emptyChunk)
      return
    }
    let encoded = encoded(block)
    debug?.sent(encoded)
    try write(encoded)
    link.noteSent(block.count)
  }

  private func encoded(_ block: [UInt8]) -> [UInt8] {
    guard isChunked else { return block }
    var chunk: [UInt8] = []
    chunk.reserveCapacity(block.count + 20)
    ChunkEncoder.append(block, to: &chunk)
    return chunk
  }

  private func endChunks() throws(HTTPException) {
    guard isChunked else { return }
    debug?.sent(ChunkEncoder.end)
    try write(ChunkEncoder.end)
  }

  private func sendPlain(_ bytes: [UInt8]) throws(HTTPException) {
    if bytes.isEmpty { return }
    try write(bytes)
    link.noteSent(bytes.count)
  }

  private func write(_ bytes: [UInt8]) throws(HTTPException) {
    try bytes.withRawSpan { (raw: RawSpan) throws(HTTPException) in try link.write(raw) }
  }
}
