/// A moment as fields have it, to the second and in UTC (RFC 9110 section 5.6.7): `Date`, `Last-Modified`, `Retry-After` and others.
///
/// ```swift
/// let changed = HTTPDate(response.headers["Last-Modified"] ?? "")
/// try connection.request("GET", "/", headers: ["If-Modified-Since": HTTPDate(secondsSince1970: 784_111_777).description])
/// ```
///
/// ``description`` is the form that is to be sent: `Sun, 06 Nov 1994 08:49:37 GMT`.
public struct HTTPDate: Sendable, Hashable, Comparable {
  /// The seconds since 1970-01-01 00:00 UTC, without leap seconds.
  public let secondsSince1970: Int64

  /// The first and the last second of the years 0 to 9999, which four digits can express.
  private static let range: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

  /// Creates a date. One before the year 0 or after the year 9999 becomes the first or the last one there is.
  public init(secondsSince1970 seconds: Int64) {
    secondsSince1970 = min(max(seconds, Self.range.lowerBound), Self.range.upperBound)
  }

  /// Reads a field's value in any of the three forms of RFC 9110 section 5.6.7, with spaces around it; nil for anything else.
  ///
  /// - `Sun, 06 Nov 1994 08:49:37 GMT`, which is the one to send
  /// - `Sunday, 06-Nov-94 08:49:37 GMT`, of RFC 850
  /// - `Sun Nov  6 08:49:37 1994`, of C's `asctime`
  ///
  /// A year of two digits is the one that is at most 50 years after `now`; without `now`, it is one of 1970 to 2069. Case does not matter,
  /// and nobody asks whether the name of the day is right.
  public init?(_ text: some StringProtocol, now: HTTPDate? = nil) {
    guard let seconds = HTTPDateParser(Array(text.utf8)[...].trimmingWhitespace()).seconds(now) else { return nil }
    self.init(secondsSince1970: seconds)
  }

  /// Whether a date is earlier than another.
  public static func < (a: HTTPDate, b: HTTPDate) -> Bool { a.secondsSince1970 < b.secondsSince1970 }
}

extension HTTPDate: CustomStringConvertible {
  /// The date in the form that is to be sent.
  public var description: String {
    let (days, time) = CivilDate.floorDivide(secondsSince1970, CivilDate.secondsPerDay)
    let date = CivilDate(daysSince1970: days)
    // 1970 began on a Thursday.
    let weekday = CivilDate.weekdays[Int(CivilDate.floorDivide(days + 4, 7).remainder)].prefix(3)
    let digits = CivilDate.digits
    let clock = "\(digits(time / 3600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2))"
    return "\(weekday), \(digits(date.day, 2)) \(CivilDate.months[Int(date.month) - 1]) \(digits(date.year, 4)) \(clock) GMT"
  }
}
