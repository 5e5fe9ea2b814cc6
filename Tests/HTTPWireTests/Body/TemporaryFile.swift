import Foundation
import HTTPWire
import HTTPWireSupport
import HTTPWireTesting

/// A file that is there until the object goes.
final class TemporaryFile: Sendable {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("httpwire-\(UUID().uuidString)").path
  private let descriptor: Int32

  init(_ contents: [UInt8] = []) throws(HTTPException) {
    descriptor = try Syscalls.createForWriting(path)
    try append(contents)
  }

  deinit {
    Syscalls.release(descriptor)
    Syscalls.removeFile(path)
  }

  func append(_ bytes: [UInt8]) throws(HTTPException) {
    try Syscalls.writeFile(descriptor, bytes.span)
  }

  func truncate(to count: Int) throws {
    try FileHandle(fileDescriptor: descriptor).truncate(atOffset: UInt64(count))
  }

  /// A descriptor that stands so many bytes behind the beginning; the caller releases it.
  func open(skipping count: Int = 0) throws(HTTPException) -> Int32 {
    let descriptor = try Syscalls.openForReading(path)
    if count > 0 {
      let source = FileSource(descriptor: descriptor)
      _ = try [UInt8](capacity: count) { (free) throws(HTTPException) in try source.read(into: &free) }
    }
    return descriptor
  }

  /// Bytes that a wrong order or a gap would show in.
  static func bytes(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: UInt64(count))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) } }
    return Array(bytes.prefix(count))
  }
}

/// A stream that notes what is written to it, and what it is asked to send by itself.
final class WatchedStream: ByteStream {
  private let stream: any ByteStream
  /// The bytes of each write.
  private(set) var writes: [Int] = []
  /// What was sent of each file.
  private(set) var files: [Int] = []

  init(_ stream: any ByteStream) { self.stream = stream }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    try stream.read(into: &buffer, timeout: timeout)
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    writes.append(bytes.count)
    try stream.write(bytes, timeout: timeout)
  }

  func writeFile(_ fileDescriptor: Int32, atMost limit: Int, timeout: Duration?) throws(HTTPException) -> Int {
    let count = try stream.writeFile(fileDescriptor, atMost: limit, timeout: timeout)
    files.append(count)
    return count
  }

  func close() { stream.close() }
}
