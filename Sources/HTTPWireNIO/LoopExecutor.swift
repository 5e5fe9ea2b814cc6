#if NIO
import HTTPWire
import NIOCore
import Synchronization

/// Runs a connection's jobs on an event loop. Once the loop is shut down, a thread runs them: a task that awaits the connection gets its
/// error then, and does not wait for ever for a loop that runs nothing.
final class LoopExecutor: SerialExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var isRunning = false
    var isLoopDown = false
  }

  private let loop: any EventLoop
  private let state = Mutex(State())
  /// A callback that is never called. The loop drops it when it is shut down.
  private let sentinel = Mutex<NIOScheduledCallback?>(nil)

  init(_ loop: any EventLoop) {
    self.loop = loop
    let ticket = Ticket { [weak self] in self?.leaveLoop() }
    // Not a task, whose promise nobody would fulfil if the loop is down already: swift-nio traps that in debug builds.
    let scheduled = try? loop.scheduleCallback(at: .distantFuture, handler: ticket)
    sentinel.withLock { $0 = scheduled }
  }

  deinit { sentinel.withLock { $0?.cancel() } }

  /// Whether the loop is shut down.
  var isLoopDown: Bool { state.withLock { $0.isLoopDown } }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isLoopDown = state.withLock { (state) in
      state.jobs.append(job)
      return state.isLoopDown
    }
    if isLoopDown { runJobsElsewhere() } else { loop.execute { self.runJobs() } }
  }

  /// Runs jobs until the queue is empty. Returns at once while another thread runs them.
  private func runJobs() {
    guard
      state.withLock({ (state) in
        defer { state.isRunning = true }
        return !state.isRunning
      })
    else { return }
    // Unsafe: the executor lives as long as this call, and each job is run once, as the runtime asks for it.
    while let job = nextJob() { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  private func nextJob() -> UnownedJob? {
    state.withLock { (state) in
      if !state.jobs.isEmpty { return state.jobs.removeFirst() }
      state.isRunning = false
      return nil
    }
  }

  /// Lets threads run the jobs from now on, also those that the loop was given and has not run.
  private func leaveLoop() {
    state.withLock { $0.isLoopDown = true }
    runJobsElsewhere()
  }

  /// Is dropped by a loop that is shut down, now or before.
  private final class Ticket: NIOScheduledCallbackHandler, Sendable {
    func handleScheduledCallback(eventLoop: some EventLoop) {}
    private let drop: @Sendable () -> Void
    init(_ drop: @escaping @Sendable () -> Void) { self.drop = drop }
    deinit { drop() }
  }

  private func runJobsElsewhere() {
    do throws(HTTPException) {
      try SystemThread { self.runJobs() }.detach()
    } catch {
      // There is no thread left.
      runJobs()
    }
  }
}
#endif
