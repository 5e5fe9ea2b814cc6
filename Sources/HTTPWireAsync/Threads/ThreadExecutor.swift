import HTTPWire
import Synchronization

/// The executor of one connection: its jobs run one after another in a thread of the pool, where they may block.
final class ThreadExecutor: SerialExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    /// Whether a thread runs the jobs, or is about to.
    var isRunning = false
    /// Whether the thread waits for its connection, and is to be woken for the next job.
    var isWaiting = false
    /// Whether it was woken for something else.
    var isWoken = false
    /// The pipe that wakes it; nil until the first such wait.
    var pipe: WaitingPipe?
  }

  private let state = Mutex(State())
  private let pool: ThreadPool

  init(_ pool: ThreadPool) { self.pool = pool }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let starts = state.withLock { (state) in
      state.jobs.append(job)
      if state.isWaiting { Self.wake(&state) }
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if starts { pool.run(self) }
  }

  /// Runs jobs until the queue is empty.
  func runJobs() {
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

  /// Whether other jobs wait for the thread.
  var hasJobs: Bool { state.withLock { !$0.jobs.isEmpty } }

  // MARK: Waiting

  /// Blocks the thread until the connection has what it needs, or until ``wake()`` or the next job. Returns false if the time is over.
  func wait(for needs: PollingNeeds) throws(HTTPException) -> Bool {
    guard let pipe = try waitingPipe() else { return true }
    defer { endWaiting(pipe) }
    return try pipe.wait(orFor: needs)
  }

  /// Ends the wait, or the next one.
  func wake() { state.withLock { Self.wake(&$0) } }

  private static func wake(_ state: inout State) {
    guard state.isWaiting, let pipe = state.pipe else { return state.isWoken = true }
    state.isWaiting = false
    pipe.interrupt()
  }

  /// Begins a wait. Returns nil if there is something to do first.
  private func waitingPipe() throws(HTTPException) -> WaitingPipe? {
    try state.withLock { (state) throws(HTTPException) in
      if state.pipe == nil { state.pipe = try WaitingPipe() }
      defer { state.isWoken = false }
      if state.isWoken || !state.jobs.isEmpty { return nil }
      state.isWaiting = true
      return state.pipe
    }
  }

  private func endWaiting(_ pipe: WaitingPipe) {
    let wasWoken = state.withLock { (state) in
      defer { state.isWaiting = false }
      return !state.isWaiting
    }
    if wasWoken { pipe.reset() }
  }
}
