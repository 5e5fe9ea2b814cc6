/// The three forms of a field's date (RFC 9110 section 5.6.7).
struct HTTPDateParser {
  private let words: [ArraySlice<UInt8>]

  init(_ text: ArraySlice<UInt8>) {
    words = text.split(separator: ASCII.space, omittingEmptySubsequences: true)
  }

  /// Seconds since 1970; nil for what is none of the forms.
  func seconds(_ now: HTTPDate?) -> Int64? {
    switch words.count {
    case 6: fixed
    case 4: ofRFC850(now)
    case 5: ofASCTime
    default: nil
    }
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  private var fixed: Int64? {
    guard isWeekday(words[0], isLong: false, comma: true), isZone(words[5]), let month = month(words[2]),
      let day = number(words[1], digits: 2), let year = number(words[3], digits: 4)
    else { return nil }
    return moment(year, month, day, words[4])
  }

  /// `Sunday, 06-Nov-94 08:49:37 GMT`
  private func ofRFC850(_ now: HTTPDate?) -> Int64? {
    let parts = words[1].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard isWeekday(words[0], isLong: true, comma: true), isZone(words[3]), parts.count == 3, let month = month(parts[1]),
      let day = number(parts[0], digits: 2), let short = number(parts[2], digits: 2)
    else { return nil }
    guard let now else { return moment(short < 70 ? 2000 + short : 1900 + short, month, day, words[2]) }
    let (days, time) = CivilDate.floorDivide(now.secondsSince1970, CivilDate.secondsPerDay)
    let today = CivilDate(daysSince1970: days)
    let year = Int(today.year) + 50
    let latest = CivilDate(year: year, month: Int(today.month), day: min(Int(today.day), 28)).map {
      $0.daysSince1970 * CivilDate.secondsPerDay + time
    }
    let century = year - year % 100
    return [century + short, century - 100 + short].lazy.compactMap { moment($0, month, day, words[2]) }.first { $0 <= latest ?? .max }
  }

  /// `Sun Nov  6 08:49:37 1994`
  private var ofASCTime: Int64? {
    guard isWeekday(words[0], isLong: false, comma: false), let month = month(words[1]),
      let day = number(words[2], digits: words[2].count == 1 ? 1 : 2), let year = number(words[4], digits: 4)
    else { return nil }
    return moment(year, month, day, words[3])
  }

  private func moment(_ year: Int, _ month: Int, _ day: Int, _ clock: ArraySlice<UInt8>) -> Int64? {
    let parts = clock.split(separator: ASCII.colon, omittingEmptySubsequences: false)
    guard parts.count == 3, let hour = number(parts[0], digits: 2), let minute = number(parts[1], digits: 2),
      let second = number(parts[2], digits: 2), hour <= 23, minute <= 59, second <= 60,
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    // The second 60, a leap second, is the first one of the next minute.
    return date.daysSince1970 * CivilDate.secondsPerDay + Int64(hour * 3600 + minute * 60 + second)
  }

  private func number(_ text: ArraySlice<UInt8>, digits count: Int) -> Int? {
    guard text.count == count, text.allSatisfy({ ASCII.isDigit($0) }) else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private func month(_ text: ArraySlice<UInt8>) -> Int? { text.count == 3 ? CivilDate.month(startingLike: text) : nil }

  private func isZone(_ text: ArraySlice<UInt8>) -> Bool { text.map { ASCII.lowercased($0) }.elementsEqual("gmt".utf8) }

  private func isWeekday(_ text: ArraySlice<UInt8>, isLong: Bool, comma: Bool) -> Bool {
    if comma, text.last != UInt8(ascii: ",") { return false }
    let name = String(decoding: (comma ? text.dropLast() : text).map { ASCII.lowercased($0) }, as: UTF8.self)
    return CivilDate.weekdays.contains { (isLong ? $0 : String($0.prefix(3))).lowercased() == name }
  }
}
