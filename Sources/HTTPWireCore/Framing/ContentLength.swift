/// The value of `Content-Length` (RFC 9110 section 8.6, RFC 9112 section 6.3 step 5).
enum ContentLength {
  /// The declared length in bytes, or nil if there is none. Several equal values count as one.
  ///
  /// Throws `invalidContentLength` for values that differ or are not numbers.
  static func value(
    of headers: HTTPMessage, at places: FramingFields.Places, leniency: ParsingLeniency
  ) throws(HTTPException) -> UInt64? {
    if places.count == 0 { return nil }
    if places.count == 1 {
      if let length = plainNumber(headers, at: places.first) { return length }
      return try length(headers.valueBytes(at: places.first), headers, leniency: leniency)
    }
    var value: UInt64?
    var isFirst = true
    for index in headers.indices where headers.hasName("content-length", at: index) {
      if !isFirst, leniency.contains(.firstContentLengthWins) { break }
      let length = try length(headers.valueBytes(at: index), headers, leniency: leniency)
      if !isFirst, value != length { throw refusal(headers) }
      value = length
      isFirst = false
    }
    return value
  }

  /// The common case: 1 to 18 digits, which always fit. Returns nil for any other value, which `length` handles.
  @inline(__always)
  private static func plainNumber(_ headers: HTTPMessage, at index: Int) -> UInt64? {
    let slot = headers.slots[index]
    guard 1...18 ~= slot.valueCount else { return nil }
    let bytes = headers.storage.span
    var value: UInt64 = 0
    var position = slot.valueStart
    let end = position &+ slot.valueCount
    while position < end {
      let digit = bytes[position] &- 0x30
      if digit > 9 { return nil }
      value = value &* 10 &+ UInt64(digit)
      position &+= 1
    }
    return value
  }

  /// The length that one field line declares. Nil if a leniency treats the value as absent.
  private static func length(
    _ bytes: ArraySlice<UInt8>, _ headers: HTTPMessage, leniency: ParsingLeniency
  ) throws(HTTPException) -> UInt64? {
    if leniency.contains(.pythonIntegers) { return try pythonNumber(bytes, headers) }
    var value: UInt64?
    for member in bytes.split(separator: ASCII.comma, omittingEmptySubsequences: false) {
      let length = try number(member.trimmingWhitespace(), headers)
      if let value, value != length { throw refusal(headers) }
      value = length
    }
    guard let value else { throw refusal(headers) }
    return value
  }

  /// The number of a value that has only digits and fits 63 bits.
  private static func number(_ digits: ArraySlice<UInt8>, _ headers: HTTPMessage) throws(HTTPException) -> UInt64 {
    var value: UInt64 = 0
    guard !digits.isEmpty else { throw refusal(headers) }
    for digit in digits {
      guard ASCII.isDigit(digit) else { throw refusal(headers) }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit &- 0x30))
      guard !overflow, !carry, sum <= UInt64(Int64.max) else { throw refusal(headers) }
      value = sum
    }
    return value
  }

  /// The number as CPython reads it. Negative numbers, and values that `int()` can't read, count as absent. Numbers beyond 63 bits are
  /// refused.
  private static func pythonNumber(_ bytes: ArraySlice<UInt8>, _ headers: HTTPMessage) throws(HTTPException) -> UInt64? {
    switch PythonNumbers.integer(bytes) {
    case .value(let value)?: return UInt64(exactly: value)
    case .tooLarge(negative: false)?: throw refusal(headers)
    case .tooLarge(negative: true)?, nil: return nil
    }
  }

  private static func refusal(_ headers: HTTPMessage) -> HTTPException {
    .invalidContentLength(headers.getAll("Content-Length").joined(separator: ", "))
  }
}
