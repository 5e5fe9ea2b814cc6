#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Files and pipes.
extension Syscalls {
  /// The descriptor of standard output.
  package static let standardOutput: Int32 = 1
  /// The descriptor of standard error.
  package static let standardError: Int32 = 2

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

  /// Writes all of the bytes to a file, pipe or terminal.
  package static func writeFile(_ descriptor: Int32, _ bytes: Span<UInt8>) throws(HTTPException) {
    // Unsafe: the span lends its bytes for as long as the calls run, and each gets what the ones before left.
    try unsafe bytes.withUnsafeBytes { (bytes) throws(HTTPException) in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let piece = unsafe UnsafeRawBufferPointer(rebasing: rest)
        let count = try retrying("write") { unsafe write(descriptor, piece.baseAddress, piece.count) }
        unsafe rest = rest.dropFirst(count)
      }
    }
  }

  /// A pipe: what is written to the second descriptor is read from the first.
  package static func makePipe() throws(HTTPException) -> (reading: Int32, writing: Int32) {
    // Unsafe: the call fills the array's two numbers while it runs.
    var ends: [Int32] = [-1, -1]
    _ = try retrying("pipe") { unsafe pipe(&ends) }
    for end in ends { try setCloseOnExec(end) }
    return (ends[0], ends[1])
  }
}
