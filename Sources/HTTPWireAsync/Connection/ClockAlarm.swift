import HTTPWire
import Synchronization

/// A deadline by any clock: it cancels the exchange when it has come.
final class ClockAlarm: Sendable {
  private let hasRung = Atomic<Bool>(false)
  private let began = ContinuousClock.now
  private let task: Mutex<Task<Void, Never>?> = Mutex(nil)

  init<C: Clock>(_ deadline: C.Instant, _ clock: C, _ canceller: Canceller) where C.Instant: Sendable {
    let task = Task.detached { [weak self] in
      guard (try? await clock.sleep(until: deadline, tolerance: nil)) != nil, let self else { return }
      hasRung.store(true, ordering: .releasing)
      canceller.cancel()
    }
    self.task.withLock { $0 = task }
  }

  deinit { end() }

  /// The error to throw for one of the exchange: a cancel may be the deadline's.
  func explained(_ error: HTTPException, _ phase: TimeoutPhase) -> HTTPException {
    guard error == .cancelled, hasRung.load(ordering: .acquiring) else { return error }
    return .deadlineExceeded(phase, after: ContinuousClock.now - began)
  }

  func end() { task.withLock { $0?.cancel() } }
}
