#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// All bytes of a file or pipe. Throws `system`, which names the path, and `limitExceeded` if there are more than `limit`.
  package static func contents(ofFile path: String, atMost limit: Int) throws(HTTPException) -> [UInt8] {
    let descriptor = try openForReading(path)
    defer { close(descriptor) }
    var contents: [UInt8] = []
    while contents.count <= limit {
      let before = contents.count
      do throws(HTTPException) {
        try contents.append(addingCapacity: 65_536) { (free) throws(HTTPException) in _ = try readFile(descriptor, into: &free) }
      } catch {
        throw naming(path, error)
      }
      if contents.count == before { return contents }
    }
    throw .limitExceeded(what: "bytes in the file \(PythonRepr.string(path))", limit: limit)
  }

  /// All bytes of a file, or nil if there is no such file.
  package static func contentsIfThere(ofFile path: String, atMost limit: Int) throws(HTTPException) -> [UInt8]? {
    do throws(HTTPException) {
      return try contents(ofFile: path, atMost: limit)
    } catch {
      if case .system(let failure) = error, failure.code == ENOENT { return nil }
      throw error
    }
  }

  /// Puts the bytes in place of a file at once: whoever opens it sees the old contents or the new ones. The new file belongs to its owner
  /// alone (mode 0600). A symbolic link is replaced, and not followed.
  ///
  /// Throws `system`, which names the path. The old file is left as it was then.
  package static func replaceFile(_ path: String, with contents: [UInt8]) throws(HTTPException) {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    let temporary = path + "." + String(UInt64.random(in: .min ... .max), radix: 36)
    // Unsafe: the C string is valid during the call.
    let descriptor = try retrying("open", address: path) { unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
    do throws(HTTPException) {
      do throws(HTTPException) {
        try writeFile(descriptor, contents.span, address: path)
        // Otherwise a crash of the system could leave an empty file under the name.
        _ = try retrying("fsync", address: path) { fsync(descriptor) }
      } catch {
        close(descriptor)
        throw error
      }
      try closeChecked(descriptor, address: path)
      // Unsafe: the C strings are valid during the call.
      _ = try retrying("rename", address: path) { unsafe rename(temporary, path) }
    } catch {
      // Unsafe: the C string is valid during the call.
      _ = unsafe unlink(temporary)
      throw error
    }
  }

  /// A system error of a call that knows only the descriptor, with the path.
  private static func naming(_ path: String, _ error: HTTPException) -> HTTPException {
    guard case .system(let failure) = error else { return error }
    return Syscalls.failure(failure.operation, failure.code, address: path)
  }
}
