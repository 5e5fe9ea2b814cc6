/// A stream some of whose bytes have been read already: they come first, then what the stream brings.
public final class PrefixedStream: ByteStream {
  private var prefix: ArraySlice<UInt8>
  private let stream: any ByteStream

  /// Puts bytes in front of a stream.
  public init(_ prefix: [UInt8], _ stream: any ByteStream) {
    self.prefix = prefix[...]
    self.stream = stream
  }

  /// Gives bytes of the prefix while there are any, without asking the stream.
  public func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    if prefix.isEmpty { return try stream.read(into: &buffer, timeout: timeout) }
    prefix.removeFirst(buffer.append(copying: prefix.span))
  }

  /// Puts bytes that were read from here back in front of what is to come.
  func putBack(_ bytes: [UInt8]) { prefix = bytes[...] + prefix }

  /// Writes to the stream.
  public func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.write(bytes, timeout: timeout)
  }

  /// Has the stream send the file.
  public func writeFile(_ fileDescriptor: Int32, timeout: Duration?) throws(HTTPException) -> Int {
    try stream.writeFile(fileDescriptor, timeout: timeout)
  }

  /// Drops what is left of the prefix and closes the stream.
  public func close() {
    prefix = []
    stream.close()
  }

  /// The stream's descriptor; it knows nothing of the prefix.
  public var fileDescriptor: Int32? { stream.fileDescriptor }

  /// Bytes while there is a prefix, otherwise what the stream says.
  public func pendingInput() -> PendingInput { prefix.isEmpty ? stream.pendingInput() : .bytes }
}
