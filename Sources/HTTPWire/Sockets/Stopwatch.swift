/// Measures how much of a timeout is left. It is made for operations that usually take one call and never ask: starting it only reads the
/// clock.
package struct Stopwatch {
  private let start: (seconds: Int, nanoseconds: Int)
  private let timeout: Duration?

  /// Starts to count a timeout. With nil there is no timeout, and the clock is not read.
  package init(_ timeout: Duration?) {
    self.timeout = timeout
    start = timeout == nil ? (0, 0) : Syscalls.monotonicParts()
  }

  /// The time left: nil without a timeout, zero when it is over.
  package var remaining: Duration? {
    guard let timeout else { return nil }
    let now = Syscalls.monotonicParts()
    let passed = Duration.seconds(now.seconds - start.seconds) + .nanoseconds(now.nanoseconds - start.nanoseconds)
    return max(.zero, max(.zero, min(timeout, Deadline.longest)) - passed)
  }
}
