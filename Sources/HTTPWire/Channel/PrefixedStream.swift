/// A stream with bytes in front of it. Reading returns those bytes first, then the bytes of the stream.
package final class PrefixedStream: ByteStream {
  private var prefix: ArraySlice<UInt8>
  private let stream: any ByteStream

  /// Puts bytes in front of a stream.
  package init(_ prefix: [UInt8], _ stream: any ByteStream) {
    self.prefix = prefix[...]
    self.stream = stream
  }

  /// Appends bytes of the prefix while there are any, without reading the stream.
  package func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    if prefix.isEmpty { return try stream.read(into: &buffer, timeout: timeout) }
    prefix.removeFirst(buffer.append(copying: prefix.span))
  }

  /// Puts bytes that were read from this stream back in front.
  func putBack(_ bytes: [UInt8]) { prefix = bytes[...] + prefix }

  /// Writes to the stream.
  package func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.write(bytes, timeout: timeout)
  }

  /// Writes to the stream, which does not know of the prefix: read that first.
  package func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    try stream.writeSome(bytes, timeout: timeout)
  }

  /// Sends the file with the stream's own `writeFile`.
  package func writeFile(_ fileDescriptor: Int32, atMost limit: Int, timeout: Duration?) throws(HTTPException) -> Int {
    try stream.writeFile(fileDescriptor, atMost: limit, timeout: timeout)
  }

  /// Drops the rest of the prefix and closes the stream.
  package func close() {
    prefix = []
    stream.close()
  }

  /// The stream's interrupter.
  package var interrupter: (any StreamInterrupter)? { stream.interrupter }

  /// The stream's descriptor. Reading it directly skips the prefix.
  package var fileDescriptor: Int32? { stream.fileDescriptor }

  /// `bytes` while there is a prefix, otherwise the stream's own answer.
  package func pendingInput() -> PendingInput { prefix.isEmpty ? stream.pendingInput() : .bytes }
}
