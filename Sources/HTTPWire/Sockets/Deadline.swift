/// The moment by which an operation must be done, on the monotonic clock.
package struct Deadline: Sendable {
  private let end: Duration?

  /// The longest time until a deadline, 68 years. A longer one could overflow the system's types.
  static let longest = Duration.seconds(Int64(Int32.max))

  /// A deadline that is `timeout` from now. With nil it never passes; with zero or less it has passed already.
  package init(after timeout: Duration?) {
    end = timeout.map { Syscalls.monotonicTime() + max(.zero, min($0, Self.longest)) }
  }

  /// The earlier of this deadline and one that is `timeout` from now.
  func earlier(after timeout: Duration?) -> Deadline {
    guard let remaining else { return Deadline(after: timeout) }
    return timeout.map { $0 < remaining } == true ? Deadline(after: timeout) : self
  }

  /// The time left: nil for ever, zero when the deadline has passed.
  package var remaining: Duration? {
    end.map { max(.zero, $0 - Syscalls.monotonicTime()) }
  }

  /// Whether no time is left.
  package var hasPassed: Bool { remaining == .zero }

  /// The time left in whole milliseconds, rounded up so that a wait does not end before the deadline, or -1 for ever (`poll`).
  package var remainingMilliseconds: Int32 {
    guard let remaining else { return -1 }
    let (seconds, attoseconds) = remaining.components
    let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: milliseconds)
  }
}

extension Deadline {
  /// Whether a wait that has just timed out was for this moment. The system's timers count in ticks, and may end a socket's wait up to one
  /// tick, 10 ms, before its time.
  var endsWait: Bool { remaining.map { $0 <= .milliseconds(10) } ?? false }
}
