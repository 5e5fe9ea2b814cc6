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

  /// Runs a closure before SIGINT, SIGTERM or SIGHUP ends the process. Call it before other threads are started. A signal that is ignored
  /// already stays ignored.
  package static func beforeTermination(_ body: @escaping @Sendable () -> Void) throws(HTTPException) {
    // Unsafe: the calls fill or read local sets of signals. The previous action of a signal is only compared, as a number.
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
    // The signals are blocked in all threads, and this thread waits for them. So the closure is not a signal handler, and may call
    // anything.
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
