#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// Sends at most `limit` bytes of a file, starting at its position, and moves the position by the number of bytes sent. Sends 0 bytes at
  /// the end of the file. Returns nil if the file can't be sent this way.
  ///
  /// On Linux it raises SIGPIPE if the peer is gone: see ``withoutBrokenPipeSignal(_:)``.
  static func sendFile(
    _ file: Int32, over socket: Int32, atMost limit: Int, to address: String? = nil
  ) throws(HTTPException) -> Transfer? {
    let result = sendFile(file, socket, min(limit, mostOfAFile))
    if result < 0, isLeftToReading(errno) { return nil }
    return try transfer("sendfile", address, result)
  }

  /// The most bytes to ask one call to send. Linux sends about as many in one call.
  private static let mostOfAFile = 1 << 30

  /// Whether an error comes from the file, or means that this kind of file or this process can't use the call. `read` and `send` are tried
  /// then; they work, or report the precise error. None of these errors clears a pending error of the socket that `send` should report.
  private static func isLeftToReading(_ code: Int32) -> Bool {
    switch code {
    case EINVAL, ENOSYS, EOPNOTSUPP, ENOTSUP, ESPIPE, EPERM, EBADF, EISDIR, EIO, EOVERFLOW: true
    default: false
    }
  }

  #if canImport(Darwin)
  private static func sendFile(_ file: Int32, _ socket: Int32, _ count: Int) -> Int {
    let position = lseek(file, 0, SEEK_CUR)
    if position < 0 { return -1 }
    var length = off_t(count)
    // Unsafe: the call reads and writes a local variable while it runs.
    let result = unsafe sendfile(file, socket, position, &length, nil, 0)
    // Only these two errors return how many bytes were sent before them.
    if result < 0, errno != EAGAIN, errno != EINTR { return -1 }
    if length == 0 { return Int(result) }
    return lseek(file, position + length, SEEK_SET) < 0 ? -1 : Int(length)
  }
  #else
  private static func sendFile(_ file: Int32, _ socket: Int32, _ count: Int) -> Int {
    // Without an offset, the call uses and moves the file's position.
    sendfile(socket, file, nil, count)
  }
  #endif

  /// Runs calls that have no flag against SIGPIPE. The signal is blocked in this thread, and a new pending one is consumed. The program
  /// gets no signal, and its own setting for it is unchanged.
  static func withoutBrokenPipeSignal<Value>(_ body: () throws(HTTPException) -> Value) throws(HTTPException) -> Value {
    #if canImport(Darwin)
    // The socket's SO_NOSIGPIPE option prevents the signal.
    return try body()
    #else
    // Unsafe: the calls read or fill local sets of signals.
    var brokenPipe = sigset_t()
    var before = sigset_t()
    _ = unsafe sigemptyset(&brokenPipe)
    _ = unsafe sigaddset(&brokenPipe, SIGPIPE)
    if unsafe pthread_sigmask(SIG_BLOCK, &brokenPipe, &before) != 0 { return try body() }
    // A signal that is pending already belongs to the program, which has blocked it.
    var waiting = sigset_t()
    let isForeign = unsafe sigpending(&waiting) == 0 && sigismember(&waiting, SIGPIPE) == 1
    defer {
      if !isForeign {
        var noTime = timespec()
        while unsafe sigtimedwait(&brokenPipe, nil, &noTime) < 0, errno == EINTR {}
      }
      _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    return try body()
    #endif
  }
}
