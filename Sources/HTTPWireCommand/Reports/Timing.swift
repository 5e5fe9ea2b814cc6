import HTTPWireSession

/// The times of a transfer as a waterfall (`--timing`): a line for each step, with a bar that shows when it was.
struct Timing {
  private let facts: TransferFacts
  private static let width = 40

  init(_ facts: TransferFacts) { self.facts = facts }

  /// The lines: the URL and its total, then a step each. A step that was not taken has none.
  var lines: [String] {
    let times = facts.times
    var heading = "timing: \(facts.url.withoutFragment) \(Self.text(times.total)), \(facts.receivedBodyBytes) bytes"
    if facts.isReused { heading += ", connection reused" }
    var lines = [heading]
    var start = times.redirect ?? .zero
    for (name, end) in steps {
      guard let end else { continue }
      let begin = min(start, end)
      lines.append(line(name, begin, end))
      start = end
    }
    return lines
  }

  private var steps: [(name: String, end: Duration?)] {
    let times = facts.times
    let isOpened = !facts.isReused
    return [
      ("look-up", isOpened ? times.lookUp : nil), ("connect", isOpened ? times.connect : nil), ("tunnel", isOpened ? times.tunnel : nil),
      ("TLS", isOpened ? times.tls : nil), ("first byte", times.firstByte), ("body", times.firstByte == nil ? nil : times.total),
    ]
  }

  private func line(_ name: String, _ begin: Duration, _ end: Duration) -> String {
    let whole = max(facts.times.total / .nanoseconds(1), 1)
    let first = min(Self.width - 1, max(0, Int(begin / .nanoseconds(1) / whole * Double(Self.width))))
    let last = min(Self.width, max(first + 1, Int((end / .nanoseconds(1) / whole * Double(Self.width)).rounded(.up))))
    let bar = String(repeating: " ", count: first) + String(repeating: "=", count: last - first)
    let padded = name + String(repeating: " ", count: 10 - name.utf8.count)
    return "  \(padded) |\(bar)\(String(repeating: " ", count: Self.width - last))| \(Self.text(end - begin))"
  }

  /// A time with a unit that leaves one to four digits before the point.
  static func text(_ time: Duration) -> String {
    let microseconds = max(0, Int(time / .microseconds(1)))
    switch microseconds {
    case ..<1_000: return "\(microseconds) us"
    case ..<1_000_000: return "\(decimal(microseconds, 3, digits: 2)) ms"
    default: return "\(decimal(microseconds, 6, digits: 3)) s"
    }
  }

  /// Seconds with six digits behind the point, as curl writes them.
  static func seconds(_ time: Duration?) -> String { decimal(max(0, Int((time ?? .zero) / .microseconds(1))), 6, digits: 6) }

  /// A decimal number. `number` counts units of 10 to the minus `power`; `digits` of its fraction are shown.
  private static func decimal(_ number: Int, _ power: Int, digits: Int) -> String {
    let unit = (0..<power).reduce(1) { value, _ in value * 10 }
    let fraction = String(number % unit)
    let padded = String(repeating: "0", count: power - fraction.utf8.count) + fraction
    return "\(number / unit).\(padded.prefix(digits))"
  }
}
