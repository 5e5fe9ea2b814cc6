#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The type, size and permissions of a file.
package struct FileStatus: Sendable, Hashable {
  /// Whether it is a regular file, which has a size and can be replaced by another.
  package let isRegular: Bool
  /// Whether it is a directory.
  package let isDirectory: Bool
  /// Its size in bytes.
  package let size: Int64
  /// Its permissions: the lowest twelve bits of its mode.
  package let permissions: UInt32
}

extension FileStatus {
  init(_ status: stat) {
    let kind = status.st_mode & S_IFMT
    isRegular = kind == S_IFREG
    isDirectory = kind == S_IFDIR
    size = Int64(status.st_size)
    permissions = UInt32(status.st_mode) & 0o7777
  }
}
