#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What the system says of a file.
package struct FileStatus: Sendable, Hashable {
  /// Whether it is a regular file, which has a size and can be replaced by another.
  package let isRegular: Bool
  /// Whether it is a directory.
  package let isDirectory: Bool
  /// Its size in bytes, as the system says: 0 for many files that have bytes all the same, as those of /proc.
  package let size: Int64
  /// Who may use it how. A file that takes the place of another must have the same.
  package let access: Access
  /// The number of its names.
  package let links: UInt64

  /// Who may use a file, and how.
  package struct Access: Sendable, Hashable {
    /// The lowest twelve bits of its mode.
    package let permissions: UInt32
    package let owner: UInt32
    package let group: UInt32
  }
}

extension FileStatus {
  init(_ status: stat) {
    let kind = status.st_mode & S_IFMT
    isRegular = kind == S_IFREG
    isDirectory = kind == S_IFDIR
    size = Int64(status.st_size)
    access = Access(permissions: UInt32(status.st_mode) & 0o7777, owner: UInt32(status.st_uid), group: UInt32(status.st_gid))
    links = UInt64(status.st_nlink)
  }
}
