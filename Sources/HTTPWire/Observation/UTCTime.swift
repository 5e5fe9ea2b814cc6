/// Moments as text, in UTC.
package enum UTCTime {
  /// Seconds since 1970 as text: `2026-01-31 23:59:59 UTC`.
  package static func text(_ seconds: Int64) -> String {
    let (date, time) = parts(seconds)
    return "\(date) \(time) UTC"
  }

  /// Milliseconds since 1970 in the form of ISO 8601: `2026-01-31T23:59:59.123Z`.
  package static func iso(milliseconds: Int64) -> String {
    let (seconds, rest) = CivilDate.floorDivide(milliseconds, 1000)
    let (date, time) = parts(seconds)
    return "\(date)T\(time).\(CivilDate.digits(rest, 3))Z"
  }

  private static func parts(_ seconds: Int64) -> (date: String, time: String) {
    let (days, time) = CivilDate.floorDivide(seconds, CivilDate.secondsPerDay)
    let date = CivilDate(daysSince1970: days)
    let digits = CivilDate.digits
    return (
      "\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2))",
      "\(digits(time / 3600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2))"
    )
  }
}
