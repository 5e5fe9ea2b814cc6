package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

#if !canImport(Darwin)
// The C library has the call, and its module for Swift leaves out the header. Numbers and pointers are passed alike in Swift and C.
@_silgen_name("flistxattr")
private func flistxattr(_ descriptor: Int32, _ names: UnsafeMutablePointer<CChar>?, _ size: Int) -> Int
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

  /// The path with all links resolved; nil if nothing exists there, or if it is not UTF-8.
  package static func resolvedPath(_ path: String) -> String? {
    // Unsafe: the call returns a string, which is copied and freed here.
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(validatingCString: resolved)
  }

  /// Where a symbolic link leads.
  package enum Link: Sendable, Hashable {
    /// The path in the link.
    case to(String)
    /// The path in the link is not UTF-8.
    case notText
  }

  /// Where a symbolic link leads; nil if there is none at the path.
  package static func link(at path: String) -> Link? {
    var text = [CChar](repeating: 0, count: Int(PATH_MAX))
    // Unsafe: the C string is valid during the call, which writes to a local array within its count.
    let count = unsafe readlink(path, &text, text.count)
    if count < 0 { return nil }
    return String(validating: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self).map(Link.to) ?? .notText
  }

  /// Whether more belongs to a file than its bytes and its mode: access lists, capabilities, attributes of users. A label that every file
  /// of the system has does not count.
  package static func hasExtendedAttributes(_ descriptor: Int32) -> Bool {
    var names = [CChar](repeating: 0, count: 65_536)
    // Unsafe: the call writes to a local array within its count.
    #if canImport(Darwin)
    let count = unsafe flistxattr(descriptor, &names, names.count, 0)
    #else
    let count = unsafe flistxattr(descriptor, &names, names.count)
    #endif
    if count < 0 { return errno == ERANGE }
    let found = names.prefix(count).split(separator: 0).map { String(decoding: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self) }
    return !Set(found).isSubset(of: ["security.selinux", "com.apple.provenance"])
  }
}
