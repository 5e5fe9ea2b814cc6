#if canImport(Glibc)
import Glibc
import HTTPWire
import HTTPWireTesting
import Testing

/// SIGPIPE, which `sendfile` raises and nobody is to notice.
struct BrokenPipeSignalTests {
  /// What a thread has to do with SIGPIPE: whether it holds it back, and whether one waits.
  private struct State: Equatable {
    var isBlocked = false
    var isWaiting = false

    static var present: State {
      var blocked = sigset_t()
      var waiting = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &blocked)
      sigpending(&waiting)
      return State(isBlocked: sigismember(&blocked, SIGPIPE) == 1, isWaiting: sigismember(&waiting, SIGPIPE) == 1)
    }
  }

  /// Has a file sent to a peer that has gone until that fails because it is known to have.
  private static func sendIntoNothing(timeout: Duration? = .seconds(10)) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.reset()
    }
    defer { server.stop() }
    let stream = try server.connect()
    try stream.write("x")
    let file = try TemporaryFile(TemporaryFile.bytes(100_000))
    var code: Int32?
    while code != EPIPE {
      let descriptor = try file.open()
      defer { Syscalls.release(descriptor) }
      do {
        _ = try stream.writeFile(descriptor, atMost: .max, timeout: timeout)
      } catch {
        guard case .system(let failure) = error, failure.isConnectionReset else { throw error }
        code = failure.code
      }
    }
  }

  @Test func `a file sent to a peer that has gone raises no signal and leaves none behind`() throws {
    // The handling of a signal that ends the process is what this is about.
    signal(SIGPIPE, SIG_DFL)
    #expect(State.present == State())
    try Self.sendIntoNothing()
    try Self.sendIntoNothing(timeout: nil)
    #expect(State.present == State())
  }

  @Test func `a signal that the program holds back itself is still there afterwards`() throws {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    defer { pthread_sigmask(SIG_UNBLOCK, &set, nil) }
    try Self.sendIntoNothing()
    #expect(State.present == State(isBlocked: true))
    pthread_kill(pthread_self(), SIGPIPE)
    try Self.sendIntoNothing()
    #expect(State.present == State(isBlocked: true, isWaiting: true))
    var noTime = timespec()
    #expect(sigtimedwait(&set, nil, &noTime) == SIGPIPE)
  }
}
#endif
