package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// Makes a pipe. What is written to its second descriptor is read from its first.
  package static func makePipe() throws(HTTPException) -> (reading: Int32, writing: Int32) {
    // Unsafe: the call writes two numbers to an array of two.
    var ends: [Int32] = [-1, -1]
    _ = try retrying("pipe") { unsafe pipe(&ends) }
    for end in ends { try setCloseOnExec(end) }
    return (ends[0], ends[1])
  }

  /// Makes another descriptor of the same file or socket.
  package static func duplicate(_ descriptor: Int32) throws(HTTPException) -> Int32 {
    try retrying("fcntl") { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
  }

  /// Whether the system closes the descriptor when the process executes another program.
  package static func isCloseOnExec(_ descriptor: Int32) throws(HTTPException) -> Bool {
    try retrying("fcntl") { fcntl(descriptor, F_GETFD) } & FD_CLOEXEC != 0
  }

  /// Waits until one of the descriptors is readable or at its end. Returns those that are; none if the deadline came first.
  package static func waitUntilReadable(_ descriptors: [Int32], until deadline: Deadline) throws(HTTPException) -> [Int32] {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // Unsafe: the call reads and writes the array within its count.
    let isReady = try wait(until: deadline) { unsafe poll(&entries, nfds_t(entries.count), $0) }
    return isReady ? entries.filter { $0.revents != 0 }.map(\.fd) : []
  }

  /// Whether calls wait instead of failing with EAGAIN.
  package static func isBlocking(_ descriptor: Int32) throws(HTTPException) -> Bool {
    try retrying("fcntl") { fcntl(descriptor, F_GETFL) } & O_NONBLOCK == 0
  }

  /// How often the peer of an idle connection is asked whether it is there, in seconds; nil if it is not.
  package static func keepAliveTimes(_ descriptor: Int32) throws(HTTPException) -> [Int32]? {
    guard try option(descriptor, SOL_SOCKET, SO_KEEPALIVE) != 0 else { return nil }
    #if canImport(Darwin)
    let idle = TCP_KEEPALIVE
    #else
    let idle = TCP_KEEPIDLE
    #endif
    return [try option(descriptor, Int32(IPPROTO_TCP), idle), try option(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL)]
  }

  /// Whether small writes leave at once.
  package static func isNoDelay(_ descriptor: Int32) throws(HTTPException) -> Bool {
    try option(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY) != 0
  }
}
