import HTTPWire

/// An input file that is read no faster than at a rate.
final class PacedSource: BodySource {
  private let file: InputFile
  private var pace: Pace?

  init(_ file: InputFile, mostASecond rate: Int?) {
    self.file = file
    pace = rate.map { Pace(mostASecond: $0) }
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    guard let rate = pace?.block else { return try file.read(into: &buffer) }
    let before = buffer.count
    try buffer.withFreeRoom(rate) { (free) throws(HTTPException) in try file.read(into: &free) }
    pace?.wait(after: buffer.count - before)
  }
}

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
    moved += count
    let due = start + .seconds(Double(moved) / Double(rate))
    let left = due - Syscalls.monotonicTime()
    if left > .zero { Syscalls.sleep(left) }
  }
}
