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

  /// Opens a file for writing, empty. A new file is readable by its owner alone; an existing one keeps its permissions.
  static func openEmpty(_ path: String) throws(HTTPException) -> Int32 {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    // Unsafe: the C string is valid during the call.
    return try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) }
  }

  /// Writes all the bytes to a file, pipe or terminal.
  package static func writeFile(_ descriptor: Int32, _ bytes: Span<UInt8>, address: String? = nil) throws(HTTPException) {
    // Unsafe: the pointer is valid while the closure runs, and each call gets only the bytes that are not written yet.
    try unsafe bytes.withUnsafeBytes { (bytes) throws(HTTPException) in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let piece = unsafe UnsafeRawBufferPointer(rebasing: rest)
        let count = try retrying("write", address: address) { unsafe write(descriptor, piece.baseAddress, piece.count) }
        unsafe rest = rest.dropFirst(count)
      }
    }
  }

  /// Closes a descriptor. Throws the call's error: some file systems report a full disk only then.
  package static func closeChecked(_ descriptor: Int32, address: String? = nil) throws(HTTPException) {
    // EINTR is not retried, because the descriptor is closed already.
    if close(descriptor) != 0, errno != EINTR { throw failure("close", errno, address: address) }
  }
}
