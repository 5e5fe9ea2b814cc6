/// A two-way stream of bytes that HTTP is spoken over. Implement it to give a connection your own stream.
///
/// A stream is used by one thread at a time. It must not start an operation of the connection or response that is calling it. A timeout
/// applies to one operation and counts from its start; `nil` waits for ever.
///
/// ```swift
/// final class Echo: ByteStream {
///   var kept: [UInt8] = []
///   func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
///     let count = min(kept.count, buffer.freeCapacity)
///     for byte in kept.prefix(count) { buffer.append(byte) }
///     kept.removeFirst(count)
///   }
///   func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
///     for index in bytes.indices { kept.append(bytes[index]) }
///   }
///   func close() {}
/// }
/// ```
public protocol ByteStream: AnyObject {
  /// Waits until bytes have arrived, and appends between one and `buffer.freeCapacity` of them. Append nothing to report that the peer has
  /// ended the stream. `buffer` has room for at least one byte.
  ///
  /// Throws `timedOut(.reading)` if nothing came in time, and `system` for a failed call. After a timeout the stream can be read again.
  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException)

  /// Sends all the bytes, with one system call if it can. The timeout is for all of them together.
  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException)

  /// Sends at least one of the bytes, and returns how many. If the peer accepts none now, waits until it does, or until there is something
  /// to read: then it returns 0. So neither side waits for the other for ever when the peer answers while it is sent a body (RFC 9112
  /// section 9.5).
  ///
  /// After a result of 0, or a timeout, the caller continues with the same bytes. The timeout is for the whole wait. A stream that returns
  /// 0 must also say in ``pendingInput()`` what there is to read.
  func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int

  /// Sends as much of an open file as it can without reading it into this program's memory, but at most `limit` bytes. It starts at the
  /// file's current position, and moves the position as if the bytes had been read.
  ///
  /// Returns the number of bytes sent, also when it would have to wait and there is something to read. The caller then reads and writes
  /// the rest of the file, which may be all of it. The timeout is for each wait in which the peer accepts no bytes.
  func writeFile(_ fileDescriptor: Int32, atMost limit: Int, timeout: Duration?) throws(HTTPException) -> Int

  /// Ends the stream and frees its resources. Calling it again has no effect. Reads and writes throw `closed` afterwards.
  func close()

  /// The stream's file descriptor, or nil if it has none (`socket.fileno()`).
  var fileDescriptor: Int32? { get }

  /// Whether bytes or the end of the stream can be read now. It neither waits nor consumes a byte. A connection calls it before it sends
  /// another request: unrequested bytes, or the end of the stream, mean that the stream must not be used again.
  func pendingInput() -> PendingInput

  /// What ends a wait of this stream from another thread, or nil if nothing can: then a cancelled operation ends when its wait does. See
  /// ``Canceller``.
  var interrupter: (any StreamInterrupter)? { get }
}

/// Ends the waits of a stream from another thread.
public protocol StreamInterrupter: Sendable {
  /// Makes the stream's current read or write, and every later one, end at once. Any thread may call it at any time, also after the stream
  /// was closed.
  func interrupt()
}

/// What can be read from a stream without waiting.
public enum PendingInput: Sendable, Hashable {
  /// Nothing, or the stream can't find out.
  case nothing
  /// At least one byte.
  case bytes
  /// The peer has ended the stream, or it is broken.
  case end
}

extension ByteStream {
  /// Sends all the bytes, without looking for something to read: a stream that can't do both at once.
  public func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    try write(bytes, timeout: timeout)
    return bytes.count
  }

  /// nil: its waits end by themselves.
  public var interrupter: (any StreamInterrupter)? { nil }

  /// Sends nothing and returns 0, so the caller reads and writes the whole file.
  public func writeFile(_ fileDescriptor: Int32, atMost limit: Int, timeout: Duration?) throws(HTTPException) -> Int { 0 }

  /// nil: no descriptor.
  public var fileDescriptor: Int32? { nil }

  /// `nothing`: the stream can't find out without reading.
  public func pendingInput() -> PendingInput { .nothing }
}
