package import HTTPWire

/// A stream over prepared replies that keeps what is written to it. Past the last reply, it is at its end.
package final class MemoryStream: ByteStream {
  /// What was written.
  package private(set) var written: [UInt8] = []
  private var replies: ArraySlice<ArraySlice<UInt8>>

  package init(_ replies: [[UInt8]]) { self.replies = replies.map { $0[...] }[...] }

  /// What has not been read.
  package var unread: [UInt8] { Array(replies.joined()) }

  package func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    replies = replies.drop(while: \.isEmpty)
    guard let reply = replies.popFirst() else { return }
    let part = reply.prefix(buffer.freeCapacity)
    for byte in part { buffer.append(byte) }
    replies = [reply.dropFirst(part.count)] + replies
  }

  package func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    for index in bytes.indices { written.append(bytes[index]) }
  }

  package func close() {}
}
