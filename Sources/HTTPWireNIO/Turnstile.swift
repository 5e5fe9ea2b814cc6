#if NIO
import Synchronization

/// Where a task waits on an event loop: an actor whose executor keeps the task's job until the turnstile is opened, and then gives it to
/// the loop.
///
/// A continuation would resume the task in the pool that all tasks share, from where it would have to come to the loop: two changes of
/// threads for a wait, which a small request would feel.
@safe actor Turnstile {
  private let keeper: JobKeeper

  init(_ executor: LoopExecutor) { keeper = JobKeeper(executor) }

  /// Unsafe: the keeper lives as long as the actor.
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe keeper.asUnownedSerialExecutor() }

  /// Whether the loop is shut down.
  nonisolated var isLoopDown: Bool { keeper.executor.isLoopDown }

  /// Waits until the turnstile is opened, and closes it again. Only one task may be in it.
  func pass() { keeper.close() }

  /// Lets the task go on that waits, or the next one.
  nonisolated func open() { if let job = keeper.open() { keeper.executor.add(job) } }

  /// Does what ``open()`` does, but the task goes on during this call if the loop has nothing else to do. The caller holds no lock.
  nonisolated func openNow() { if let job = keeper.open() { keeper.executor.run(job) } }
}

/// The executor of a turnstile.
private final class JobKeeper: SerialExecutor {
  private struct State {
    var job: UnownedJob?
    var isOpen = false
  }

  let executor: LoopExecutor
  private let state = Mutex(State())

  init(_ executor: LoopExecutor) { self.executor = executor }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let passes = state.withLock { (state) in
      if !state.isOpen { state.job = job }
      return state.isOpen
    }
    if passes { executor.addAfterTurn(job) }
  }

  /// Opens the turnstile. Returns the job that was kept.
  func open() -> UnownedJob? {
    state.withLock { (state) in
      state.isOpen = true
      defer { state.job = nil }
      return state.job
    }
  }

  func close() { state.withLock { $0.isOpen = false } }
}
#endif
