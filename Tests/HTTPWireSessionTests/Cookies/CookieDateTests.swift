import Testing

@testable import HTTPWireSession

@Suite("Dates of cookies")
struct CookieDateTests {
  static let dates: [(String, Int64)] = [
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
    ("Sun Nov  6 08:49:37 1994", 784_111_777),
    ("6 november 94 8:49:37", 784_111_777),
    ("1994 Nov 6 08:49:37", 784_111_777),
    ("08:49:37 1994 6 NOVEMBER", 784_111_777),
    ("06/Nov/1994/08:49:37", 784_111_777),
    ("Sun,06-Nov-1994,08:49:37,GMT+0100", 784_111_777),
    ("6th Nov 1994AD 08:49:37z", 784_111_777),
    ("nov 6 1994 08:49:37 Dec 7 1995 09:50:38", 784_111_777),
    ("Mon, 29 Feb 2016 12:00:00 GMT", 1_456_747_200),
    ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
    ("Fri, 31 Dec 1999 23:59:59 GMT", 946_684_799),
    ("1 Jan 69 00:00:00", 3_124_224_000),
    ("1 Jan 70 00:00:00", 0),
    ("1 Jan 1601 0:0:0", -11_644_473_600),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
  ]

  @Test(arguments: dates)
  func `a date is found in any order and between any punctuation`(text: String, seconds: Int64) {
    #expect(CookieDate.parse(Array(text.utf8)[...]) == seconds)
  }

  @Test(arguments: [
    "", "0", "never", "Sun, 06 Nov 1994", "Nov 1994 08:49:37", "06 1994 08:49:37", "06 Nov 08:49:37", "30 Feb 2016 00:00:00",
    "29 Feb 1900 00:00:00", "29 Feb 2015 00:00:00", "31 Apr 2015 00:00:00", "0 Jan 2015 00:00:00", "32 Jan 2015 00:00:00",
    "1 Jan 1600 00:00:00", "1 Jan 2015 24:00:00", "1 Jan 2015 00:60:00", "1 Jan 2015 00:00:60", "1 Jan 2015 00:00",
    "1 Jan 12015 00:00:00", "1 Jan 2015 000:00:00", "1 Jan 2015 00:a0:00", "-1", "784111777", "1 Ja\u{E4}n 2015 00:00:00",
  ])
  func `what is no date is none`(text: String) {
    #expect(CookieDate.parse(Array(text.utf8)[...]) == nil)
  }
}
