package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// The descriptor of standard input.
  package static let standardInput: Int32 = 0
  /// The descriptor of standard output.
  package static let standardOutput: Int32 = 1
  /// The descriptor of standard error.
  package static let standardError: Int32 = 2

  /// Gives each standard descriptor that is closed to something that can be neither read nor written: EBADF, as if it were still closed.
  /// Otherwise the next socket or file would get its number, and what is meant for standard output would go there.
  ///
  /// Call it before anything is opened. Programs that are executed later inherit it, because they need it as much.
  package static func occupyStandardDescriptors() throws(HTTPException) {
    #if canImport(Darwin)
    let flags = O_RDONLY | O_DIRECTORY
    #else
    // Reading fails, too, and the root directory need not be readable (O_PATH, which the C library's module for Swift leaves out).
    let flags = 0o10000000 | O_DIRECTORY
    #endif
    for descriptor in standardInput...standardError where fcntl(descriptor, F_GETFD) < 0 {
      // The system gives the lowest number that is free. The root is there without /dev, too.
      // Unsafe: the C string is valid during the call.
      _ = try retrying("open", address: "/") { unsafe open("/", flags) }
    }
  }
}
