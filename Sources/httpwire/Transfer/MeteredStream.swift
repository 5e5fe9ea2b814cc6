import HTTPWire

/// A connection's stream under the command's eyes: what passes is counted, as it is before TLS makes something else of it.
final class MeteredStream: ByteStream {
  private let stream: any ByteStream
  private let meter: Meter

  /// A large block is written in pieces of this size, so that progress shows.
  private static let piece = 262_144

  init(_ stream: any ByteStream, _ meter: Meter) {
    self.stream = stream
    self.meter = meter
  }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.read(into: &buffer, timeout: timeout)
    meter.sawInput()
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    var offset = 0
    while offset < bytes.count {
      let end = min(offset + Self.piece, bytes.count)
      let part = bytes.extracting(offset..<end)
      try stream.write(part, timeout: timeout)
      meter.sent(part)
      offset = end
    }
  }

  func close() { stream.close() }

  var fileDescriptor: Int32? { stream.fileDescriptor }

  func pendingInput() -> PendingInput { stream.pendingInput() }
}
