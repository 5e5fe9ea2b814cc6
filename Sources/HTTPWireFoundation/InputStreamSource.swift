internal import Foundation
internal import HTTPWire
internal import HTTPWireCore

/// Foundation's stream as the source of a body.
final class InputStreamSource: BodySource {
  private let stream: InputStream
  private let opensStream: Bool

  init(_ stream: InputStream) {
    self.stream = stream
    opensStream = stream.streamStatus == .notOpen
  }

  deinit {
    if opensStream { stream.close() }
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    if stream.streamStatus == .notOpen { stream.open() }
    // Unsafe: Foundation reads to a pointer. It is used within the closure only, and `initialized` grows by bytes that the stream has
    // written.
    let count = unsafe buffer.withUnsafeMutableBufferPointer { (bytes, initialized) -> Int in
      let free = unsafe UnsafeMutableBufferPointer(rebasing: bytes[initialized...])
      guard let start = free.baseAddress, !free.isEmpty else { return 0 }
      let count = unsafe min(stream.read(start, maxLength: free.count), free.count)
      initialized += max(0, count)
      return count
    }
    if count < 0 {
      throw .bodySource("the body's stream can't be read: \(stream.streamError?.localizedDescription ?? "it does not say why")")
    }
  }
}
