#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The library's system calls as Swift functions. Only this folder makes system calls and depends on the platform. Calls that only servers
/// and the command need are in `HTTPWireSupport/System`.
///
/// Unless its comment says otherwise, a call retries when a signal interrupts it. It throws `system` with its name, the error number and
/// the error's text. Descriptors are opened close-on-exec. Writing to a closed peer never raises SIGPIPE.
package enum Syscalls {
  /// The result of a call that moves bytes on a socket.
  package enum Transfer: Sendable, Hashable {
    /// This many bytes were moved. When receiving, 0 is the end of the stream.
    case moved(Int)
    /// Nothing could be moved within the socket's timeout (EAGAIN).
    case wouldBlock
    /// A signal interrupted the call. The caller retries with the time it has left.
    case interrupted
  }

  // MARK: - Errors

  /// The failure of a call as the package's error.
  package static func failure(_ operation: String, _ code: Int32, address: String? = nil) -> HTTPException {
    let isReset = code == ECONNRESET || code == EPIPE || code == ECONNABORTED || code == ESHUTDOWN
    return .system(
      SystemFailure(operation: operation, code: code, message: text(of: code), address: address, isConnectionReset: isReset))
  }

  /// The error number of a connection that the peer has broken off.
  package static var resetCode: Int32 { ECONNRESET }

  /// The system's text for an error number (`strerror_r`, because `strerror` shares its buffer between threads).
  package static func text(of code: Int32) -> String {
    // Unsafe: the C function fills an array, which outlives the call, and gets its length.
    var buffer = [CChar](repeating: 0, count: 256)
    _ = unsafe strerror_r(code, &buffer, buffer.count)
    return decoded(buffer)
  }

  /// The NUL-terminated text in a buffer.
  static func decoded(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Repeats a call until no signal interrupts it. Throws its failure.
  @inline(__always)
  package static func retrying<Value: BinaryInteger>(
    _ operation: String, address: String? = nil, _ call: () -> Value
  ) throws(HTTPException) -> Value {
    while true {
      let result = call()
      if result >= 0 { return result }
      let code = errno
      if code != EINTR { throw failure(operation, code, address: address) }
    }
  }

  // MARK: - Environment

  /// The value of an environment variable; nil if it is not set.
  package static func environmentVariable(_ name: String) -> String? {
    // Unsafe: the C function returns a NUL-terminated text, which is copied. A program must not change its environment meanwhile.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  // MARK: - Time

  /// The time since some fixed point. Setting the wall clock does not change it.
  package static func monotonicTime() -> Duration {
    var now = timespec()
    // Unsafe: the call writes to a local variable. It can't fail, because CLOCK_MONOTONIC always exists.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Duration(secondsComponent: Int64(now.tv_sec), attosecondsComponent: Int64(now.tv_nsec) * 1_000_000_000)
  }

  /// The time of the wall clock, in milliseconds since 1970 in UTC. It may be set, so no wait is measured with it.
  package static func wallClockMilliseconds() -> Int64 {
    var now = timespec()
    // Unsafe: the call writes to a local variable. It can't fail, because CLOCK_REALTIME always exists.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// The monotonic time in the system's seconds and nanoseconds, without the cost of making a `Duration`.
  package static func monotonicParts() -> (seconds: Int, nanoseconds: Int) {
    var now = timespec()
    // Unsafe: the call writes to a local variable, as in `monotonicTime()`.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return (Int(now.tv_sec), Int(now.tv_nsec))
  }

  // MARK: - Descriptors

  /// Closes a descriptor. Errors are ignored. EINTR is not retried, because the descriptor is closed already.
  package static func release(_ descriptor: Int32) {
    _ = close(descriptor)
  }

  /// Makes the system close the descriptor when the process executes another program.
  package static func setCloseOnExec(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("fcntl") { fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }

  /// Puts a descriptor into blocking mode, or into non-blocking mode, in which calls fail with EAGAIN instead of waiting.
  package static func setBlocking(_ descriptor: Int32, _ isBlocking: Bool) throws(HTTPException) {
    let flags = try retrying("fcntl") { fcntl(descriptor, F_GETFL) }
    let wanted = isBlocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK
    if wanted != flags { _ = try retrying("fcntl") { fcntl(descriptor, F_SETFL, wanted) } }
  }

  /// Waits until a descriptor is writable or broken. Returns false if the deadline came first.
  package static func waitUntilWritable(_ descriptor: Int32, until deadline: Deadline) throws(HTTPException) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // Unsafe: the call reads and writes one local structure.
    return try wait(until: deadline) { unsafe poll(&entry, 1, $0) }
  }

  /// Waits until a descriptor is readable or broken. Returns false if the deadline came first.
  static func waitUntilReadable(_ descriptor: Int32, until deadline: Deadline) throws(HTTPException) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Unsafe: the call reads and writes one local structure.
    return try wait(until: deadline) { unsafe poll(&entry, 1, $0) }
  }

  /// Opens a pipe. Both ends are closed when the process executes another program.
  static func openPipe() throws(HTTPException) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    // Unsafe: the call writes two numbers, for which the array has room.
    _ = try retrying("pipe") { unsafe pipe(&ends) }
    for end in ends { try? setCloseOnExec(end) }
    return (ends[0], ends[1])
  }

  /// Makes the other end of a pipe readable.
  static func signal(_ pipe: Int32) {
    var byte: UInt8 = 0
    // Unsafe: the call reads one local byte. The pipe gets no more than a few, so it does not fill up.
    _ = unsafe write(pipe, &byte, 1)
  }

  /// What a wait for a socket has found.
  enum Readiness {
    /// There are bytes to be received, or the peer has ended its side.
    case readable
    /// The next call that sends does not wait. It throws the error of a broken connection.
    case writable
  }

  /// Waits until a socket can be read, written, or is broken. Returns nil if the deadline came first.
  static func waitUntilReady(_ descriptor: Int32, until deadline: Deadline) throws(HTTPException) -> Readiness? {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN | POLLOUT), revents: 0)
    // Unsafe: the call reads and writes one local structure.
    guard try wait(until: deadline, { unsafe poll(&entry, 1, $0) }) else { return nil }
    let found = Int32(entry.revents)
    return found & Int32(POLLIN) != 0 && found & Int32(POLLERR) == 0 ? .readable : .writable
  }

  /// Waits until a socket can be read or written, as asked for, or a pipe can be read. Without a socket, only the pipe ends the wait.
  /// Returns false if the deadline came first.
  static func wait(
    for socket: Int32?, reading: Bool, writing: Bool, orFor pipe: Int32, until deadline: Deadline
  ) throws(HTTPException) -> Bool {
    let wanted = (reading ? Int16(POLLIN) : 0) | (writing ? Int16(POLLOUT) : 0)
    // A descriptor below zero is left out.
    var entries = [pollfd(fd: pipe, events: Int16(POLLIN), revents: 0), pollfd(fd: socket ?? -1, events: wanted, revents: 0)]
    // Unsafe: the call reads and writes an array, and gets its length.
    return try wait(until: deadline) { unsafe poll(&entries, nfds_t(entries.count), $0) }
  }

  /// Reads what has been written to a pipe by ``signal(_:)``.
  static func drain(_ pipe: Int32) {
    var bytes = (UInt64(0), UInt64(0))
    // Unsafe: the call writes at most as many bytes as the local value has.
    _ = unsafe withUnsafeMutableBytes(of: &bytes) { unsafe read(pipe, $0.baseAddress, $0.count) }
  }

  /// Repeats a call of `poll` until it finds something, and returns true, or until the deadline, and returns false. The call gets the
  /// milliseconds to wait.
  package static func wait(until deadline: Deadline, _ call: (Int32) -> Int32) throws(HTTPException) -> Bool {
    while true {
      let ready = call(deadline.remainingMilliseconds)
      if ready > 0 { return true }
      // A wait that is longer than `poll` can express ends early, and is continued.
      if ready == 0, deadline.hasPassed { return false }
      if ready < 0, errno != EINTR { throw failure("poll", errno) }
    }
  }
}
