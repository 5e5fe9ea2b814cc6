package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Files that are written: made, filled, put into place and removed.
extension Syscalls {
  /// Makes a file for writing that was not there before. Throws `system` when something is there.
  package static func createForWriting(_ path: String) throws(HTTPException) -> Int32 {
    // Unsafe: the string lends its bytes, ended by NUL, for as long as the call runs.
    try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
  }

  /// Opens what is there for writing, as it is: for devices and pipes, which can't be replaced.
  package static func openForWriting(_ path: String) throws(HTTPException) -> Int32 {
    // Unsafe: the string lends its bytes, ended by NUL, for as long as the call runs.
    try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CLOEXEC) }
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

  /// Changes who may do what with an open file.
  package static func setPermissions(_ descriptor: Int32, _ permissions: UInt32) throws(HTTPException) {
    _ = try retrying("fchmod") { fchmod(descriptor, mode_t(truncatingIfNeeded: permissions)) }
  }

  /// Waits until what was written to a file is on its disk.
  package static func synchronize(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("fsync") { fsync(descriptor) }
  }

  /// Closes a descriptor and throws what that finds out: some file systems report a full disk only then.
  package static func closeChecked(_ descriptor: Int32) throws(HTTPException) {
    // After EINTR the descriptor is gone, so nothing is retried.
    if close(descriptor) != 0, errno != EINTR { throw failure("close", errno) }
  }

  /// Gives a file another name, in place of what had it.
  package static func rename(_ path: String, to newPath: String) throws(HTTPException) {
    // Unsafe: the strings lend their bytes, ended by NUL, for as long as the call runs.
    #if canImport(Darwin)
    _ = try retrying("rename", address: newPath) { unsafe Darwin.rename(path, newPath) }
    #elseif canImport(Musl)
    _ = try retrying("rename", address: newPath) { unsafe Musl.rename(path, newPath) }
    #else
    _ = try retrying("rename", address: newPath) { unsafe Glibc.rename(path, newPath) }
    #endif
  }

  /// Removes a file, or that of a Unix socket; harmless when there is none.
  package static func removeFile(_ path: String) {
    // Unsafe: the string lends its bytes, ended by NUL, for the call.
    _ = unsafe unlink(path)
  }
}
