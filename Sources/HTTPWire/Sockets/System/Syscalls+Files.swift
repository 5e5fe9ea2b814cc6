#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// Opens a file for reading.
  package static func openForReading(_ path: String) throws(HTTPException) -> Int32 {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    // Unsafe: the C string is valid during the call.
    return try retrying("open", address: path) { unsafe open(path, O_RDONLY | O_CLOEXEC) }
  }

  /// Reads from a file or pipe into the buffer's free capacity. Returns the number of bytes read; 0 at the end.
  package static func readFile(_ descriptor: Int32, into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> Int {
    // Unsafe: the call writes only to the free part of the span, and `count` grows by the bytes it wrote.
    try unsafe buffer.withUnsafeMutableBufferPointer { (bytes, count) throws(HTTPException) in
      let free = bytes.extracting(count...)
      let received = try retrying("read") { unsafe read(descriptor, free.baseAddress, free.count) }
      count += received
      return received
    }
  }
}
