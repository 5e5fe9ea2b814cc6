package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// Creates a file for writing. Throws `system` if something exists at the path.
  package static func createForWriting(_ path: String) throws(HTTPException) -> Int32 {
    // Unsafe: the C string is valid during the call.
    try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
  }

  /// Opens an existing file for writing without truncating it. For devices and pipes, which can't be replaced.
  package static func openForWriting(_ path: String) throws(HTTPException) -> Int32 {
    // Unsafe: the C string is valid during the call.
    try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CLOEXEC) }
  }

  /// Sets the permissions of an open file.
  package static func setPermissions(_ descriptor: Int32, _ permissions: UInt32) throws(HTTPException) {
    _ = try retrying("fchmod") { fchmod(descriptor, mode_t(truncatingIfNeeded: permissions)) }
  }

  /// Waits until the bytes written to a file are on its disk.
  package static func synchronize(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("fsync") { fsync(descriptor) }
  }

  /// Renames a file, and replaces a file that has the new name.
  package static func rename(_ path: String, to newPath: String) throws(HTTPException) {
    // Unsafe: the C strings are valid during the call.
    #if canImport(Darwin)
    _ = try retrying("rename", address: newPath) { unsafe Darwin.rename(path, newPath) }
    #elseif canImport(Musl)
    _ = try retrying("rename", address: newPath) { unsafe Musl.rename(path, newPath) }
    #else
    _ = try retrying("rename", address: newPath) { unsafe Glibc.rename(path, newPath) }
    #endif
  }
}
