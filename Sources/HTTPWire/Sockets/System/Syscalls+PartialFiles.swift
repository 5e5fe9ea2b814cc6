#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

// Files that are written over several runs and get their name at the end.

extension Syscalls {
  /// Opens a file for writing without emptying it, and makes it if there is none. Nobody else may have it open this way: throws `system`
  /// with EWOULDBLOCK then.
  package static func openForContinuing(_ path: String) throws(HTTPException) -> Int32 {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    // Unsafe: the C string is valid during the call.
    let descriptor = try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666) }
    do throws(HTTPException) {
      _ = try retrying("flock", address: path) { flock(descriptor, LOCK_EX | LOCK_NB) }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Cuts a file to a length, behind which the next byte is written.
  package static func cutFile(_ descriptor: Int32, to length: Int) throws(HTTPException) {
    guard let size = off_t(exactly: length) else { throw .invalidArgument("no file can have \(length) bytes") }
    _ = try retrying("ftruncate") { ftruncate(descriptor, size) }
    try setFilePosition(descriptor, length)
  }

  /// Gives a file that is open its final name once its bytes are on the disk, in place of the file of that name. The descriptor is closed,
  /// also after an error.
  package static func finishFile(_ descriptor: Int32, _ path: String, as name: String) throws(HTTPException) {
    do throws(HTTPException) {
      _ = try retrying("fsync", address: path) { fsync(descriptor) }
    } catch {
      close(descriptor)
      throw error
    }
    try closeChecked(descriptor, address: path)
    // Unsafe: the C strings are valid during the call.
    _ = try retrying("rename", address: name) { unsafe rename(path, name) }
  }

  /// Removes a file or the file of a Unix socket. Does nothing if there is none.
  package static func removeFile(_ path: String) {
    // Unsafe: the C string is valid during the call.
    _ = unsafe unlink(path)
  }

  /// Whether a path leads to a directory.
  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    // Unsafe: the C string is valid during the call, which fills a local structure.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Waits.
  package static func sleep(_ duration: Duration) {
    let end = Deadline(after: duration)
    while !end.hasPassed { _ = poll(nil, 0, end.remainingMilliseconds) }
  }
}
