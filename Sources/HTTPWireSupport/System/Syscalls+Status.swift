package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What the system knows of a file.
extension Syscalls {
  /// What there is at a path, links followed; nil when there is nothing.
  package static func status(of path: String) throws(HTTPException) -> FileStatus? {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    var result = stat()
    do {
      // Unsafe: the string lends its bytes, ended by NUL, and the structure is filled, while the call runs.
      _ = try retrying("stat", address: path) { unsafe stat(path, &result) }
    } catch {
      if case .system(let failure) = error, failure.code == ENOENT { return nil }
      throw error
    }
    return FileStatus(result)
  }

  /// What an open file is.
  package static func status(of descriptor: Int32) throws(HTTPException) -> FileStatus {
    var result = stat()
    // Unsafe: the structure is filled while the call runs.
    _ = try retrying("fstat") { unsafe fstat(descriptor, &result) }
    return FileStatus(result)
  }

  /// How many bytes of an open file lie before where it is read next; nil where it has no such place, as a pipe.
  package static func position(of descriptor: Int32) -> Int64? {
    let position = lseek(descriptor, 0, SEEK_CUR)
    return position < 0 ? nil : Int64(position)
  }

  /// The path of what there is at a path, every link in it followed. Throws `system` when there is nothing.
  package static func resolvedPath(_ path: String) throws(HTTPException) -> String {
    // Unsafe: the call gives a string that is copied and freed here.
    guard let resolved = unsafe realpath(path, nil) else { throw failure("realpath", errno, address: path) }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
