import HTTPWireCore
import Testing

/// Dates of fields, in and out.
struct HTTPDateTests {
  static let moments: [(seconds: Int64, text: String)] = [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
    (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    (-62_167_219_200, "Sat, 01 Jan 0000 00:00:00 GMT"), (2_147_483_648, "Tue, 19 Jan 2038 03:14:08 GMT"),
  ]

  @Test(arguments: moments) func `a date is written as it is to be sent, and read again`(seconds: Int64, text: String) {
    #expect(HTTPDate(secondsSince1970: seconds).description == text)
    #expect(HTTPDate(text)?.secondsSince1970 == seconds)
  }

  @Test func `what four digits can't express is the first or the last date there is`() {
    #expect(HTTPDate(secondsSince1970: .max).description == "Fri, 31 Dec 9999 23:59:59 GMT")
    #expect(HTTPDate(secondsSince1970: .min).description == "Sat, 01 Jan 0000 00:00:00 GMT")
    #expect(HTTPDate(secondsSince1970: 1) < HTTPDate(secondsSince1970: 2))
  }

  @Test func `every day is read as it was written, and follows the one before`() {
    for day in stride(from: Int64(-719_000), to: 2_900_000, by: 997) {
      for next in [day, day + 1] {
        let date = HTTPDate(secondsSince1970: next * 86_400)
        #expect(HTTPDate(date.description) == date)
      }
    }
  }

  static let forms = [
    "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun Nov 06 08:49:37 1994", " Sun, 06 Nov 1994 08:49:37 GMT\t",
    "sun, 06 NOV 1994 08:49:37 gmt", "Mon, 06 Nov 1994 08:49:37 GMT",
  ]

  @Test(arguments: forms) func `all forms are read`(text: String) {
    #expect(HTTPDate(text)?.secondsSince1970 == 784_111_777)
  }

  /// A year of two digits, now, and the year it stands for.
  static let years: [(short: String, now: String?, year: String)] = [
    ("94", nil, "1994"), ("70", nil, "1970"), ("69", nil, "2069"), ("00", nil, "2000"),
    ("26", "Sun, 01 Nov 2026 00:00:00 GMT", "2026"), ("76", "Sun, 06 Nov 2026 08:49:37 GMT", "2076"),
    ("76", "Sun, 06 Nov 2026 08:49:36 GMT", "1976"), ("77", "Sun, 06 Nov 2026 08:49:37 GMT", "1977"),
    ("10", "Sat, 01 Jan 2089 00:00:00 GMT", "2110"), ("10", "Mon, 01 Jan 1962 00:00:00 GMT", "2010"),
    ("13", "Mon, 01 Jan 1962 00:00:00 GMT", "1913"), ("94", "Fri, 31 Dec 9999 00:00:00 GMT", "9994"),
  ]

  @Test(arguments: years) func `a year of two digits is the one near now`(short: String, now: String?, year: String) throws {
    let date = try #require(HTTPDate("Sunday, 06-Nov-\(short) 08:49:37 GMT", now: now.flatMap { HTTPDate($0) }))
    #expect(date.description.dropFirst(5) == "06 Nov \(year) 08:49:37 GMT")
  }

  @Test func `a leap second is the next one`() {
    #expect(HTTPDate("Sat, 31 Dec 2016 23:59:60 GMT")?.description == "Sun, 01 Jan 2017 00:00:00 GMT")
  }

  static let others = [
    "", " ", "0", "784111777", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000",
    "06 Nov 1994 08:49:37 GMT", "Sun 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 06 November 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 31 Nov 1994 08:49:37 GMT", "Wed, 29 Feb 1900 00:00:00 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Xyz, 06 Nov 1994 08:49:37 GMT", "Sun, 06-Nov-94 08:49:37 GMT",
    "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 06 Nov 94 08:49:37 GMT", "Sun Nov 6 08:49:37 94", "Sun Nov  6 08:49:37 1994 GMT",
    "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT GMT", "2026-01-01", "１２", "\u{0}",
    "Sun, 06 Nov 1994 :: GMT", ",,,,,", "- - - -", "a b c d e f",
  ]

  @Test(arguments: others) func `what is no date is none`(text: String) {
    #expect(HTTPDate(text) == nil)
  }
}
