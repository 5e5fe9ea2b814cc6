/// Moments as text, in UTC.
package enum UTCTime {
  /// Seconds since 1970 as text: `2026-01-31 23:59:59 UTC`.
  package static func text(_ seconds: Int64) -> String {
    let (date, time) = parts(seconds)
    return "\(date) \(time) UTC"
  }

  /// Milliseconds since 1970 in the form of ISO 8601: `2026-01-31T23:59:59.123Z`.
  package static func iso(milliseconds: Int64) -> String {
    let (seconds, rest) = floorDivide(milliseconds, 1000)
    let (date, time) = parts(seconds)
    return "\(date)T\(time).\(digits(rest, 3))Z"
  }

  private static func parts(_ seconds: Int64) -> (date: String, time: String) {
    let (days, time) = floorDivide(seconds, 86_400)
    let (year, month, day) = date(days)
    return (
      "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))",
      "\(digits(time / 3600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2))"
    )
  }

  /// The date that is `days` after 1970-01-01, in the Gregorian calendar. Years are counted from March, so that a leap day is the last day
  /// of its year, and in cycles of 400 years.
  private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (cycle, dayOfCycle) = floorDivide(days + 719_468, 146_097)
    let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  private static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }
}
