package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

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
