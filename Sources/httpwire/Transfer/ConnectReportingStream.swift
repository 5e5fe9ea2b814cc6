import HTTPWire

/// A stream to a proxy. It reports the request for a tunnel and the head of the reply, but not the bytes that then go through the tunnel.
final class ConnectReportingStream: ByteStream {
  private let stream: any ByteStream
  private let report: (String) -> Void
  private var request = HeadCollector()
  private var reply = HeadCollector()

  init(_ stream: any ByteStream, report: @escaping (String) -> Void) {
    self.stream = stream
    self.report = report
  }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    let before = buffer.count
    try stream.read(into: &buffer, timeout: timeout)
    for line in reply.add(buffer.span.extracting(before...)) ?? [] { report("< " + line) }
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.write(bytes, timeout: timeout)
    for line in request.add(bytes) ?? [] { report("> " + line) }
  }

  func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    let count = try stream.writeSome(bytes, timeout: timeout)
    for line in request.add(bytes.extracting(first: count)) ?? [] { report("> " + line) }
    return count
  }

  var interrupter: (any StreamInterrupter)? { stream.interrupter }

  func close() { stream.close() }

  var fileDescriptor: Int32? { stream.fileDescriptor }

  func pendingInput() -> PendingInput { stream.pendingInput() }
}
