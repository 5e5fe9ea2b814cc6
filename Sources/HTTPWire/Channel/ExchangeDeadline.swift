/// The moment by which a whole exchange must be done, and when the exchange began.
///
/// It is a class because `ContinuousClock.Instant` has no size that the compiler knows: an object that stores one finds all its properties
/// at run time, which every request would pay for.
package final class ExchangeDeadline: Sendable {
  package let instant: ContinuousClock.Instant
  private let end: Deadline
  private let start = Syscalls.monotonicTime()

  /// A deadline at a moment. An exchange with it begins now.
  package init(_ instant: ContinuousClock.Instant) {
    self.instant = instant
    end = Deadline(after: ContinuousClock.now.duration(to: instant))
  }

  /// The time left; zero when the deadline has passed.
  package var remaining: Duration { end.remaining ?? .zero }

  /// Whether no time is left.
  var hasPassed: Bool { end.hasPassed }

  /// Whether a wait that has just timed out was for the deadline.
  var endsWait: Bool { end.endsWait }

  /// The error for an exchange that has not come further than `phase`.
  func exceeded(_ phase: TimeoutPhase) -> HTTPException {
    .deadlineExceeded(phase, after: Syscalls.monotonicTime() - start)
  }
}
