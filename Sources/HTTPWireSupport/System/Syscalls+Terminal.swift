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

  /// Whether the descriptor is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
