/// A connected TCP or Unix socket.
///
/// Each `read` makes one `recv`. Each `write` makes one `send`, or several if the socket accepts fewer bytes. Files are sent with
/// `sendfile`. A timeout for reading that comes twice becomes an option of the socket, so a kept connection makes no other calls. One that
/// is different each time, as what is left until a deadline, is kept by `poll`, which is exact: a socket's own timer may be a tenth late.
public final class SocketStream: ByteStream {
  private var descriptor: Int32?
  /// What ends a wait from another thread; made when it is first asked for.
  private var waker: SocketWaker?
  /// The timeout for receiving that is set on the socket.
  private var limit: Limit
  /// The timeout of the last read that was not the socket's.
  private var lastTimeout: Duration?

  /// A timeout as an option of the socket.
  private enum Limit: Equatable {
    case unknown
    case timeout(Duration?)
  }

  /// The peer's address as text (`127.0.0.1:80`, `[::1]:80`, or a path), or nil if it has none.
  public let peerAddress: String?

  /// Makes a stream that owns a connected socket. Closing the stream closes the socket. The socket is put into blocking mode.
  ///
  /// Throws `system` if the descriptor can't be used; the caller still owns it then.
  public init(adopting descriptor: Int32) throws(HTTPException) {
    try Syscalls.setBlocking(descriptor, true)
    try Syscalls.silenceSIGPIPE(descriptor)
    self.descriptor = descriptor
    limit = .unknown
    peerAddress = Self.text(try? Syscalls.peerAddress(descriptor))
  }

  /// Makes a stream that owns a socket a connector has made. The socket is in blocking mode, without a timeout for receiving.
  init(connected descriptor: Int32, to address: SocketAddress) {
    self.descriptor = descriptor
    limit = .timeout(nil)
    peerAddress = address.text
  }

  deinit { close() }

  /// The file descriptor, or nil if the stream is closed (`socket.fileno()`).
  public var fileDescriptor: Int32? { descriptor }

  /// The local address as text (`127.0.0.1:50000`, `[::1]:50000`, or a path), or nil if it has none or the stream is closed.
  public var localAddress: String? {
    descriptor.flatMap { Self.text(try? Syscalls.localAddress($0)) }
  }

  private static func text(_ address: SocketAddress?) -> String? {
    address.map(\.text).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Receives the bytes that have come, or waits for some, at most for the timeout. Appends nothing at the end of the stream.
  ///
  /// Throws `timedOut(.reading)`, `system`, or `closed` after ``close()``.
  public func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    let descriptor = try openDescriptor()
    let watch = Stopwatch(timeout)
    if try isLimited(descriptor, to: timeout) {
      switch try receive(descriptor, into: &buffer, waits: true) {
      case .moved: return
      case .wouldBlock: throw .timedOut(.reading)
      case .interrupted: break
      }
    }
    try read(descriptor, into: &buffer, watch)
  }

  /// Receives likewise, and waits by `poll`.
  private func read(_ descriptor: Int32, into buffer: inout OutputSpan<UInt8>, _ watch: Stopwatch) throws(HTTPException) {
    var deadline: Deadline?
    while true {
      switch try receive(descriptor, into: &buffer, waits: false) {
      case .moved: return
      case .interrupted: continue
      case .wouldBlock: break
      }
      let end = deadline ?? Deadline(after: watch.remaining)
      deadline = end
      guard try Syscalls.waitUntilReadable(descriptor, until: end) else { throw .timedOut(.reading) }
    }
  }

  /// Sends all the bytes. The timeout is for all the waits together.
  ///
  /// Throws `timedOut(.sending)`, `system`, or `closed` after ``close()``. After an error it is unknown how many bytes were sent.
  public func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    let descriptor = try openDescriptor()
    var sent = 0
    var deadline: Deadline?
    while sent < bytes.count {
      switch try Syscalls.transmitNow(descriptor, bytes.extracting(sent...), to: peerAddress) {
      case .moved(let count): sent += count
      case .interrupted: continue
      case .wouldBlock:
        let end = deadline ?? Deadline(after: timeout)
        deadline = end
        guard try Syscalls.waitUntilWritable(descriptor, until: end) else { throw .timedOut(.sending) }
      }
    }
  }

  /// Sends at least one of the bytes, and returns how many. Returns 0 if none can be sent now and there is something to read.
  ///
  /// Throws `timedOut(.sending)`, `system`, or `closed` after ``close()``.
  public func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    let descriptor = try openDescriptor()
    var deadline: Deadline?
    while true {
      switch try Syscalls.transmitNow(descriptor, bytes, to: peerAddress) {
      case .moved(let count): return count
      case .interrupted: continue
      case .wouldBlock: break
      }
      let end = deadline ?? Deadline(after: timeout)
      deadline = end
      guard let ready = try Syscalls.waitUntilReady(descriptor, until: end) else { throw .timedOut(.sending) }
      // The peer's bytes come first: they may say that it wants no more of these.
      if ready == .readable { return 0 }
    }
  }

  /// Lets the system send at most `limit` bytes of a file from its position on (`sendfile`). The timeout is for each wait in which the peer
  /// accepts no bytes.
  ///
  /// Returns the number of bytes sent. It is 0 for pipes and other files that can't be sent this way. If reading the file fails, or the
  /// peer sends something while it accepts nothing, the call returns what was sent before. The caller then reads the rest of the file, and
  /// gets the file's error.
  ///
  /// Throws `timedOut(.sending)`, `system`, or `closed` after ``close()``. After an error it is unknown how many bytes were sent.
  public func writeFile(_ fileDescriptor: Int32, atMost limit: Int, timeout: Duration?) throws(HTTPException) -> Int {
    let descriptor = try openDescriptor()
    // `sendfile` has no flag against waiting, and a wait would be deaf to the peer's answer.
    try Syscalls.setBlocking(descriptor, false)
    defer { try? Syscalls.setBlocking(descriptor, true) }
    return try Syscalls.withoutBrokenPipeSignal { () throws(HTTPException) in
      var total = 0
      while total < limit {
        switch try Syscalls.sendFile(fileDescriptor, over: descriptor, atMost: limit - total, to: peerAddress) {
        case nil, .moved(0): return total
        case .moved(let count): total += count
        case .wouldBlock:
          let ready = try Syscalls.waitUntilReady(descriptor, until: Deadline(after: timeout))
          guard let ready else { throw .timedOut(.sending) }
          if ready == .readable { return total }
        case .interrupted: break
        }
      }
      return total
    }
  }

  /// What can be read now, found with one call that does not wait. A closed stream is at its end.
  public func pendingInput() -> PendingInput {
    descriptor.map(Syscalls.peek) ?? .end
  }

  /// Ends the waits of this stream from another thread, by ending both directions of the connection.
  public var interrupter: (any StreamInterrupter)? {
    if waker == nil { waker = descriptor.map { SocketWaker($0) } }
    return waker
  }

  /// Closes the socket. Calling it again has no effect.
  public func close() {
    waker?.forget()
    waker = nil
    if let descriptor { Syscalls.release(descriptor) }
    descriptor = nil
  }

  /// Gives the socket away, to be closed by whoever takes it; nil if the stream is closed.
  package func giveUpDescriptor() -> Int32? {
    waker?.forget()
    waker = nil
    defer { descriptor = nil }
    return descriptor
  }

  private func openDescriptor() throws(HTTPException) -> Int32 {
    guard let descriptor else { throw .closed }
    return descriptor
  }

  @inline(__always)
  private func receive(
    _ descriptor: Int32, into buffer: inout OutputSpan<UInt8>, waits: Bool
  ) throws(HTTPException) -> Syscalls.Transfer {
    // Unsafe: the call writes only to the free part of the span, and `count` grows by the bytes it wrote.
    try unsafe buffer.withUnsafeMutableBufferPointer { (bytes, count) throws(HTTPException) in
      let free = UnsafeMutableRawBufferPointer(bytes.extracting(count...))
      let result = try unsafe Syscalls.receive(descriptor, into: free, waits: waits, from: peerAddress)
      if case .moved(let received) = result { count += received }
      return result
    }
  }

  /// Whether the socket itself keeps the timeout of a read. It is made to if the timeout is no new one.
  @inline(__always)
  private func isLimited(_ descriptor: Int32, to timeout: Duration?) throws(HTTPException) -> Bool {
    if limit == .timeout(timeout) { return true }
    return try isLimitedAnew(descriptor, to: timeout)
  }

  /// Apart from the usual case, which would cost a plain GET 70 instructions more otherwise (`Scripts/bench --check`).
  @inline(never)
  private func isLimitedAnew(_ descriptor: Int32, to timeout: Duration?) throws(HTTPException) -> Bool {
    if timeout == .zero { return false }
    if timeout != nil, timeout != lastTimeout {
      lastTimeout = timeout
      return false
    }
    try Syscalls.setReceiveTimeout(descriptor, timeout)
    limit = .timeout(timeout)
    return true
  }
}
