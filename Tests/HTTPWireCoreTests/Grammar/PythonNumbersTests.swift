import Testing

@testable import HTTPWireCore

/// What `int(text)` and `int(bytes, 16)` of CPython 3.11 give; nil is `ValueError`.
@Suite struct PythonNumbersTests {
  static let decimals: [(text: String, number: PythonInteger?)] = [
    ("0", .value(0)),
    ("7", .value(7)),
    ("007", .value(7)),
    ("-0", .value(0)),
    ("+4", .value(4)),
    ("-4", .value(-4)),
    (" 81 ", .value(81)),
    ("\t\n\u{B}\u{C}\r5\r\n", .value(5)),
    ("8_1", .value(81)),
    ("0_0", .value(0)),
    ("1__0", nil),
    ("_1", nil),
    ("1_", nil),
    ("", nil),
    ("  ", nil),
    ("-", nil),
    ("+", nil),
    ("+-1", nil),
    ("+ 1", nil),
    ("- 1", nil),
    ("4, 4", nil),
    ("4;", nil),
    ("0x10", nil),
    ("1e3", nil),
    ("1.0", nil),
    ("\u{85}5\u{A0}", .value(5)),
    ("\u{A0}5", .value(5)),
    ("\u{1C}5", nil),
    ("5\u{1F}", nil),
    ("²", nil),
    ("5\u{0}", nil),
    ("\u{0}5", nil),
    ("1 2", nil),
    ("1\t_2", nil),
    ("9223372036854775807", .value(9223372036854775807)),
    ("9223372036854775808", .tooLarge(negative: false)),
    ("-9223372036854775808", .value(.min)),
    ("-9223372036854775809", .tooLarge(negative: true)),
    ("18446744073709551615", .tooLarge(negative: false)),
    ("18446744073709551616", .tooLarge(negative: false)),
    ("-18446744073709551616", .tooLarge(negative: true)),
    ("99999999999999999999999", .tooLarge(negative: false)),
    ("0000000000000000000000000000000000005", .value(5)),
  ]

  static let hexadecimals: [(text: String, number: PythonInteger?)] = [
    ("0", .value(0)),
    ("f", .value(15)),
    ("F", .value(15)),
    ("1a", .value(26)),
    ("0x2", .value(2)),
    ("0X2", .value(2)),
    ("+2", .value(2)),
    ("-2", .value(-2)),
    ("-0x2", .value(-2)),
    ("0_2", .value(2)),
    ("0x_2", .value(2)),
    ("0x__2", nil),
    ("0_x2", nil),
    ("_2", nil),
    ("2_", nil),
    ("00", .value(0)),
    ("0x", nil),
    ("0x ", nil),
    ("0x_", nil),
    ("", nil),
    ("  ", nil),
    (" 2 ", .value(2)),
    ("2\r\n", .value(2)),
    ("\u{B}2\u{C}", .value(2)),
    ("\u{1C}2", nil),
    ("\u{85}2", nil),
    ("\u{A0}2", nil),
    ("x2", nil),
    ("00x2", nil),
    ("0b1", .value(177)),
    ("g", nil),
    ("2;a", nil),
    ("2 a", nil),
    ("1_f", .value(31)),
    ("7fffffffffffffff", .value(9223372036854775807)),
    ("8000000000000000", .tooLarge(negative: false)),
    ("-8000000000000000", .value(.min)),
    ("-8000000000000001", .tooLarge(negative: true)),
    ("ffffffffffffffff", .tooLarge(negative: false)),
    ("10000000000000000", .tooLarge(negative: false)),
    ("-10000000000000000", .tooLarge(negative: true)),
    ("+0x0000000000000000000000005", .value(5)),
  ]

  @Test("Text is read as int() reads it", arguments: decimals)
  func readsDecimals(_ text: String, _ number: PythonInteger?) {
    #expect(PythonNumbers.integer(Latin1.bytes(text) ?? []) == number)
  }

  @Test("Bytes are read as int(bytes, 16) reads them", arguments: hexadecimals)
  func readsHexadecimals(_ text: String, _ number: PythonInteger?) {
    #expect(PythonNumbers.hexInteger(Latin1.bytes(text) ?? []) == number)
  }

  @Test("4300 decimal digits are the most int() takes, leading zeros counted and underscores not")
  func limitsDecimalDigits() {
    let ones = [UInt8](repeating: UInt8(ascii: "1"), count: 4300)
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 4300)
    let apart = [UInt8](ones.map { [$0] }.joined(separator: [UInt8(ascii: "_")]))
    #expect(PythonNumbers.integer(ones) == .tooLarge(negative: false))
    #expect(PythonNumbers.integer(zeros) == .value(0))
    #expect(PythonNumbers.integer(apart) == .tooLarge(negative: false))
    #expect(PythonNumbers.integer(ones + [UInt8(ascii: "1")]) == nil)
    #expect(PythonNumbers.integer(zeros + [UInt8(ascii: "1")]) == nil)
  }

  @Test("Hexadecimal digits have no such limit")
  func leavesHexadecimalDigitsUnlimited() {
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 5000)
    #expect(PythonNumbers.hexInteger(zeros + [UInt8(ascii: "a")]) == .value(10))
  }

  @Test("A slice is read within its bounds")
  func readsSlices() {
    let line = Array("12 34 ;".utf8)
    #expect(PythonNumbers.integer(line[2..<6]) == .value(34))
    #expect(PythonNumbers.hexInteger(line[2..<6]) == .value(0x34))
  }
}
