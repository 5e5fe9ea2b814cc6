/// A connected TCP or Unix socket.
///
/// Each `read` is one `recv`, and each `write` one `send` unless the socket takes fewer bytes; files go by `sendfile`. Timeouts are options of the socket,
/// set only when an operation wants another one than the last, so that a kept-alive connection makes no other calls.
public final class SocketStream: ByteStream {
  private var descriptor: Int32?
  /// The limits the socket has now.
  private var receiveLimit: Limit
  private var sendLimit: Limit

  /// A timeout as an option of the socket.
  private enum Limit: Equatable {
    case unknown
    case timeout(Duration?)
  }

  /// The peer's address as text (`127.0.0.1:80`, `[::1]:80`, or a path), or nil where it has none.
  public let peerAddress: String?

  /// Takes over a connected socket, which is closed with the stream. The socket is put into blocking mode.
  ///
  /// Throws `system` when the descriptor is none; it then stays the caller's.
  public init(adopting descriptor: Int32) throws(HTTPException) {
    try Syscalls.setBlocking(descriptor, true)
    try Syscalls.silenceSIGPIPE(descriptor)
    self.descriptor = descriptor
    receiveLimit = .unknown
    sendLimit = .unknown
    peerAddress = Self.text(try? Syscalls.peerAddress(descriptor))
  }

  /// Takes over a socket that a connector has made and left in blocking mode, with no timeout for receiving and this one for sending.
  init(connected descriptor: Int32, to address: SocketAddress, sendTimeout: Duration? = nil) {
    self.descriptor = descriptor
    receiveLimit = .timeout(nil)
    sendLimit = .timeout(sendTimeout)
    peerAddress = address.text
  }

  deinit { close() }

  /// The descriptor, or nil when the stream is closed (`socket.fileno()`).
  public var fileDescriptor: Int32? { descriptor }

  /// This side's address as text (`127.0.0.1:50000`, `[::1]:50000`, or a path), or nil where it has none or the stream is closed.
  public var localAddress: String? {
    descriptor.flatMap { Self.text(try? Syscalls.localAddress($0)) }
  }

  private static func text(_ address: SocketAddress?) -> String? {
    address.map(\.text).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Receives what is there, waiting for it no longer than the timeout. Appending nothing is the end of the stream.
  ///
  /// Throws `timedOut(.reading)`, `system`, or `closed` after ``close()``.
  public func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    let descriptor = try openDescriptor()
    let watch = Stopwatch(timeout)
    var timeout = timeout
    while true {
      try limit(.receiving, of: descriptor, to: timeout)
      switch try receive(descriptor, into: &buffer) {
      case .moved: return
      case .wouldBlock: throw .timedOut(.reading)
      case .interrupted:
        timeout = watch.remaining
        if timeout == .zero { throw .timedOut(.reading) }
      }
    }
  }

  /// Sends all of the bytes, waiting for room no longer than the timeout altogether.
  ///
  /// Throws `timedOut(.sending)`, `system`, or `closed` after ``close()``; how many bytes have left can't be told then.
  public func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    let descriptor = try openDescriptor()
    let watch = Stopwatch(timeout)
    // Unsafe: the span lends its bytes for as long as the calls run, and each gets what the ones before left.
    try unsafe bytes.withUnsafeBytes { (bytes) throws(HTTPException) in
      var rest = unsafe bytes
      var timeout = timeout
      while unsafe !rest.isEmpty {
        try limit(.sending, of: descriptor, to: timeout)
        switch try unsafe Syscalls.transmit(descriptor, rest, to: peerAddress) {
        case .moved(rest.count): return
        case .moved(let count): unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        case .wouldBlock: throw .timedOut(.sending)
        case .interrupted: break
        }
        timeout = watch.remaining
        if timeout == .zero { throw .timedOut(.sending) }
      }
    }
  }

  /// Has the system send what a file has from its position on (`sendfile`). Nothing of pipes and other files that it can't send so, and
  /// what follows a failure of the file's, is left to the caller, who finds the failure by reading. The timeout is for each wait for room.
  ///
  /// Throws `timedOut(.sending)`, `system`, or `closed` after ``close()``; how many bytes have left can't be told then.
  public func writeFile(_ fileDescriptor: Int32, timeout: Duration?) throws(HTTPException) -> Int {
    let descriptor = try openDescriptor()
    if timeout == nil { return try sendFile(fileDescriptor, over: descriptor, timeout: nil) }
    // A timeout of the socket's would begin anew within the call, several times over, so the call is not to wait.
    try Syscalls.setBlocking(descriptor, false)
    defer { try? Syscalls.setBlocking(descriptor, true) }
    return try sendFile(fileDescriptor, over: descriptor, timeout: timeout)
  }

  private func sendFile(_ fileDescriptor: Int32, over descriptor: Int32, timeout: Duration?) throws(HTTPException) -> Int {
    try Syscalls.withoutBrokenPipeSignal { () throws(HTTPException) in
      var total = 0
      while true {
        switch try Syscalls.sendFile(fileDescriptor, over: descriptor, to: peerAddress) {
        case nil, .moved(0): return total
        case .moved(let count): total += count
        case .wouldBlock:
          if try !Syscalls.waitUntilWritable(descriptor, until: Deadline(after: timeout)) { throw .timedOut(.sending) }
        case .interrupted: break
        }
      }
    }
  }

  /// What waits to be read, found out with one call that doesn't wait. A closed stream is at its end.
  public func pendingInput() -> PendingInput {
    descriptor.map(Syscalls.peek) ?? .end
  }

  /// Closes the socket; harmless when called again.
  public func close() {
    if let descriptor { Syscalls.release(descriptor) }
    descriptor = nil
  }

  private func openDescriptor() throws(HTTPException) -> Int32 {
    guard let descriptor else { throw .closed }
    return descriptor
  }

  private func receive(_ descriptor: Int32, into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> Syscalls.Transfer {
    // Unsafe: the socket fills the part of the span that is still free, and only what it filled is counted.
    try unsafe buffer.withUnsafeMutableBufferPointer { (bytes, count) throws(HTTPException) in
      let free = UnsafeMutableRawBufferPointer(bytes.extracting(count...))
      let result = try unsafe Syscalls.receive(descriptor, into: free, from: peerAddress)
      if case .moved(let received) = result { count += received }
      return result
    }
  }

  private func limit(_ direction: Syscalls.Direction, of descriptor: Int32, to timeout: Duration?) throws(HTTPException) {
    let current = direction == .receiving ? receiveLimit : sendLimit
    if current == .timeout(timeout) { return }
    try Syscalls.setTimeout(descriptor, direction, timeout)
    if direction == .receiving { receiveLimit = .timeout(timeout) } else { sendLimit = .timeout(timeout) }
  }
}
