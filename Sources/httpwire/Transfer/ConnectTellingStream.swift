import HTTPWire

/// The stream to a proxy: tells the request for a tunnel and the head of its reply, and nothing of what then goes through the tunnel.
final class ConnectTellingStream: ByteStream {
  private let stream: any ByteStream
  private let tell: (String) -> Void
  private var request = HeadCollector()
  private var reply = HeadCollector()

  init(_ stream: any ByteStream, tell: @escaping (String) -> Void) {
    self.stream = stream
    self.tell = tell
  }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    let before = buffer.count
    try stream.read(into: &buffer, timeout: timeout)
    for line in reply.add(buffer.span.extracting(before...)) ?? [] { tell("< " + line) }
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.write(bytes, timeout: timeout)
    for line in request.add(bytes) ?? [] { tell("> " + line) }
  }

  func close() { stream.close() }

  var fileDescriptor: Int32? { stream.fileDescriptor }

  func pendingInput() -> PendingInput { stream.pendingInput() }
}
