package import HTTPWireCore

/// Dates as people type them, in any order of their parts, as curl takes them: `1 Jan 2026`, `2026-01-01`, `Sun Nov 6 08:49:37 1994`,
/// `20260101 12:00:00 +0200`. Without a zone they are in UTC, without a time at midnight.
package struct LooseDate {
  private var text: ArraySlice<UInt8>
  /// The byte in front of what is left.
  private var before: UInt8 = 0
  private var year: Int?
  private var month: Int?
  private var day: Int?
  private var seconds: Int?
  /// The zone's seconds east of UTC.
  private var zone: Int?

  private init(_ text: String) { self.text = Array(text.utf8)[...] }

  /// The date of a text; nil if it is none, or has a part twice.
  package static func parse(_ text: String) -> HTTPDate? {
    var date = LooseDate(text)
    return date.takeAll() ? date.result : nil
  }

  private var result: HTTPDate? {
    // The Gregorian calendar began in 1582.
    guard let year, year >= 1583, let month, let day, let date = CivilDate(year: year, month: month, day: day) else { return nil }
    return HTTPDate(secondsSince1970: date.daysSince1970 * CivilDate.secondsPerDay + Int64((seconds ?? 0) - (zone ?? 0)))
  }

  /// Takes all words and numbers. Returns false for one that is no part of a date, or is there twice.
  private mutating func takeAll() -> Bool {
    while let first = text.first {
      switch first {
      case _ where ASCII.isDigit(first): if !takeNumber() { return false }
      case _ where Self.isLetter(first): if !takeWord() { return false }
      case 0x20..<0x7F, ASCII.tab: skip(1)
      default: return false
      }
    }
    return true
  }

  private mutating func skip(_ count: Int) {
    before = text.prefix(count).last ?? before
    text = text.dropFirst(count)
  }

  // MARK: Words

  private mutating func takeWord() -> Bool {
    let bytes = text.prefix { Self.isLetter($0) }
    let word = String(decoding: bytes.map { ASCII.lowercased($0) }, as: UTF8.self)
    skip(bytes.count)
    // In ISO 8601 it stands between date and time.
    if word == "t", day != nil, seconds == nil { return text.first.map { ASCII.isDigit($0) } ?? false }
    if CivilDate.weekdays.contains(where: { Self.isName(word, $0) }) { return true }
    if let index = Self.months.firstIndex(where: { Self.isName(word, $0) }) { return Self.set(&month, index + 1) }
    guard let hours = Self.zones[word] else { return false }
    return Self.set(&zone, hours * 3600)
  }

  /// Whether a word is a name, or its first three letters.
  private static func isName(_ word: String, _ name: String) -> Bool {
    let name = name.lowercased()
    return word == name || word == name.prefix(3)
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ]

  /// The hours east of UTC.
  private static let zones = [
    "gmt": 0, "utc": 0, "ut": 0, "z": 0, "wet": 0, "bst": 1, "cet": 1, "met": 1, "cest": 2, "mest": 2, "eet": 2, "eest": 3, "ast": -4,
    "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "hst": -10, "jst": 9, "nzst": 12,
    "nzdt": 13,
  ]

  // MARK: Numbers

  private mutating func takeNumber() -> Bool {
    let sign = before
    let digits = text.prefix { ASCII.isDigit($0) }
    let behind = text.dropFirst(digits.count)
    guard digits.count <= 8 else { return false }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    if isSigned, seconds != nil, zone == nil, let found = zone(digits, value, behind) { return found }
    if behind.first == ASCII.colon, digits.count <= 2 { return takeClock() }
    skip(digits.count)
    switch digits.count {
    case 8: return set(value / 10_000, value / 100 % 100, value % 100)
    case 4 where year == nil && month == nil && day == nil && behind.first == UInt8(ascii: "-"): return takeRest(ofYear: value)
    case 1...2 where day == nil && 1...31 ~= value: return Self.set(&day, value)
    case 2: return Self.set(&year, value > 70 ? 1900 + value : 2000 + value)
    case 4: return Self.set(&year, value)
    default: return false
    }
  }

  /// Takes a zone behind its sign, `0200` or `02:00`. Returns nil if the number is none, and false if it can't be one.
  private mutating func zone(_ digits: ArraySlice<UInt8>, _ value: Int, _ behind: ArraySlice<UInt8>) -> Bool? {
    var (hours, minutes) = (value / 100, value % 100)
    if digits.count == 2, behind.first == ASCII.colon {
      let rest = behind.dropFirst().prefix { ASCII.isDigit($0) }
      guard rest.count == 2 else { return false }
      hours = value
      minutes = rest.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    } else if digits.count != 4 || value > 1400 {
      return nil
    }
    guard hours <= 14, minutes <= 59 else { return false }
    let offset = hours * 3600 + minutes * 60
    zone = before == UInt8(ascii: "-") ? -offset : offset
    skip(digits.count == 4 ? 4 : 5)
    return true
  }

  /// `12:30` or `12:30:59`
  private mutating func takeClock() -> Bool {
    let clock = text.prefix { ASCII.isDigit($0) || $0 == ASCII.colon }
    let parts = clock.split(separator: ASCII.colon, omittingEmptySubsequences: false).map { part in
      1...2 ~= part.count ? part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } : 99
    }
    skip(clock.count)
    guard 2...3 ~= parts.count, parts[0] <= 23, parts[1] <= 59, parts.count == 2 || parts[2] <= 60 else { return false }
    return Self.set(&seconds, parts[0] * 3600 + parts[1] * 60 + (parts.count == 3 ? parts[2] : 0))
  }

  /// `-01-31` behind the year of ISO 8601. A year may also stand in front of a month's name, `1994-Nov-6`.
  private mutating func takeRest(ofYear value: Int) -> Bool {
    let parts = text.prefix { ASCII.isDigit($0) || $0 == UInt8(ascii: "-") }.dropFirst().split(
      separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    if parts == [[]] { return Self.set(&year, value) }
    let numbers = parts.map { part in 1...2 ~= part.count ? part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } : 99 }
    guard numbers.count == 2 else { return false }
    skip(parts.reduce(0) { $0 + $1.count + 1 })
    return set(value, numbers[0], numbers[1])
  }

  private mutating func set(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    Self.set(&self.year, year) && Self.set(&self.month, month) && Self.set(&self.day, day)
  }

  /// Sets a part that is not there yet.
  private static func set(_ part: inout Int?, _ value: Int) -> Bool {
    if part != nil { return false }
    part = value
    return true
  }

  private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= ASCII.lowercased(byte) }
}
