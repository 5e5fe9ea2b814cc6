#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Files that are read.
extension Syscalls {
  /// Opens a file for reading.
  package static func openForReading(_ path: String) throws(HTTPException) -> Int32 {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    // Unsafe: the string lends its bytes, ended by NUL, for as long as the call runs.
    return try retrying("open", address: path) { unsafe open(path, O_RDONLY | O_CLOEXEC) }
  }

  /// Reads at most the buffer's free room from a file or pipe and returns how many bytes came; none is the end.
  package static func readFile(_ descriptor: Int32, into buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> Int {
    // Unsafe: the call fills the part of the span that is still free, and only what it filled is counted.
    try unsafe buffer.withUnsafeMutableBufferPointer { (bytes, count) throws(HTTPException) in
      let free = bytes.extracting(count...)
      let received = try retrying("read") { unsafe read(descriptor, free.baseAddress, free.count) }
      count += received
      return received
    }
  }
}
