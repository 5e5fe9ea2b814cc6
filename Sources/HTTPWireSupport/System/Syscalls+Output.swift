package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// Creates a file for writing, and for reading it back. Throws `system` if something exists at the path.
  package static func createForWriting(_ path: String, permissions: UInt32 = 0o666) throws(HTTPException) -> Int32 {
    // Unsafe: the C string is valid during the call.
    try retrying("open", address: path) {
      unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(truncatingIfNeeded: permissions))
    }
  }

  /// Opens an existing file, device or pipe for writing. What it contains stays.
  package static func openForWriting(_ path: String) throws(HTTPException) -> Int32 {
    // Unsafe: the C string is valid during the call.
    try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CLOEXEC) }
  }

  /// Opens an existing file for writing at its end, wherever that is by then.
  package static func openForAppending(_ path: String) throws(HTTPException) -> Int32 {
    // Unsafe: the C string is valid during the call.
    try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC) }
  }

  /// Gives an open file an owner, a group and permissions, as far as the process may and the file system can. The file's status says what
  /// has come of it.
  package static func setAccess(_ descriptor: Int32, _ access: FileStatus.Access) {
    _ = fchown(descriptor, access.owner, access.group)
    // Afterwards, because a change of the owner takes bits of the mode away.
    _ = fchmod(descriptor, mode_t(truncatingIfNeeded: access.permissions))
  }

  /// Sets when an open file was last changed, in seconds since 1970. A file system that can't is no failure.
  package static func setModificationTime(_ descriptor: Int32, _ seconds: Int64) {
    var times = timeval()
    times.tv_sec = .init(clamping: seconds)
    // Unsafe: the call reads a local array of two.
    _ = unsafe futimes(descriptor, [times, times])
  }

  /// Cuts an open file to nothing.
  package static func empty(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("ftruncate") { ftruncate(descriptor, 0) }
  }

  /// Waits until the bytes written to a file are on its disk. A file that has no disk is no failure.
  package static func synchronize(_ descriptor: Int32) throws(HTTPException) {
    do {
      _ = try retrying("fsync") { fsync(descriptor) }
    } catch {
      guard case .system(let failure) = error, [EINVAL, ENOTSUP, EOPNOTSUPP, ENOSYS, EROFS, EPERM].contains(failure.code) else {
        throw error
      }
    }
  }

  /// Makes a directory. Does nothing if there is one already.
  package static func makeDirectory(_ path: String, permissions: UInt32) throws(HTTPException) {
    do {
      // Unsafe: the C string is valid during the call.
      _ = try retrying("mkdir", address: path) { unsafe mkdir(path, mode_t(truncatingIfNeeded: permissions)) }
    } catch {
      // A directory that can't be written or is mounted read-only says so before it says that it is there.
      if try status(of: path)?.isDirectory != true { throw error }
    }
  }

  /// Renames a file, and replaces a file that has the new name. Returns false if that file can't be replaced, though it may be one that can
  /// be written: for example, one that is mounted by itself, or in a directory that can't be written.
  package static func rename(_ path: String, to newPath: String) throws(HTTPException) -> Bool {
    do {
      // Unsafe: the C strings are valid during the call.
      #if canImport(Darwin)
      _ = try retrying("rename", address: newPath) { unsafe Darwin.rename(path, newPath) }
      #elseif canImport(Musl)
      _ = try retrying("rename", address: newPath) { unsafe Musl.rename(path, newPath) }
      #else
      _ = try retrying("rename", address: newPath) { unsafe Glibc.rename(path, newPath) }
      #endif
      return true
    } catch {
      let unable = [EBUSY, EXDEV, EPERM, EACCES, EROFS, EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP, ETXTBSY]
      guard case .system(let failure) = error, unable.contains(failure.code) else { throw error }
      return false
    }
  }

  /// The error of a descriptor that is not open.
  package static func notOpen(_ name: String) -> HTTPException { failure("open", EBADF, address: name) }
}
