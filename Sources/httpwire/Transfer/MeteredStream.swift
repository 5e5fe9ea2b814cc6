import HTTPWire

/// A connection's stream whose bytes are counted. It lies above TLS, so it counts the bytes of HTTP.
final class MeteredStream: ByteStream {
  private let stream: any ByteStream
  private let meter: Meter

  /// Large blocks are written in pieces of this size, so that progress can be shown.
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

  func writeSome(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) -> Int {
    let part = bytes.extracting(first: Self.piece)
    let count = try stream.writeSome(part, timeout: timeout)
    meter.sent(part.extracting(first: count))
    return count
  }

  var interrupter: (any StreamInterrupter)? { stream.interrupter }

  func close() { stream.close() }

  var fileDescriptor: Int32? { stream.fileDescriptor }

  func pendingInput() -> PendingInput { stream.pendingInput() }
}
