public import HTTPWire
import HTTPWireSupport

/// The server's end of a connection, which a ``LoopbackServer`` passes to its handler. Use it only in the handler's thread.
///
/// Reading waits for the client without a timeout. Stopping the server, or the client closing the connection, ends the wait. It is also a
/// byte stream, for protocols other than HTTP. Reading it first returns the bytes that were received and not used.
public final class LoopbackConnection: ByteStream {
  private let socket: SocketStream
  /// The stream to read and write: the socket, or a stream over it.
  private(set) var stream: any ByteStream
  /// Bytes that were received and not yet used.
  private(set) var input: ArraySlice<UInt8> = []
  private let state: LoopbackState
  private let descriptor: Int32
  private var framing = RequestFraming.none

  /// The largest head, or line of chunk framing, that is accepted, in bytes.
  static let longestHead = 1 << 20

  init(_ stream: SocketStream, _ descriptor: Int32, _ state: LoopbackState) {
    socket = stream
    self.stream = TrackedSocket(stream, state)
    self.descriptor = descriptor
    self.state = state
  }

  // MARK: - Requests

  /// Reads a request with its body. Returns nil if the client has ended the connection instead. It does not answer `Expect`, and waits for
  /// the body.
  ///
  /// Throws `invalidArgument`, `malformedHeader`, `malformedChunk` and similar errors for a violation of RFC 9112. Throws `incompleteHead`
  /// and `incompleteRead` for a request that ends early, and what the socket throws.
  public func readRequest() throws(HTTPException) -> ReceivedRequest? {
    guard var request = try readHead() else { return nil }
    var body: [UInt8] = []
    request.trailers = try readBody { body.append(contentsOf: $0) }
    request.body = body
    state.replaceLastRequest(of: descriptor, with: request)
    return request
  }

  /// Reads a request's head. Returns nil if the client has ended the connection instead. Read the body with ``readBody(_:)``.
  public func readHead() throws(HTTPException) -> ReceivedRequest? {
    if framing != .none { try discardBody() }
    guard let head = try readHeadBytes() else { return nil }
    let request = try ReceivedRequest(head: head)
    framing = try request.framing()
    state.record(request, of: descriptor)
    return request
  }

  /// Reads the body of the request whose head was read last. Passes it to the closure in pieces as they come, without chunk framing.
  /// Returns its trailers.
  @discardableResult
  public func readBody(_ use: (ArraySlice<UInt8>) -> Void) throws(HTTPException) -> HTTPMessage {
    defer { framing = .none }
    switch framing {
    case .none: return [:]
    case .length(let count):
      try take(count, use)
      return [:]
    case .chunked: return try readChunks(use)
    }
  }

  /// Reads and drops the body of the request whose head was read last. Returns its length in bytes.
  @discardableResult
  public func discardBody() throws(HTTPException) -> Int {
    var count = 0
    try readBody { count += $0.count }
    return count
  }

  // MARK: - Bytes

  /// Reads between one and `count` bytes. Empty at the end of the stream.
  public func read(atMost count: Int = 65_536) throws(HTTPException) -> [UInt8] {
    if input.isEmpty, try !fill() { return [] }
    let piece = Array(input.prefix(count))
    input = input.dropFirst(piece.count)
    return piece
  }

  /// Appends the bytes that were received and not used, or else those of one read from the client.
  public func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    if input.isEmpty { return try stream.read(into: &buffer, timeout: timeout) }
    input = input.dropFirst(buffer.append(copying: input.span))
  }

  /// Sends all the bytes.
  public func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) { try stream.write(bytes, timeout: timeout) }

  /// Sends some of the bytes, or none if there is something to read.
  public func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    try stream.writeSome(bytes, timeout: timeout)
  }

  /// The socket's descriptor, or nil if the connection is closed.
  public var fileDescriptor: Int32? { stream.fileDescriptor }

  /// What can be read without waiting.
  public func pendingInput() -> PendingInput { input.isEmpty ? stream.pendingInput() : .bytes }

  // MARK: - Endings

  /// Closes the connection. The client reads the end of the stream, or a reset if it has sent bytes that were not read here. Calling it
  /// again has no effect.
  public func close() { stream.close() }

  /// Closes the socket without a farewell. Over TLS, the client gets no close_notify.
  public func hangUp() { state.close(socket) }

  /// Closes the connection so that the client's next call fails with ECONNRESET.
  public func reset() throws(HTTPException) {
    try Syscalls.resetWhenClosed(openDescriptor())
    hangUp()
  }

  /// Ends the sending direction. The client reads the end of the stream and can continue to send.
  public func shutdownWrite() throws(HTTPException) { try Syscalls.shutDownSending(openDescriptor()) }

  /// Replaces the stream with one made over it, such as TLS. Bytes that were received and not used come first.
  func replaceStream(_ make: (any ByteStream) throws(HTTPException) -> any ByteStream) throws(HTTPException) {
    let lower = PrefixedStream(Array(input), stream)
    input = []
    stream = try make(lower)
  }

  /// Waits for a time. Returns false if the server was stopped first.
  @discardableResult
  public func sleep(_ duration: Duration) throws(HTTPException) -> Bool { try state.sleep(duration) }

  /// Waits until the server is stopped: for a peer that never answers.
  public func sleepUntilStopped() throws(HTTPException) { _ = try state.sleep(nil) }

  /// Waits until one of the descriptors is readable. Returns those that are; none if the server is stopped.
  func waitUntilReadable(_ descriptors: [Int32]) throws(HTTPException) -> [Int32] { try state.waitUntilReadable(descriptors) }

  private func openDescriptor() throws(HTTPException) -> Int32 {
    guard let descriptor = socket.fileDescriptor else { throw .closed }
    return descriptor
  }
}

// MARK: - Input

extension LoopbackConnection {
  private func readHeadBytes() throws(HTTPException) -> [UInt8]? {
    var head: [UInt8] = []
    while true {
      guard let line = try readLine(atEnd: { .incompleteHead(received: head + $0) }, isOptional: head.isEmpty) else { return nil }
      head += line
      if line == [0x0D, 0x0A] { return head }
      if head.count > Self.longestHead { throw .lineTooLong(kind: "request head", limit: Self.longestHead) }
    }
  }

  /// Reads a line with its line feed. Returns nil if the stream ends before the first byte and `isOptional` is true.
  private func readLine(atEnd error: ([UInt8]) -> HTTPException, isOptional: Bool = false) throws(HTTPException) -> [UInt8]? {
    var searched = input.startIndex
    while true {
      if let end = input[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(input[...end])
        input = input[(end + 1)...]
        return line
      }
      if input.count > Self.longestHead { throw .lineTooLong(kind: "line", limit: Self.longestHead) }
      let count = input.count
      guard try fill() else {
        if isOptional, input.isEmpty { return nil }
        throw error(Array(input))
      }
      searched = input.startIndex + count
    }
  }

  private func readChunks(_ use: (ArraySlice<UInt8>) -> Void) throws(HTTPException) -> HTTPMessage {
    let incomplete: ([UInt8]) -> HTTPException = { .incompleteRead(partial: $0, expected: nil) }
    while true {
      let line = try readLine(atEnd: incomplete) ?? []
      let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\r") }
      guard line.suffix(2) == [0x0D, 0x0A], let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0,
        digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-")
      else { throw .malformedChunk(.invalidSize, line: line, partial: []) }
      if size == 0 { break }
      try take(size, use)
      let end = try readLine(atEnd: incomplete) ?? []
      if end != [0x0D, 0x0A] { throw .malformedChunk(.missingTerminator, line: end, partial: []) }
    }
    var trailers = HTTPMessage()
    while let line = try readLine(atEnd: incomplete), line != [0x0D, 0x0A] {
      guard line.suffix(2) == [0x0D, 0x0A] else { throw .malformedHeader(.bareLineFeed, line: line, received: line) }
      try ReceivedRequest.add(line[..<(line.count - 2)], to: &trailers, received: line)
    }
    return trailers
  }

  /// Passes exactly `count` bytes to a closure, in the pieces in which they come.
  private func take(_ count: Int, _ use: (ArraySlice<UInt8>) -> Void) throws(HTTPException) {
    var missing = count
    while missing > 0 {
      if input.isEmpty, try !fill() { throw .incompleteRead(partial: [], expected: UInt64(missing)) }
      let piece = input.prefix(missing)
      input = input.dropFirst(piece.count)
      missing -= piece.count
      use(piece)
    }
  }

  /// Receives more bytes. Returns false at the end of the stream.
  private func fill() throws(HTTPException) -> Bool {
    var buffer = Array(input)
    let count = buffer.count
    try buffer.append(addingCapacity: 65_536) { (free) throws(HTTPException) in try stream.read(into: &free, timeout: nil) }
    input = buffer[...]
    return buffer.count > count
  }
}
