package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Descriptors of any kind.
extension Syscalls {
  /// A pipe: what is written to the second descriptor is read from the first.
  package static func makePipe() throws(HTTPException) -> (reading: Int32, writing: Int32) {
    // Unsafe: the call fills the array's two numbers while it runs.
    var ends: [Int32] = [-1, -1]
    _ = try retrying("pipe") { unsafe pipe(&ends) }
    for end in ends { try setCloseOnExec(end) }
    return (ends[0], ends[1])
  }

  /// Another descriptor of the same file or socket.
  package static func duplicate(_ descriptor: Int32) throws(HTTPException) -> Int32 {
    try retrying("fcntl") { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
  }

  /// Whether the descriptor is closed when another program is executed.
  package static func isCloseOnExec(_ descriptor: Int32) throws(HTTPException) -> Bool {
    try retrying("fcntl") { fcntl(descriptor, F_GETFD) } & FD_CLOEXEC != 0
  }

  /// Waits until one of the descriptors is readable (or at its end) or the time has passed, and says which are.
  package static func waitUntilReadable(_ descriptors: [Int32], until deadline: Deadline) throws(HTTPException) -> [Int32] {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // Unsafe: the call reads and writes the array for as long as it runs, within the count given.
    let isReady = try wait(until: deadline) { unsafe poll(&entries, nfds_t(entries.count), $0) }
    return isReady ? entries.filter { $0.revents != 0 }.map(\.fd) : []
  }

  /// Whether small writes leave at once.
  package static func isNoDelay(_ descriptor: Int32) throws(HTTPException) -> Bool {
    try option(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY) != 0
  }
}
