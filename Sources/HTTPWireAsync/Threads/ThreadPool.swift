import HTTPWire
package import HTTPWireCore
import Synchronization

/// The threads in which connections block. A thread serves a connection while that has work, is kept for some seconds, and ends.
///
/// A connection needs a place from its opening to its closing. There are ``limit`` places, and one thread more than places: so whoever
/// waits for a place can always run, and notices that it was cancelled.
package final class ThreadPool: Sendable {
  /// How long a thread without work is kept, in milliseconds.
  static let idleTime: Int32 = 5000

  private struct State {
    var idle: [Worker] = []
    /// Executors that have work and no thread. A thread takes them soon, as places bound what can block.
    var pending: [ThreadExecutor] = []
    var threads = 0
    var places: Int
    var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    var lastID = 0
  }

  /// A thread that waits for work.
  private final class Worker: Sendable {
    let parker = Parker()
    let executor = Mutex<ThreadExecutor?>(nil)
  }

  /// The number of places.
  package let limit: Int
  private let state: Mutex<State>

  /// Creates a pool of at most `limit` places.
  package init(limit: Int) {
    self.limit = max(1, limit)
    state = Mutex(State(places: self.limit))
  }

  /// The pool that connections use unless they are given another.
  package static let shared = ThreadPool(limit: AsyncHTTPConnection.usualThreadLimit)

  /// The number of threads now.
  package var threadCount: Int { state.withLock { $0.threads } }

  // MARK: Threads

  /// Runs an executor's jobs in a thread.
  func run(_ executor: ThreadExecutor) {
    let (worker, starts) = state.withLock { (state) -> (Worker?, Bool) in
      if let worker = state.idle.popLast() { return (worker, false) }
      if state.threads <= limit {
        state.threads += 1
        return (nil, true)
      }
      state.pending.append(executor)
      return (nil, false)
    }
    if let worker {
      give(executor, to: worker)
    } else if starts {
      start(with: executor)
    }
  }

  private func give(_ executor: ThreadExecutor, to worker: Worker) {
    worker.executor.withLock { $0 = executor }
    worker.parker.wake()
  }

  /// Starts a thread. If the system refuses one, another takes the work, or else the thread that calls.
  private func start(with executor: ThreadExecutor) {
    do throws(HTTPException) {
      try SystemThread { self.work(executor) }.detach()
    } catch {
      let (worker, mustRunHere) = state.withLock { (state) -> (Worker?, Bool) in
        state.threads -= 1
        if let worker = state.idle.popLast() { return (worker, false) }
        if state.threads > 0 { state.pending.append(executor) }
        return (nil, state.threads == 0)
      }
      if let worker { give(executor, to: worker) }
      if mustRunHere { executor.runJobs() }
    }
  }

  private func work(_ first: ThreadExecutor) {
    SystemThread.name("httpwire")
    let worker = Worker()
    var next: ThreadExecutor? = first
    while let executor = next {
      executor.runJobs()
      next = nextExecutor(worker)
    }
  }

  /// What the thread does next; nil if it is to end.
  private func nextExecutor(_ worker: Worker) -> ThreadExecutor? {
    let pending = state.withLock { (state) -> ThreadExecutor? in
      if !state.pending.isEmpty { return state.pending.removeFirst() }
      state.idle.append(worker)
      return nil
    }
    if let pending { return pending }
    if !worker.parker.wait(milliseconds: Self.idleTime) {
      let ends = state.withLock { (state) in
        guard let index = state.idle.firstIndex(where: { $0 === worker }) else { return false }
        state.idle.remove(at: index)
        state.threads -= 1
        return true
      }
      if ends { return nil }
      // Somebody has just taken it from the list, and wakes it.
      worker.parker.wait(milliseconds: -1)
    }
    return worker.executor.withLock { (executor) in
      defer { executor = nil }
      return executor
    }
  }

  // MARK: Places

  /// Takes a place, or waits for one until the deadline.
  ///
  /// Throws `cancelled` and `deadlineExceeded`.
  nonisolated(nonsending) func takePlace(
    until deadline: ContinuousClock.Instant?, _ canceller: Canceller
  ) async throws(HTTPException) {
    let id: Int? = state.withLock { (state) in
      if state.places > 0 {
        state.places -= 1
        return nil
      }
      state.lastID += 1
      return state.lastID
    }
    guard let id else { return }
    let began = ContinuousClock.now
    let alarm = deadline.map { deadline in
      Task.detached {
        try? await Task.sleep(until: deadline, clock: .continuous)
        self.endWaiting(id)
      }
    }
    let interrupter = WaitInterrupter { self.endWaiting(id) }
    canceller.watchBeginning(interrupter)
    defer {
      alarm?.cancel()
      canceller.forget(interrupter)
    }
    let isTaken = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if interrupter.hasInterrupted { continuation.resume(returning: false) } else { wait(id, until: deadline, continuation) }
        // It may have come in between.
        if interrupter.hasInterrupted { self.endWaiting(id) }
      }
    } onCancel: {
      self.endWaiting(id)
    }
    if isTaken { return }
    if Task.isCancelled || interrupter.hasInterrupted { throw .cancelled }
    throw .deadlineExceeded(.connecting, after: ContinuousClock.now - began)
  }

  private func wait(_ id: Int, until deadline: ContinuousClock.Instant?, _ continuation: CheckedContinuation<Bool, Never>) {
    let isTaken: Bool? = state.withLock { (state) in
      // What ends the wait may have come before it, and so may a place.
      if Task.isCancelled || deadline.map({ $0 <= .now }) == true { return false }
      if state.places > 0 {
        state.places -= 1
        return true
      }
      state.waiting.append((id, continuation))
      return nil
    }
    if let isTaken { continuation.resume(returning: isTaken) }
  }

  private func endWaiting(_ id: Int) {
    let continuation = state.withLock { (state) -> CheckedContinuation<Bool, Never>? in
      guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiting.remove(at: index).continuation
    }
    continuation?.resume(returning: false)
  }

  /// Gives a place back.
  func givePlaceBack() {
    let next = state.withLock { (state) -> CheckedContinuation<Bool, Never>? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst().continuation }
      state.places += 1
      return nil
    }
    next?.resume(returning: true)
  }
}

extension ThreadPool {
  /// Runs what blocks in a thread of the pool, with a place for as long as it takes.
  package nonisolated(nonsending) func block(
    until deadline: ExchangeDeadline?, _ canceller: Canceller, _ body: @Sendable () throws(HTTPException) -> Void
  ) async throws(HTTPException) {
    try await takePlace(until: deadline?.instant, canceller)
    defer { givePlaceBack() }
    try await BlockingActor(self).run(body)
  }
}

/// An actor in whose executor one may block.
@safe private actor BlockingActor {
  private let executor: ThreadExecutor

  init(_ pool: ThreadPool) { executor = ThreadExecutor(pool) }

  /// Unsafe: the executor lives as long as the actor.
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  func run(_ body: @Sendable () throws(HTTPException) -> Void) throws(HTTPException) { try body() }
}
