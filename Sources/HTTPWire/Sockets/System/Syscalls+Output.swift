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

/// Files that are written: made, looked at and put into place.
extension Syscalls {
  /// The descriptor of standard input.
  package static let standardInput: Int32 = 0

  /// Whether the descriptor is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// What there is at a path, links followed; nil when there is nothing.
  package static func status(of path: String) throws(HTTPException) -> FileStatus? {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    var result = stat()
    do {
      // Unsafe: the string lends its bytes, ended by NUL, and the structure is filled, while the call runs.
      _ = try retrying("stat", address: path) { unsafe stat(path, &result) }
    } catch {
      if case .system(let failure) = error, failure.code == ENOENT { return nil }
      throw error
    }
    return FileStatus(result)
  }

  /// What an open file is.
  package static func status(of descriptor: Int32) throws(HTTPException) -> FileStatus {
    var result = stat()
    // Unsafe: the structure is filled while the call runs.
    _ = try retrying("fstat") { unsafe fstat(descriptor, &result) }
    return FileStatus(result)
  }

  /// How many bytes of an open file lie before where it is read next; nil where it has no such place, as a pipe.
  package static func position(of descriptor: Int32) -> Int64? {
    let position = lseek(descriptor, 0, SEEK_CUR)
    return position < 0 ? nil : Int64(position)
  }

  /// The path of what there is at a path, every link in it followed. Throws `system` when there is nothing.
  package static func resolvedPath(_ path: String) throws(HTTPException) -> String {
    // Unsafe: the call gives a string that is copied and freed here.
    guard let resolved = unsafe realpath(path, nil) else { throw failure("realpath", errno, address: path) }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Makes a file for writing that was not there before. Throws `system` when something is there.
  package static func createForWriting(_ path: String) throws(HTTPException) -> Int32 {
    // Unsafe: the string lends its bytes, ended by NUL, for as long as the call runs.
    try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
  }

  /// Opens what is there for writing, as it is: for devices and pipes, which can't be replaced.
  package static func openForWriting(_ path: String) throws(HTTPException) -> Int32 {
    // Unsafe: the string lends its bytes, ended by NUL, for as long as the call runs.
    try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CLOEXEC) }
  }

  /// Changes who may do what with an open file.
  package static func setPermissions(_ descriptor: Int32, _ permissions: UInt32) throws(HTTPException) {
    _ = try retrying("fchmod") { fchmod(descriptor, mode_t(truncatingIfNeeded: permissions)) }
  }

  /// Waits until what was written to a file is on its disk.
  package static func synchronize(_ descriptor: Int32) throws(HTTPException) {
    _ = try retrying("fsync") { fsync(descriptor) }
  }

  /// Closes a descriptor and throws what that finds out: some file systems report a full disk only then.
  package static func closeChecked(_ descriptor: Int32) throws(HTTPException) {
    // After EINTR the descriptor is gone, so nothing is retried.
    if close(descriptor) != 0, errno != EINTR { throw failure("close", errno) }
  }

  /// Gives a file another name, in place of what had it.
  package static func rename(_ path: String, to newPath: String) throws(HTTPException) {
    // Unsafe: the strings lend their bytes, ended by NUL, for as long as the call runs.
    #if canImport(Darwin)
    _ = try retrying("rename", address: newPath) { unsafe Darwin.rename(path, newPath) }
    #elseif canImport(Musl)
    _ = try retrying("rename", address: newPath) { unsafe Musl.rename(path, newPath) }
    #else
    _ = try retrying("rename", address: newPath) { unsafe Glibc.rename(path, newPath) }
    #endif
  }
}

extension FileStatus {
  fileprivate init(_ status: stat) {
    let kind = status.st_mode & S_IFMT
    isRegular = kind == S_IFREG
    isDirectory = kind == S_IFDIR
    size = Int64(status.st_size)
    permissions = UInt32(status.st_mode) & 0o7777
  }
}

/// Signals.
extension Syscalls {
  /// Has writes to a closed pipe fail with EPIPE instead of ending the process.
  package static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Has a closure run before SIGINT, SIGTERM or SIGHUP ends the process, which they still do. Call it before other threads are started.
  /// A signal that the process was started to ignore is still ignored.
  package static func beforeTermination(_ body: @escaping @Sendable () -> Void) throws(HTTPException) {
    // Unsafe: sets of signals are local structures that the calls fill or read; the action that a signal had is compared as a number.
    var signals = sigset_t()
    _ = unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let wasIgnored = unsafe unsafeBitCast(signal(number, SIG_DFL), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      if wasIgnored {
        _ = signal(number, SIG_IGN)
      } else {
        _ = unsafe sigaddset(&signals, number)
      }
    }
    _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A signal that is blocked everywhere waits for this thread, so the closure is no signal handler and may do anything.
    let waited = signals
    _ = try SystemThread {
      var signals = waited
      var number: Int32 = 0
      if unsafe sigwait(&signals, &number) != 0 { return }
      body()
      _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      _ = kill(getpid(), number)
    }
  }
}
