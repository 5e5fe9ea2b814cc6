package import HTTPWire

/// A stream over prepared replies that keeps what is written to it. Past the last reply, it is at its end.
package final class MemoryStream: ByteStream {
  /// What was written.
  package private(set) var written: [UInt8] = []
  private var replies: ArraySlice<ArraySlice<UInt8>>

  package init(_ replies: [[UInt8]]) { self.replies = replies.map { $0[...] }[...] }

  /// What has not been read.
  package var unread: [UInt8] { Array(replies.joined()) }

  package func read(into buffer: inout OutputRawSpan, timeout: Duration?) throws(HTTPException) {
    replies = replies.drop(while: \.isEmpty)
    guard let reply = replies.popFirst() else { return }
    let count = Array(reply).withRawSpan { buffer.append(copying: $0) }
    replies = [reply.dropFirst(count)] + replies
  }

  package func write(_ bytes: RawSpan, timeout: Duration?) throws(HTTPException) {
    written.append(copying: bytes)
  }

  package func close() {}
}
