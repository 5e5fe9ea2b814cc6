import HTTPWire
import Synchronization

/// A deadline by any clock: it cancels the exchange when it has come.
final class ClockAlarm: Sendable {
  private struct State {
    var hasRung = false
    var hasEnded = false
    var task: Task<Void, Never>?
  }

  private let state = Mutex(State())
  private let began = ContinuousClock.now

  init<C: Clock>(_ deadline: C.Instant, _ clock: C, _ canceller: Canceller) where C.Instant: Sendable {
    let task = Task.detached { [weak self] in
      if (try? await clock.sleep(until: deadline, tolerance: nil)) != nil { self?.ring(canceller) }
    }
    state.withLock { $0.task = task }
  }

  deinit { end() }

  /// Cancels the exchange, unless it is over: the next one has nothing to do with this deadline.
  private func ring(_ canceller: Canceller) {
    state.withLock { (state) in
      if state.hasEnded { return }
      state.hasRung = true
      canceller.cancel()
    }
  }

  /// The error to throw for one of the exchange: a cancel may be the deadline's.
  func explained(_ error: HTTPException, _ phase: TimeoutPhase) -> HTTPException {
    guard error == .cancelled, state.withLock({ $0.hasRung }) else { return error }
    return .deadlineExceeded(phase, after: ContinuousClock.now - began)
  }

  /// Ends with the exchange.
  func end() {
    let task = state.withLock { (state) in
      state.hasEnded = true
      return state.task
    }
    task?.cancel()
  }
}
