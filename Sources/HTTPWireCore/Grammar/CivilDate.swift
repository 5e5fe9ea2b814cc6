/// A day of the Gregorian calendar, for the dates of fields, cookies and logs.
package struct CivilDate: Sendable, Equatable {
  package let year: Int64
  package let month: Int64
  package let day: Int64

  package static let secondsPerDay: Int64 = 86_400
  /// The names as fields have them (RFC 9110 section 5.6.7).
  package static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  /// From Sunday on.
  package static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  /// Nil for a day that does not exist, and outside of the years 0 to 9999.
  package init?(year: Int, month: Int, day: Int) {
    guard 0...9999 ~= year, 1...12 ~= month, 1...Self.length(ofMonth: month, year: year) ~= day else { return nil }
    self.year = Int64(year)
    self.month = Int64(month)
    self.day = Int64(day)
  }

  /// The day that is `days` after 1970-01-01. Years are counted from March, so that a leap day is the last day of its year, and in cycles
  /// of 400 years.
  package init(daysSince1970 days: Int64) {
    let (cycle, dayOfCycle) = Self.floorDivide(days + 719_468, 146_097)
    let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
  }

  /// The days from 1970-01-01 to this day.
  package var daysSince1970: Int64 {
    let shifted = month > 2 ? year : year - 1
    let (cycle, yearOfCycle) = Self.floorDivide(shifted, 400)
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
  }

  /// The month whose English name starts like the text, by its first three letters in any case; nil for others.
  package static func month(startingLike text: some Collection<UInt8>) -> Int? {
    let start = text.prefix(3).map { ASCII.lowercased($0) }
    return months.firstIndex { $0.utf8.map { ASCII.lowercased($0) } == start }.map { $0 + 1 }
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Division that rounds down, also below zero.
  package static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// A number with zeros in front, up to some digits.
  package static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }
}
