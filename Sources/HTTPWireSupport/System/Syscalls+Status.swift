package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// The status of the file at a path, with links followed; nil if there is none.
  package static func status(of path: String) throws(HTTPException) -> FileStatus? {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    var result = stat()
    do {
      // Unsafe: the C string is valid during the call, which fills a local structure.
      _ = try retrying("stat", address: path) { unsafe stat(path, &result) }
    } catch {
      if case .system(let failure) = error, failure.code == ENOENT { return nil }
      throw error
    }
    return FileStatus(result)
  }

  /// The status of an open file.
  package static func status(of descriptor: Int32) throws(HTTPException) -> FileStatus {
    var result = stat()
    // Unsafe: the call fills a local structure.
    _ = try retrying("fstat") { unsafe fstat(descriptor, &result) }
    return FileStatus(result)
  }

  /// The position of an open file in bytes; nil if it has none, as a pipe.
  package static func position(of descriptor: Int32) -> Int64? {
    let position = lseek(descriptor, 0, SEEK_CUR)
    return position < 0 ? nil : Int64(position)
  }

  /// The path with all links resolved. Throws `system` if nothing exists there.
  package static func resolvedPath(_ path: String) throws(HTTPException) -> String {
    // Unsafe: the call returns a string, which is copied and freed here.
    guard let resolved = unsafe realpath(path, nil) else { throw failure("realpath", errno, address: path) }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
