/// Durations as programs and traces have them: a number of seconds, or null for none.
enum Seconds {
  /// Beyond any timeout, and within what a `Duration` can hold.
  private static let most = 1e12

  static func duration(_ value: JSON) -> Duration?? {
    switch value {
    case .null: .some(nil)
    case .int(let seconds): duration(Double(seconds))
    case .double(let seconds): duration(seconds)
    default: nil
    }
  }

  static func json(_ duration: Duration?) -> JSON {
    guard let duration else { return .null }
    let (seconds, attoseconds) = duration.components
    // To the nanosecond, so that what was 0.1 in the program is 0.1 again.
    return .double(Double(seconds) + (Double(attoseconds) / 1e9).rounded() / 1e9)
  }

  private static func duration(_ seconds: Double) -> Duration?? { .seconds(min(max(seconds, -most), most)) }
}
