/// A request that is being sent: the bytes to be sent next, and what its body still has to give (`HTTPConnection._send_output`).
///
/// It is asked for bytes and told how many were sent, so sending can stop at any byte and go on later.
final class Upload {
  /// What is left of the body behind the pieces.
  private enum Rest {
    case nothing
    case source(any BodySource)
    /// A file that the stream may send without its bytes being read here.
    case file(FileSource)
    case elements(RequestBody.Elements)
    /// The chunk that ends the body, and the trailers.
    case end
  }

  private var rest: Rest
  /// The head, as long as it waits for the first bytes of the body, to leave in one write with them.
  private var head: [UInt8] = []
  /// Bytes to be sent before `block`.
  private var pieces: [[UInt8]] = []
  private var block: BlockBuffer
  private var hasBlock = false
  /// What the debug output says when the source is first read, which is after the head was sent.
  private var untold: [String] = []
  /// How many bytes of the first piece, or else of the block, were sent.
  private var offset = 0
  /// How many bytes of the body the pieces and the block have.
  private var bodyCount = 0
  private let blockSize: Int
  private let isChunked: Bool
  /// Whether these are several requests, so that the first response is no answer to what is left.
  private(set) var isPipelined = false
  private let showsBlocks: Bool
  private let trailers: PromisedTrailers?
  private let debug: DebugOutput?

  /// The largest body in bytes that is copied behind the head, so that both are sent in one write. For most requests that is one packet.
  static let joinLimit = 65_536

  /// An upper bound for a chunk's size line, its line end and the last chunk, in bytes.
  private static let framingRoom = 32

  private static let lineEnd: [UInt8] = [0x0D, 0x0A]
  private static let emptyChunk = "Zero length chunk ignored"

  /// A head, which is empty if it was sent already, and its body. `shown` is the head for the debug output. `trailers` end a body in
  /// chunks.
  convenience init(
    head: [UInt8], shown: [UInt8], body: PreparedBody?, blockSize: Int, isChunked: Bool, trailers: PromisedTrailers? = nil,
    debug: DebugOutput?
  ) {
    self.init(rest: isChunked && body != nil ? .end : .nothing, blockSize, isChunked: isChunked, trailers, debug)
    if !head.isEmpty {
      debug?.sent(shown)
      if body?.isAtHand == true { self.head = head } else { pieces = [head] }
    }
    switch body {
    case nil: break
    case .bytes(let bytes): join(takeHead(), bytes)
    case .source(let source, let isText):
      untold.append("reading a readable")
      begin(source, isText: isText)
    case .chunks(let next, _): rest = .elements(next)
    }
  }

  /// A body without a head and as it is (`HTTPConnection.send`). The debug output omits its blocks, as CPython's does.
  convenience init(plain body: PreparedBody, blockSize: Int, debug: DebugOutput?) {
    self.init(rest: .nothing, blockSize, isChunked: false, nil, debug, showsBlocks: false)
    switch body {
    case .bytes(let bytes):
      debug?.sent(bytes)
      if !bytes.isEmpty { pieces = [bytes] }
      bodyCount = bytes.count
    case .source(let source, let isText):
      debug?.line("send: a readable")
      debug?.line("sending a readable")
      begin(source, isText: isText)
    case .chunks(let next, _):
      debug?.line("send: a sequence")
      rest = .elements(next)
    }
  }

  /// Requests behind those that wait for their responses.
  convenience init(pipelined requests: [[UInt8]]) {
    self.init(rest: .nothing, 0, isChunked: false, nil, nil)
    pieces = [Array(requests.joined())]
    isPipelined = true
  }

  private init(
    rest: Rest, _ blockSize: Int, isChunked: Bool, _ trailers: PromisedTrailers?, _ debug: DebugOutput?, showsBlocks: Bool = true
  ) {
    self.rest = rest
    self.blockSize = blockSize
    self.isChunked = isChunked
    self.trailers = trailers
    self.debug = debug
    self.showsBlocks = showsBlocks
    block = BlockBuffer(isChunked: isChunked)
  }

  // MARK: Sending

  /// Makes the next bytes, if all bytes made before were sent. Returns false at the end of the request, and when a ``file`` comes next.
  ///
  /// Throws the error of the body's source.
  func advance() throws(HTTPException) -> Bool {
    while pieces.isEmpty, !hasBlock {
      switch rest {
      case .nothing: return false
      case .file(let file):
        if head.isEmpty { return false }
        try readStart(of: file)
      case .source(let source): try readBlock(source)
      case .elements(let next): try takeElement(next)
      case .end: try makeEnd()
      }
    }
    return true
  }

  /// Lends the bytes to be sent next to `send`, which returns how many of them it has sent. Returns that number.
  func sendNext(_ send: (Span<UInt8>) throws(HTTPException) -> Int) throws(HTTPException) -> Int {
    if let piece = pieces.first { return try send(piece.span.extracting(offset...)) }
    return try block.withSentBytes { (bytes) throws(HTTPException) in try send(bytes.extracting(offset...)) }
  }

  /// Notes that `count` of the next bytes were sent. Returns how many bytes of the body are sent with that, once all that was made is.
  func didSend(_ count: Int) -> Int {
    offset += count
    if let piece = pieces.first {
      if offset < piece.count { return 0 }
      pieces.removeFirst()
    } else {
      if offset < block.sentCount { return 0 }
      hasBlock = false
    }
    offset = 0
    if !pieces.isEmpty || hasBlock { return 0 }
    defer { bodyCount = 0 }
    return bodyCount
  }

  /// The file that comes next, if there is one.
  var file: FileSource? {
    if case .file(let file) = rest, pieces.isEmpty { return file }
    return nil
  }

  /// Has the rest of the file read here, in blocks.
  func readFile() {
    if let file { rest = .source(file) }
  }

  // MARK: Making bytes

  /// A head and a small body of bytes with its framing, in one piece.
  static func joined(_ head: [UInt8], _ bytes: [UInt8], isChunked: Bool) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(head.count + framingRoom + bytes.count)
    output.append(contentsOf: head)
    if isChunked {
      ChunkEncoder.append(bytes, to: &output)
      output.append(contentsOf: ChunkEncoder.end)
    } else {
      output.append(contentsOf: bytes)
    }
    return output
  }

  /// Puts bytes in memory behind a head, with their framing.
  private func join(_ head: [UInt8], _ bytes: [UInt8]) {
    if let debug { show(bytes, debug) }
    bodyCount = bytes.count
    if trailers == nil {
      rest = .nothing
      if isChunked { debug?.sent(ChunkEncoder.end) }
      if bytes.count <= Self.joinLimit {
        pieces = [Self.joined(head, bytes, isChunked: isChunked)].filter { !$0.isEmpty }
        return
      }
    }
    var front = head
    if isChunked, !bytes.isEmpty { ChunkEncoder.appendSizeLine(bytes.count, to: &front) }
    var back: [UInt8] = []
    if isChunked, !bytes.isEmpty { back.append(contentsOf: Self.lineEnd) }
    if isChunked, trailers == nil { back.append(contentsOf: ChunkEncoder.end) }
    pieces = [front, bytes, back].filter { !$0.isEmpty }
  }

  /// Reports bytes to the debug output as CPython does, which sends the size line, the data and the end of a chunk one by one.
  private func show(_ bytes: [UInt8], _ debug: DebugOutput) {
    if bytes.isEmpty {
      debug.line(Self.emptyChunk)
    } else {
      debug.sent(isChunked ? Self.chunk(bytes) : bytes)
    }
  }

  /// Starts with a source. A stream can send a file itself only if its bytes need no framing and no conversion, and are not shown.
  private func begin(_ source: any BodySource, isText: Bool) {
    if isText { untold.append("encoding file using iso-8859-1") }
    if !isChunked, debug == nil, let file = source as? FileSource { rest = .file(file) } else { rest = .source(source) }
  }

  private func readBlock(_ source: any BodySource) throws(HTTPException) {
    if !untold.isEmpty {
      for line in untold { debug?.line(line) }
      untold = []
    }
    bodyCount = try block.fill(from: source, atMost: blockSize, behind: head)
    if bodyCount == 0 { return endBody() }
    head = []
    if showsBlocks { debug?.sent(block.contents) }
    hasBlock = true
  }

  /// Reads what leaves with the head. The stream may send what is left of the file.
  private func readStart(of file: FileSource) throws(HTTPException) {
    let wanted = min(blockSize, Self.joinLimit)
    bodyCount = try block.fill(from: file, atMost: wanted, behind: head)
    if bodyCount == 0 { return endBody() }
    head = []
    hasBlock = true
    // A short read was most likely the end, which costs less to find by reading on.
    if bodyCount < wanted { rest = file.left == 0 ? .nothing : .source(file) }
  }

  /// Takes the next element of a sequence. Empty elements are skipped: an empty chunk would end the body (RFC 9112 section 7.1).
  private func takeElement(_ next: RequestBody.Elements) throws(HTTPException) {
    guard let element = try next() else { return endBody() }
    if element.isEmpty {
      if showsBlocks { debug?.line(Self.emptyChunk) }
      return
    }
    if showsBlocks { debug?.sent(isChunked ? Self.chunk(element) : element) }
    bodyCount = element.count
    var front = takeHead()
    if element.count <= Self.joinLimit, isChunked || !front.isEmpty {
      block.fill(copying: element, behind: front)
      hasBlock = true
    } else if isChunked {
      ChunkEncoder.appendSizeLine(element.count, to: &front)
      pieces = [front, element, Self.lineEnd]
    } else {
      pieces = [front, element].filter { !$0.isEmpty }
    }
  }

  private func endBody() {
    rest = isChunked ? .end : .nothing
    if !isChunked, !head.isEmpty { pieces = [takeHead()] }
  }

  private func takeHead() -> [UInt8] {
    defer { head = [] }
    return head
  }

  private func makeEnd() throws(HTTPException) {
    let end = try trailers?.lastChunk() ?? ChunkEncoder.end
    debug?.sent(end)
    pieces = [takeHead() + end]
    rest = .nothing
  }

  private static func chunk(_ bytes: [UInt8]) -> [UInt8] {
    var chunk: [UInt8] = []
    ChunkEncoder.append(bytes, to: &chunk)
    return chunk
  }
}
