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
    guard case .bytes(let bytes)? = body else {
      try write(head)
      if let body { try send(body) }
      return
    }
    try send(head, bytes)
  }

  /// Sends a body alone.
  func send(_ body: PreparedBody) throws(HTTPException) {
    switch body {
    case .bytes(let bytes): try send([], bytes)
    case .source(let source, let isText): try send(source, isText: isText)
    case .chunks(let next):
      while let chunk = next() { try send(block: chunk) }
    }
    if isChunked, !isBytes(body) { try end() }
  }

  private func isBytes(_ body: PreparedBody) -> Bool {
    if case .bytes = body { true } else { false }
  }

  /// Bytes are all there, so the framing around them goes out with them.
  private func send(_ head: [UInt8], _ bytes: [UInt8]) throws(HTTPException) {
    var output = head
    let isSmall = bytes.count <= Self.joinLimit
    if isChunked, !bytes.isEmpty { ChunkEncoder.appendSizeLine(bytes.count, to: &output) }
    if isSmall {
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
    if let debug { show(bytes, debug) }
  }

  private func show(_ bytes: [UInt8], _ debug: DebugOutput) {
    if isChunked {
      var chunk: [UInt8] = []
      ChunkEncoder.append(bytes, to: &chunk)
      if !bytes.isEmpty { debug.sent(chunk) }
      debug.sent(ChunkEncoder.end)
    } else if !bytes.isEmpty {
      debug.sent(bytes)
    }
  }

  private func send(_ source: any BodySource, isText: Bool) throws(HTTPException) {
    debug?.line("reading a readable")
    if isText { debug?.line("encoding file using iso-8859-1") }
    var block: [UInt8] = []
    while true {
      block.removeAll(keepingCapacity: true)
      try block.append(addingCapacity: blockSize) { (span: inout OutputSpan<UInt8>) throws(HTTPException) in
        try span.withRawSpan { (raw: inout OutputRawSpan) throws(HTTPException) in try source.read(into: &raw) }
      }
      if block.isEmpty { return }
      try send(block: block)
    }
  }

  /// One element of a sequence or block of a file. An empty chunk would end the body, so it is left out (RFC 9112 section 7.1).
  private func send(block: [UInt8]) throws(HTTPException) {
    if block.isEmpty {
      debug?.line("Zero length chunk ignored")
      return
    }
    link.noteSent(block.count)
    guard isChunked else {
      debug?.sent(block)
      return try write(block)
    }
    var chunk: [UInt8] = []
    chunk.reserveCapacity(block.count + 20)
    ChunkEncoder.append(block, to: &chunk)
    debug?.sent(chunk)
    try write(chunk)
  }

  private func end() throws(HTTPException) {
    debug?.sent(ChunkEncoder.end)
    try write(ChunkEncoder.end)
  }

  private func write(_ bytes: [UInt8]) throws(HTTPException) {
    try bytes.withRawSpan { (raw: RawSpan) throws(HTTPException) in try link.write(raw) }
  }
}
