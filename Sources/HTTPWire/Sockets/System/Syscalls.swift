#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The system calls of the library, as Swift functions: this folder is the only place that makes any and the only one that knows
/// which system it runs on. What only servers and the command need is in `HTTPWireSupport/System`.
///
/// Each call retries when a signal interrupts it, unless it says otherwise, and throws `system` with the call's name, the error
/// number and its text. Descriptors are opened close-on-exec, and writing to a closed peer never raises SIGPIPE.
package enum Syscalls {
  /// What became of a call that moves bytes on a socket.
  package enum Transfer: Sendable, Hashable {
    /// So many bytes were moved; none, when receiving, is the end of the stream.
    case moved(Int)
    /// Nothing could be moved in the time the socket's options allow (EAGAIN).
    case wouldBlock
    /// A signal came first; the caller knows how much of its time is left.
    case interrupted
  }

  // MARK: - Errors

  /// The failure of a call as the package's error.
  package static func failure(_ operation: String, _ code: Int32, address: String? = nil) -> HTTPException {
    let isReset = code == ECONNRESET || code == EPIPE || code == ECONNABORTED || code == ESHUTDOWN
    return .system(
      SystemFailure(operation: operation, code: code, message: text(of: code), address: address, isConnectionReset: isReset))
  }

  /// The system's text for an error number (`strerror_r`, because `strerror` shares its buffer between threads).
  package static func text(of code: Int32) -> String {
    // Unsafe: the C function fills a buffer; the array outlives the call and its length goes with it.
    var buffer = [CChar](repeating: 0, count: 256)
    _ = unsafe strerror_r(code, &buffer, buffer.count)
    return decoded(buffer)
  }

  /// The text that a C function has put into a buffer and ended with NUL.
  static func decoded(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Makes a call until no signal interrupts it, and throws its failure.
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

  // MARK: - Time

  /// The time since some fixed point, which no change of the wall clock moves.
  package static func monotonicTime() -> Duration {
    var now = timespec()
    // Unsafe: the call writes to a local for as long as it runs. CLOCK_MONOTONIC is always there, so it can't fail.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Duration(secondsComponent: Int64(now.tv_sec), attosecondsComponent: Int64(now.tv_nsec) * 1_000_000_000)
  }

  /// The same as the seconds and nanoseconds that the system counts in, for those who measure each call and seldom need the result.
  static func monotonicParts() -> (seconds: Int, nanoseconds: Int) {
    var now = timespec()
    // Unsafe: as above.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return (Int(now.tv_sec), Int(now.tv_nsec))
  }

  // MARK: - Descriptors

  /// Closes a descriptor. Errors are of no use here, and after EINTR the descriptor is gone, so nothing is retried.
  package static func release(_ descriptor: Int32) {
    _ = close(descriptor)
  }

  /// Has the descriptor closed when another program is executed.
  package static func setCloseOnExec(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("fcntl") { fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }

  /// Switches between waiting calls and calls that fail with EAGAIN.
  package static func setBlocking(_ descriptor: Int32, _ isBlocking: Bool) throws(HTTPException) {
    let flags = try retrying("fcntl") { fcntl(descriptor, F_GETFL) }
    let wanted = isBlocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK
    if wanted != flags { _ = try retrying("fcntl") { fcntl(descriptor, F_SETFL, wanted) } }
  }

  /// Waits until a descriptor is writable, or broken, and returns whether it became so in time.
  package static func waitUntilWritable(_ descriptor: Int32, until deadline: Deadline) throws(HTTPException) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // Unsafe: the call reads and writes the one local structure for as long as it runs.
    return try wait(until: deadline) { unsafe poll(&entry, 1, $0) }
  }

  /// Whether a call of `poll`, which is given the milliseconds to wait, has found something in time.
  package static func wait(until deadline: Deadline, _ call: (Int32) -> Int32) throws(HTTPException) -> Bool {
    while true {
      let ready = call(deadline.remainingMilliseconds)
      if ready > 0 { return true }
      // A wait longer than poll can express ends early and goes on.
      if ready == 0, deadline.hasPassed { return false }
      if ready < 0, errno != EINTR { throw failure("poll", errno) }
    }
  }
}
