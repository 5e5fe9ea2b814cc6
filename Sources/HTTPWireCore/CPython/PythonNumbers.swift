/// Python's `int()` on wire text, for the leniencies under which numbers are read as CPython reads them: blanks around, a sign,
/// underscores between digits, leading zeros and, in hexadecimal, a `0x`.
package enum PythonNumbers {
  /// More decimal digits than this make Python's `int()` raise `ValueError` (`sys.get_int_max_str_digits()`).
  static let decimalDigitLimit = 4300

  /// `int(text)`, given the Latin-1 bytes of the text. Nil is `ValueError`.
  package static func integer(_ text: some Collection<UInt8>) -> PythonInteger? {
    // NEL and the no-break space are blanks as text. The separators 1C to 1F, blanks to str.strip(), are none to int().
    guard let (negative, digits) = signed(text, isWhitespace: { isWhitespace($0) || $0 == 0x85 || $0 == 0xA0 }) else { return nil }
    return number(digits, negative, radix: 10, digitLimit: decimalDigitLimit)
  }

  /// `int(bytes, 16)`. Nil is `ValueError`.
  static func hexInteger(_ bytes: some Collection<UInt8>) -> PythonInteger? {
    guard let (negative, digits) = signed(bytes, isWhitespace: isWhitespace) else { return nil }
    return number(withoutHexPrefix(digits), negative, radix: 16, digitLimit: nil)
  }

  /// C's `isspace`.
  private static func isWhitespace(_ byte: UInt8) -> Bool { (0x09...0x0D).contains(byte) || byte == ASCII.space }

  /// Takes the blanks around and one sign off. Nil when nothing is left.
  private static func signed<Text: Collection<UInt8>>(
    _ text: Text, isWhitespace: (UInt8) -> Bool
  ) -> (negative: Bool, digits: Text.SubSequence)? {
    var rest = text.drop(while: isWhitespace)
    guard let first = rest.first else { return nil }
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    // What follows the digits may only be blanks, so the end is found from the front: a Collection can't be walked backwards.
    let digits = rest.prefix { !isWhitespace($0) }
    guard rest[digits.endIndex...].allSatisfy(isWhitespace) else { return nil }
    return (first == UInt8(ascii: "-"), digits)
  }

  /// Drops `0x` or `0X` and the one underscore that may follow it.
  private static func withoutHexPrefix<Digits: Collection<UInt8>>(_ digits: Digits) -> Digits.SubSequence {
    let rest = digits.dropFirst(2)
    guard digits.first == UInt8(ascii: "0"), let mark = digits.dropFirst().first, mark | 0x20 == UInt8(ascii: "x") else {
      return digits[...]
    }
    return rest.first == UInt8(ascii: "_") ? rest.dropFirst() : rest
  }

  /// The number of digits with single underscores between them. Nil when there is anything else, or too many digits.
  private static func number(
    _ digits: some Collection<UInt8>, _ negative: Bool, radix: UInt64, digitLimit: Int?
  ) -> PythonInteger? {
    var magnitude: UInt64? = 0
    var count = 0
    var afterDigit = false
    for byte in digits {
      if byte == UInt8(ascii: "_") {
        guard afterDigit else { return nil }
        afterDigit = false
        continue
      }
      guard let digit = ASCII.hexValue(byte), UInt64(digit) < radix else { return nil }
      afterDigit = true
      count += 1
      magnitude = magnitude.flatMap { appending(UInt64(digit), to: $0, radix) }
    }
    guard afterDigit, count <= digitLimit ?? count else { return nil }
    return magnitude.flatMap { value($0, negative) } ?? .tooLarge(negative: negative)
  }

  /// `magnitude * radix + digit`, or nil where that does not fit.
  private static func appending(_ digit: UInt64, to magnitude: UInt64, _ radix: UInt64) -> UInt64? {
    let (product, overflow) = magnitude.multipliedReportingOverflow(by: radix)
    let (sum, carry) = product.addingReportingOverflow(digit)
    return overflow || carry ? nil : sum
  }

  /// The number of a magnitude and a sign, or nil where `Int64` has none.
  private static func value(_ magnitude: UInt64, _ negative: Bool) -> PythonInteger? {
    if let value = Int64(exactly: magnitude) { return .value(negative ? -value : value) }
    return negative && magnitude == Int64.min.magnitude ? .value(.min) : nil
  }
}
