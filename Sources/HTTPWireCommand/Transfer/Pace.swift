import HTTPWire

/// Keeps a transfer to a number of bytes a second (`--limit-rate`).
struct Pace {
  private let rate: Int
  private var moved = 0
  private let start = Syscalls.monotonicTime()

  init(mostASecond rate: Int) { self.rate = max(1, rate) }

  /// How many bytes to move at once, so that there are some waits in a second.
  var block: Int { max(1, min(65_536, rate / 8)) }

  /// Counts bytes, and waits until as many may have been moved.
  mutating func wait(after count: Int) {
    moved = moved.addingReportingOverflow(count).partialValue
    let due = start + .seconds(Double(moved) / Double(rate))
    let left = due - Syscalls.monotonicTime()
    if left > .zero { Syscalls.sleep(left) }
  }
}
