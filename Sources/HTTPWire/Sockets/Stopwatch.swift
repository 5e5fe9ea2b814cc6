/// Tells how much of a timeout is left, for an operation that nearly always needs no more than one call and does not ask: starting it costs
/// a look at the clock and no arithmetic.
package struct Stopwatch {
  private let start: (seconds: Int, nanoseconds: Int)
  private let timeout: Duration?

  /// Begins to count a timeout; nil is none, and has the clock left alone.
  package init(_ timeout: Duration?) {
    self.timeout = timeout
    start = timeout == nil ? (0, 0) : Syscalls.monotonicParts()
  }

  /// What is left of the timeout: nil for ever, zero when it is over.
  package var remaining: Duration? {
    guard let timeout else { return nil }
    let now = Syscalls.monotonicParts()
    let passed = Duration.seconds(now.seconds - start.seconds) + .nanoseconds(now.nanoseconds - start.nanoseconds)
    return max(.zero, max(.zero, min(timeout, Deadline.longest)) - passed)
  }
}
