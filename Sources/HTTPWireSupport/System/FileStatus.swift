#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What is known of a file from its path or descriptor.
package struct FileStatus: Sendable, Hashable {
  /// Whether it is a regular file: one with a size, that can be replaced by another.
  package let isRegular: Bool
  /// Whether it is a directory.
  package let isDirectory: Bool
  /// Its size in bytes.
  package let size: Int64
  /// Who may do what with it: the lowest twelve bits of its mode.
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
