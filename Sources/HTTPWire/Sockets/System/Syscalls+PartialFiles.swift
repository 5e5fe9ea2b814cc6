#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

// Files that are written over several runs and get their name at the end.

extension Syscalls {
  /// Opens a regular file for writing, and creates it if necessary. Its contents stay. It is locked until it is closed: throws `system`
  /// with EWOULDBLOCK if somebody else has it open this way.
  package static func openForContinuing(_ path: String) throws(HTTPException) -> Int32 {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    while true {
      // Unsafe: the C string is valid during the call. The open of a pipe would wait for its reader.
      let descriptor = try retrying("open", address: path) {
        unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
      }
      do throws(HTTPException) {
        guard try fileSize(descriptor) != nil else { throw .invalidArgument("\(PythonRepr.string(path)) is no regular file") }
        _ = try retrying("flock", address: path) { flock(descriptor, LOCK_EX | LOCK_NB) }
        if isFile(descriptor, at: path) { return descriptor }
        // Whoever had the lock has given the file another name or removed it in the meantime.
        close(descriptor)
      } catch {
        close(descriptor)
        throw error
      }
    }
  }

  /// Whether an open file is the one that a path leads to.
  private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    // Unsafe: the C string is valid during the call, and the calls fill local structures.
    guard unsafe fstat(descriptor, &opened) == 0, unsafe lstat(path, &named) == 0 else { return false }
    return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
  }

  /// Cuts a file to a length, behind which the next byte is written.
  package static func cutFile(_ descriptor: Int32, to length: Int) throws(HTTPException) {
    guard let size = off_t(exactly: length) else { throw .invalidArgument("no file can have \(length) bytes") }
    _ = try retrying("ftruncate") { ftruncate(descriptor, size) }
    try setFilePosition(descriptor, length)
  }

  /// Gives a file that is open its final name once its bytes are on the disk, in place of the file of that name. It stays open and locked.
  package static func finishFile(_ descriptor: Int32, _ path: String, as name: String) throws(HTTPException) {
    _ = try retrying("fsync", address: path) { fsync(descriptor) }
    // Unsafe: the C strings are valid during the call.
    _ = try retrying("rename", address: name) { unsafe rename(path, name) }
  }

  /// Removes a file or the file of a Unix socket. Does nothing if it does not exist.
  package static func removeFile(_ path: String) {
    // Unsafe: the C string is valid during the call.
    _ = unsafe unlink(path)
  }

  /// Whether a path leads to something that is no regular file, such as a directory or a device.
  package static func isNoFile(_ path: String) -> Bool {
    var status = stat()
    // Unsafe: the C string is valid during the call, which fills a local structure.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// Waits.
  package static func sleep(_ duration: Duration) {
    let end = Deadline(after: duration)
    while !end.hasPassed { _ = poll(nil, 0, end.remainingMilliseconds) }
  }
}
