#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Files that the system sends by itself.
extension Syscalls {
  /// Sends bytes of a file from its position on, which is moved by as many as were sent; none are at the file's end. Nil says that this
  /// file can't be sent so.
  ///
  /// On Linux a peer that is gone raises SIGPIPE: see ``withoutBrokenPipeSignal(_:)``.
  static func sendFile(
    _ file: Int32, over socket: Int32, to address: String? = nil
  ) throws(HTTPException) -> Transfer? {
    let result = sendFile(file, socket, mostOfAFile)
    if result < 0, isLeftToReading(errno) { return nil }
    return try transfer("sendfile", address, result)
  }

  /// How much a call is asked to send: about as much as Linux sends in one.
  private static let mostOfAFile = 1 << 30

  /// Errors that are the file's, or say that this kind of file, or this process, can't use the call. `read` and `send` then either work
  /// or say by whose fault they don't. None of them takes an error away from the socket that `send` would then miss.
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
    // Unsafe: the call reads and writes a local while it runs.
    let result = unsafe sendfile(file, socket, position, &length, nil, 0)
    // What was sent before a wait ended is told for these two errors only.
    if result < 0, errno != EAGAIN, errno != EINTR { return -1 }
    if length == 0 { return Int(result) }
    return lseek(file, position + length, SEEK_SET) < 0 ? -1 : Int(length)
  }
  #else
  private static func sendFile(_ file: Int32, _ socket: Int32, _ count: Int) -> Int {
    // Without a place to begin at, the file's own position is used.
    sendfile(socket, file, nil, count)
  }
  #endif

  /// Runs calls that can't be told not to raise SIGPIPE. It is held back from this thread, and one that came is taken away again, so that
  /// the program finds neither the signal nor its own setting for it changed.
  static func withoutBrokenPipeSignal<Value>(_ body: () throws(HTTPException) -> Value) throws(HTTPException) -> Value {
    #if canImport(Darwin)
    // The socket's SO_NOSIGPIPE does that.
    return try body()
    #else
    // Unsafe: the calls fill or read sets of signals that are locals.
    var brokenPipe = sigset_t()
    var before = sigset_t()
    _ = unsafe sigemptyset(&brokenPipe)
    _ = unsafe sigaddset(&brokenPipe, SIGPIPE)
    if unsafe pthread_sigmask(SIG_BLOCK, &brokenPipe, &before) != 0 { return try body() }
    // A signal that waits already, because the program has blocked it, is the program's.
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
