/// The seam between HTTP and whatever carries its bytes: implement it to hand a connection your own stream.
///
/// A stream is used by one thread at a time, and must not call the connection or response that is reading from it. Timeouts are given for each operation and counted from its beginning; `nil` waits for ever.
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
  /// Waits until bytes are there and appends at least one and at most `buffer.freeCapacity` of them. Appending none says that
  /// the peer has ended the stream. `buffer` has room for at least one byte.
  ///
  /// Throws `timedOut(.reading)` when nothing came in time, `system` for a failed call; the stream stays as it was.
  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException)

  /// Sends all of the bytes, in one piece where it can. The timeout is for all of them together.
  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException)

  /// Sends as much as it can of an open file without taking the bytes through this program's memory: from the file's present position
  /// on, which moves as if they had been read. Returns how many bytes it has sent; what is left of the file then, which may be all of
  /// it, the caller reads and writes. The timeout is for each time that the peer takes nothing in.
  func writeFile(_ fileDescriptor: Int32, timeout: Duration?) throws(HTTPException) -> Int

  /// Ends the stream and frees what it holds; harmless when called again. Reads and writes throw `closed` afterwards.
  func close()

  /// The descriptor under the stream, or nil where there is none (`socket.fileno()`).
  var fileDescriptor: Int32? { get }

  /// What is waiting to be read, found out without waiting and without taking a byte. A connection asks before it sends another
  /// request, because bytes nobody asked for, or the end of the stream, mean that it must not be used again.
  func pendingInput() -> PendingInput
}

/// What waits on a stream to be read.
public enum PendingInput: Sendable, Hashable {
  /// Nothing, or it can't be told.
  case nothing
  /// At least one byte.
  case bytes
  /// The peer has ended the stream, or it is broken.
  case end
}

extension ByteStream {
  /// Nothing, so that every file is read and written.
  public func writeFile(_ fileDescriptor: Int32, timeout: Duration?) throws(HTTPException) -> Int { 0 }

  /// No descriptor.
  public var fileDescriptor: Int32? { nil }

  /// Nothing that could be told without reading.
  public func pendingInput() -> PendingInput { .nothing }
}
