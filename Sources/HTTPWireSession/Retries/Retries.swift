import HTTPWire

/// The attempts that a call makes.
package final class Retries {
  private let policy: RetryPolicy
  private let isAllowed: Bool
  private let deadline: ContinuousClock.Instant?
  private let began = Syscalls.monotonicTime()
  /// How often the request was sent again.
  private var repeated = 0

  package init(_ policy: RetryPolicy, _ request: some SessionRequest, _ deadline: ContinuousClock.Instant?) {
    self.policy = policy
    isAllowed = policy.allows(request.method, isReplayable: request.bodyKind != .once)
    self.deadline = deadline
  }

  /// How long to wait for the next attempt; nil if there is none, which is also so if its time would be beyond the deadline.
  package func pause(after outcome: RetryPolicy.Outcome) -> Duration? {
    let now = HTTPDate(secondsSince1970: Syscalls.wallClockMilliseconds() / 1000)
    let elapsed = Syscalls.monotonicTime() - began
    guard isAllowed, let pause = policy.decide(after: outcome, attempt: repeated + 1, elapsed: elapsed, now: now) else { return nil }
    if let deadline, ContinuousClock.now.duration(to: deadline) <= pause { return nil }
    repeated += 1
    return pause
  }
}
