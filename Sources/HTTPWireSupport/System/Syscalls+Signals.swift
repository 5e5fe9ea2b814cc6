package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// Makes writes to a closed pipe fail with EPIPE instead of ending the process.
  package static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// The number of this process.
  package static var processNumber: Int32 { getpid() }

  /// Runs a closure with the signal's number instead of ending the process by a signal. The closure should call ``endProcess(by:)``.
  ///
  /// It is for all signals that end a process, except those that say that it has crashed. A signal that is ignored already stays so; one
  /// that the starter has blocked is heard, because that is nearly always an oversight. Call it before other threads are started: they
  /// take over which signals are left to the closure.
  package static func onTermination(_ body: @escaping @Sendable (Int32) -> Void) throws(HTTPException) {
    // Unsafe: the calls fill or read local sets of signals.
    var signals = sigset_t()
    _ = unsafe sigemptyset(&signals)
    for number in endingSignals where !isIgnored(number) {
      _ = unsafe sigaddset(&signals, number)
    }
    _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    // The signals are blocked in all threads, and this thread waits for them. So the closure is not a signal handler, and may call
    // anything.
    let waited = signals
    try SystemThread {
      var signals = waited
      var number: Int32 = 0
      if unsafe sigwait(&signals, &number) == 0 { body(number) }
    }.detach()
  }

  /// Ends the process as a signal does that nobody handles. Whoever waits for the process sees the signal, and a shell says 128 and its
  /// number. Where the system drops the signal, that is the exit status.
  package static func endProcess(by number: Int32) -> Never {
    // Unsafe: the calls fill or read a local set of signals.
    var signals = sigset_t()
    _ = unsafe sigemptyset(&signals)
    _ = unsafe sigaddset(&signals, number)
    _ = signal(number, SIG_DFL)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    _ = kill(getpid(), number)
    _exit(128 + number)
  }

  /// The signal of a write beyond the process's limit for files (`ulimit -f`), if it waits in this thread. The write has failed with EFBIG.
  package static var pendingFileSizeSignal: Int32? {
    // Unsafe: the calls fill or read a local set of signals.
    var pending = sigset_t()
    guard unsafe sigpending(&pending) == 0, unsafe sigismember(&pending, SIGXFSZ) == 1 else { return nil }
    return SIGXFSZ
  }

  /// The signals whose default is to end the process, without those of a crash and without the two that can't be caught.
  private static var endingSignals: [Int32] {
    let common = [SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF]
    #if canImport(Darwin)
    return common
    #else
    return common + [SIGSTKFLT, SIGIO, SIGPWR] + Array(__libc_current_sigrtmin()...__libc_current_sigrtmax())
    #endif
  }

  /// Whether a signal is ignored. An action that is neither this nor the default is that of Swift's backtraces, for SIGQUIT.
  private static func isIgnored(_ number: Int32) -> Bool {
    // Unsafe: the call fills a local structure. The action is only compared, as a number.
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
    let handler = unsafe unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self)
    #elseif canImport(Musl)
    let handler = unsafe unsafeBitCast(action.__sa_handler.sa_handler, to: Int.self)
    #else
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    #endif
    return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
