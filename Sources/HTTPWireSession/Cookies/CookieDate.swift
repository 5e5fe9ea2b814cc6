import HTTPWireCore

/// The dates of cookies, in whatever form servers write them (RFC 6265bis section 5.1.1).
enum CookieDate {
  /// Seconds since 1970, or nil for what is no date. Weekdays, zones and all other words are ignored; the time is taken as UTC.
  static func parse(_ text: ArraySlice<UInt8>) -> Int64? {
    var time: (hour: Int, minute: Int, second: Int)?
    var day: Int?
    var month: Int?
    var year: Int?
    for token in text.split(whereSeparator: isDelimiter) {
      if time == nil, let found = clock(token) {
        time = found
      } else if day == nil, let found = number(token, digits: 1...2) {
        day = found
      } else if month == nil, let found = CivilDate.month(startingLike: token) {
        month = found
      } else if year == nil, let found = number(token, digits: 2...4) {
        year = found
      }
    }
    guard let time, let day, let month, var year else { return nil }
    // Two digits are of the years 1970 to 2069. So the RFC has it.
    if 70...99 ~= year { year += 1900 } else if 0...69 ~= year { year += 2000 }
    guard year >= 1601, let date = CivilDate(year: year, month: month, day: day), time.hour <= 23, time.minute <= 59, time.second <= 59
    else { return nil }
    return date.daysSince1970 * CivilDate.secondsPerDay + Int64(time.hour * 3600 + time.minute * 60 + time.second)
  }

  private static func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x20...0x2F, 0x3B...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  /// A number at the start of a token, if it has as many digits as are allowed. What follows the digits is ignored.
  private static func number(_ token: ArraySlice<UInt8>, digits: ClosedRange<Int>) -> Int? {
    let number = token.prefix { ASCII.isDigit($0) }
    guard digits ~= number.count else { return nil }
    return number.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// `hours:minutes:seconds`, each of one or two digits. What follows is ignored.
  private static func clock(_ token: ArraySlice<UInt8>) -> (hour: Int, minute: Int, second: Int)? {
    let parts = token.split(separator: ASCII.colon, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].allSatisfy({ ASCII.isDigit($0) }), parts[1].allSatisfy({ ASCII.isDigit($0) }),
      let hour = number(parts[0], digits: 1...2), let minute = number(parts[1], digits: 1...2),
      let second = number(parts[2], digits: 1...2)
    else { return nil }
    return (hour, minute, second)
  }
}
