/// Python's `int()` for received text, for the leniencies that read numbers as CPython does. It accepts whitespace around the number, a
/// sign, underscores between digits, leading zeros and, in hexadecimal, `0x`.
package enum PythonNumbers {
  /// The largest number of decimal digits for which Python's `int()` does not raise `ValueError` (`sys.get_int_max_str_digits()`).
  static let decimalDigitLimit = 4300

  /// `int(text)`, for the Latin-1 bytes of the text. Returns nil where Python raises `ValueError`.
  package static func integer(_ text: some Collection<UInt8>) -> PythonInteger? {
    // In text, NEL and the no-break space are whitespace. The separators 1C to 1F are whitespace for str.strip(), but not for int().
    guard let (negative, digits) = signed(text, isWhitespace: { isWhitespace($0) || $0 == 0x85 || $0 == 0xA0 }) else { return nil }
    return number(digits, negative, radix: 10, digitLimit: decimalDigitLimit)
  }

  /// `int(bytes, 16)`. Returns nil where Python raises `ValueError`.
  static func hexInteger(_ bytes: some Collection<UInt8>) -> PythonInteger? {
    guard let (negative, digits) = signed(bytes, isWhitespace: isWhitespace) else { return nil }
    return number(withoutHexPrefix(digits), negative, radix: 16, digitLimit: nil)
  }

  /// C's `isspace`.
  private static func isWhitespace(_ byte: UInt8) -> Bool { (0x09...0x0D).contains(byte) || byte == ASCII.space }

  /// Removes the whitespace around the number and its sign. Returns nil if there is no text, or whitespace within it.
  private static func signed<Text: Collection<UInt8>>(
    _ text: Text, isWhitespace: (UInt8) -> Bool
  ) -> (negative: Bool, digits: Text.SubSequence)? {
    var rest = text.drop(while: isWhitespace)
    guard let first = rest.first else { return nil }
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    // Only whitespace may follow the digits. The search starts at the front, because a Collection can't be walked backwards.
    let digits = rest.prefix { !isWhitespace($0) }
    guard rest[digits.endIndex...].allSatisfy(isWhitespace) else { return nil }
    return (first == UInt8(ascii: "-"), digits)
  }

  /// Removes `0x` or `0X`, and one underscore after it.
  private static func withoutHexPrefix<Digits: Collection<UInt8>>(_ digits: Digits) -> Digits.SubSequence {
    let rest = digits.dropFirst(2)
    guard digits.first == UInt8(ascii: "0"), let mark = digits.dropFirst().first, mark | 0x20 == UInt8(ascii: "x") else {
      return digits[...]
    }
    return rest.first == UInt8(ascii: "_") ? rest.dropFirst() : rest
  }

  /// The number that the digits denote, with single underscores between them. Nil for anything else, and for too many digits.
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

  /// `magnitude * radix + digit`, or nil if that does not fit.
  private static func appending(_ digit: UInt64, to magnitude: UInt64, _ radix: UInt64) -> UInt64? {
    let (product, overflow) = magnitude.multipliedReportingOverflow(by: radix)
    let (sum, carry) = product.addingReportingOverflow(digit)
    return overflow || carry ? nil : sum
  }

  /// The number with this magnitude and sign, or nil if it does not fit `Int64`.
  private static func value(_ magnitude: UInt64, _ negative: Bool) -> PythonInteger? {
    if let value = Int64(exactly: magnitude) { return .value(negative ? -value : value) }
    return negative && magnitude == Int64.min.magnitude ? .value(.min) : nil
  }
}
