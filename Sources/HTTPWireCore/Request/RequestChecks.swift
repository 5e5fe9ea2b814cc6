/// Checks of the parts of a request head. Each check looks at the bytes to be sent, from `start` to the end of the span.
enum RequestChecks {
  /// A method must be a token (RFC 9110 section 9.1). CPython refuses only control characters (CVE-2020-26116).
  static func method(_ bytes: Span<UInt8>, from start: Int, text: String, leniency: ParsingLeniency) throws(HTTPException) {
    let isLoose = leniency.contains(.looseRequestHeads)
    for position in start..<bytes.count {
      let byte = bytes[position]
      if byte < 0x20 {
        throw .invalidMethod("method can't contain control characters. \(PythonRepr.string(text)) (found at least \(shown(byte)))")
      }
      if !isLoose, byte < 0x80, !ASCII.isTokenCharacter(byte) {
        throw .invalidMethod("method must be a token. \(PythonRepr.string(text)) (found at least \(shown(byte)))")
      }
    }
    if start == bytes.count, !isLoose { throw .invalidMethod("method can't be empty") }
  }

  /// A target must not have spaces or control characters (CVE-2019-9740, CVE-2019-9947).
  static func target(_ bytes: Span<UInt8>, from start: Int, text: String) throws(HTTPException) {
    for position in start..<bytes.count {
      let byte = bytes[position]
      if ASCII.isControlOrSpace(byte) {
        throw .invalidURL("URL can't contain control characters. \(PythonRepr.string(text)) (found at least \(shown(byte)))")
      }
    }
  }

  /// Methods and targets must be ASCII (RFC 9110 section 9.1, RFC 3986 section 2).
  static func ascii(_ text: String, part: String) throws(HTTPException) {
    for byte in text.utf8 where byte >= 0x80 { throw .notEncodable(part: part, text: text) }
  }

  /// A field name must be a token (RFC 9110 section 5.1). CPython accepts any ASCII name without a colon, CR or LF and without whitespace
  /// at its start.
  static func name(_ bytes: Span<UInt8>, from start: Int, text: String, leniency: ParsingLeniency) throws(HTTPException) {
    let isLoose = leniency.contains(.looseRequestHeads)
    for position in start..<bytes.count {
      let byte = bytes[position]
      if byte >= 0x80 { throw .notEncodable(part: "header name", text: text) }
      let isFine =
        isLoose
        ? byte != ASCII.colon && byte != ASCII.carriageReturn && byte != ASCII.lineFeed && !(position == start && isWhiteSpace(byte))
        : ASCII.isTokenCharacter(byte)
      if !isFine { throw .invalidHeaderName(Array(text.utf8)) }
    }
    if start == bytes.count { throw .invalidHeaderName([]) }
  }

  /// A field value must not have control characters other than tab (RFC 9110 section 5.5). CPython refuses only line ends that are not
  /// folds (CVE-2016-5699).
  static func value(_ bytes: Span<UInt8>, from start: Int, leniency: ParsingLeniency) throws(HTTPException) {
    let isLoose = leniency.contains(.looseRequestHeads)
    for position in start..<bytes.count {
      let byte = bytes[position]
      if byte >= 0x20 && byte != 0x7F || byte == ASCII.tab { continue }
      if isLoose, isHarmlessInPython(bytes, position) { continue }
      throw .invalidHeaderValue(Array(copying: bytes.extracting(start..<bytes.count)))
    }
  }

  /// Whether a list of transfer codings ends in `chunked`, and has it only there (RFC 9112 section 6.1). Empty members and parameters of
  /// `chunked` must not be sent. Neither must quotation marks, as far as this package is concerned: servers disagree about the commas
  /// between them.
  static func endsInChunked(_ value: ArraySlice<UInt8>) -> Bool {
    let members = value.split(separator: ASCII.comma, omittingEmptySubsequences: false)
    for (index, member) in members.enumerated() {
      let coding = member.trimmingWhitespace()
      let name = coding.prefix { $0 != UInt8(ascii: ";") }.trimmingWhitespace()
      guard !name.isEmpty, name.allSatisfy(ASCII.isTokenCharacter), !coding.contains(UInt8(ascii: "\"")) else { return false }
      let isLast = index == members.count - 1
      if ListField.equal(name, "chunked") != isLast || isLast && coding.count != name.count { return false }
    }
    return true
  }

  static func hasNonASCII(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    for position in start..<bytes.count where bytes[position] >= 0x80 { return true }
    return false
  }

  private static func isHarmlessInPython(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
    let next = position + 1 < bytes.count ? bytes[position + 1] : 0
    switch bytes[position] {
    case ASCII.lineFeed: return ASCII.isWhitespace(next)
    case ASCII.carriageReturn: return ASCII.isWhitespace(next) || next == ASCII.lineFeed
    default: return true
    }
  }

  private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == ASCII.space || 0x09...0x0D ~= byte }

  private static func shown(_ byte: UInt8) -> String { PythonRepr.string(Latin1.string([byte])) }
}
