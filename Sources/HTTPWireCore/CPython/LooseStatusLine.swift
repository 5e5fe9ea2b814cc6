/// Parses status lines as CPython does (`HTTPResponse._read_status` and `begin`), for ``ParsingLeniency/looseStatusLines``.
enum LooseStatusLine {
  /// Parses the line `start..<end`, which includes its line end.
  static func parse(_ bytes: Span<UInt8>, start: Int, end: Int) throws(HTTPException) -> StatusLine {
    let version = word(bytes, start, end)
    var code = word(bytes, version.upperBound, end)
    let reason = trimmed(bytes, code.upperBound, end)
    // Without a reason, CPython passes the rest of the line to int(), which accepts less whitespace than split().
    if reason.isEmpty { code = code.lowerBound..<end }
    guard !code.isEmpty, StatusLine.hasProtocolName(bytes, version.lowerBound),
      case .value(let status)? = PythonNumbers.integer(Array(copying: bytes.extracting(code.lowerBound..<code.upperBound))),
      100...999 ~= status
    else { throw StatusLine.badLine(bytes, start, end) }
    // CPython skips 100 (Continue) without checking its version.
    let isSkipped = status == Int64(HTTPStatus.continue.rawValue)
    return StatusLine(
      version: isSkipped
        ? .http11 : try number(of: Latin1.string(Array(copying: bytes.extracting(version.lowerBound..<version.upperBound)))),
      status: Int(status),
      reason: reason.lowerBound - start..<reason.upperBound - start)
  }

  /// HTTP/1.0 and HTTP/0.9 are 10, and any other version that starts with "HTTP/1." is 11.
  private static func number(of version: String) throws(HTTPException) -> HTTPVersion {
    if version == "HTTP/1.0" || version == "HTTP/0.9" { return .http10 }
    if version.hasPrefix("HTTP/1.") { return .http11 }
    throw .unknownProtocol(version)
  }

  private static func word(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int> {
    var low = start
    while low < end, isSpace(bytes[low]) { low += 1 }
    var high = low
    while high < end, !isSpace(bytes[high]) { high += 1 }
    return low..<high
  }

  private static func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int> {
    var low = start
    var high = end
    while low < high, isSpace(bytes[low]) { low += 1 }
    while low < high, isSpace(bytes[high - 1]) { high -= 1 }
    return low..<high
  }

  /// Whether `str.split()` and `str.strip()` treat a Latin-1 character as whitespace.
  private static func isSpace(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0: true
    default: false
    }
  }
}
