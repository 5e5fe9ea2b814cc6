import HTTPWire

/// The progress line of a transfer. It is shown once the transfer has lasted a second, and updated a few times a second.
final class Progress {
  /// What is being moved.
  enum Direction: String {
    case sending = "sent"
    case receiving = "received"
  }

  private let console: Console
  private let now: () -> Duration
  private var direction = Direction.receiving
  private var total: Int64?
  private var moved: Int64 = 0
  private var start: Duration
  private var shown: Duration

  /// How long a transfer lasts before a line is shown.
  private static let patience = Duration.seconds(1)
  /// The time between two updates of the line.
  private static let interval = Duration.milliseconds(250)

  init(_ console: Console, now: @escaping () -> Duration = Syscalls.monotonicTime) {
    self.console = console
    self.now = now
    start = now()
    shown = start + Self.patience - Self.interval
  }

  /// Starts a body. `total` is its number of bytes, if it is known.
  func begin(_ direction: Direction, total: Int64?) {
    self.direction = direction
    self.total = total
    moved = 0
    start = now()
    shown = start + Self.patience - Self.interval
  }

  /// Counts bytes that have been moved. The first ones of another direction begin it.
  func advance(_ direction: Direction, _ count: Int) {
    if direction != self.direction { begin(direction, total: nil) }
    moved += Int64(count)
    let now = now()
    guard now - shown >= Self.interval else { return }
    shown = now
    console.progress(Self.text(direction, moved: moved, total: total, after: now - start))
  }

  /// Removes the line.
  func end() { console.clearProgress() }

  /// The line.
  static func text(_ direction: Direction, moved: Int64, total: Int64?, after time: Duration) -> String {
    let seconds = max(time / .seconds(1), 0.001)
    let rate = Double(moved) / seconds
    var text = "\(size(Double(moved))) \(direction.rawValue)"
    if let total, total > 0 {
      let percent = Int(min(100, Double(moved) / Double(total) * 100))
      text = "\(percent)%  \(text) of \(size(Double(total)))"
    }
    text += "  \(size(rate))/s"
    if let total, rate > 0, moved <= total {
      let left = Double(total - moved) / rate
      // The declared length may be false. Nobody needs a number beyond a year.
      if left < 31_536_000 { text += "  \(Int(left)) s left" }
    }
    return text
  }

  /// A number of bytes, in a unit that leaves one to four digits before the point.
  static func size(_ bytes: Double) -> String {
    var value = bytes
    for unit in ["B", "KiB", "MiB", "GiB"] {
      if value < 1000 { return unit == "B" ? "\(Int(value)) B" : "\(tenths(value)) \(unit)" }
      value /= 1024
    }
    return "\(tenths(value)) TiB"
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
