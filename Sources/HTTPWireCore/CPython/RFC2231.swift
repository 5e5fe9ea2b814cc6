/// Parameter values in several parts and in other charsets (RFC 2231 sections 3 and 4), as Python's `email.utils.decode_params` reads them.
enum RFC2231 {
  typealias Run = PythonText.Run

  /// Joins continuations (`title*0`, `title*1*`) and encoded values (`title*`). They come after all other parameters.
  static func combined(_ parameters: [(name: String, value: Run)]) -> [ParsedParameter] {
    var result: [ParsedParameter] = []
    var names: [String] = []
    var segments: [String: [Segment]] = [:]
    for (name, value) in parameters {
      guard let mark = SegmentMark(name) else {
        result.append(ParsedParameter(name: name, value: .plain(PythonText.string(value))))
        continue
      }
      if segments[mark.name] == nil { names.append(mark.name) }
      segments[mark.name, default: []].append(Segment(number: mark.number, value: value, isEncoded: name.utf8.last == UInt8(ascii: "*")))
    }
    for name in names { result.append(ParsedParameter(name: name, value: joined(segments[name] ?? []))) }
    return result
  }

  /// The text of encoded bytes, where each byte is given as the scalar of its number. UTF-8, US-ASCII and Latin-1 are supported. No
  /// charset means US-ASCII, and any other charset is read as Latin-1.
  static func decode(_ text: String, charset: String?) -> String {
    let known = charset.map(Charset.init(named:)) ?? .ascii
    guard let bytes = Latin1.bytes(text) else { return text }
    switch known {
    case .utf8: return String(decoding: bytes, as: UTF8.self)
    case .ascii: return PythonText.string(bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" })
    case .latin1: return text
    case .other: return PythonText.string(ParameterParser.unquote(Array(text.unicodeScalars)[...]))
    }
  }

  /// A text as the value of a `name*` parameter (`email.utils.encode_rfc2231`): `utf-8''` and the UTF-8 bytes, percent-encoded except for
  /// unreserved characters.
  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var result = String.UnicodeScalarView("utf-8''".unicodeScalars)
    for byte in text.utf8 {
      if isUnreserved(byte) {
        result.append(Unicode.Scalar(byte))
      } else {
        result.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }
    return String(result)
  }

  /// Whether a byte is an unreserved character (RFC 3986 section 2.3).
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: ASCII.isDigit(byte) || (byte | 0x20) &- 0x61 < 26
    }
  }

  /// Joins the segments in the order of their numbers and decodes the encoded ones to bytes. If any is encoded, charset and language are
  /// split off.
  private static func joined(_ segments: [Segment]) -> ParsedParameter.Value {
    var text: [Unicode.Scalar] = []
    for segment in segments.sorted() {
      text.append(contentsOf: segment.isEncoded ? percentDecoded(segment.value) : segment.value)
    }
    guard segments.contains(where: { $0.isEncoded }) else { return .plain(PythonText.string(text)) }
    let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return .extended(charset: nil, language: nil, text: PythonText.string(text)) }
    return .extended(
      charset: PythonText.string(parts[0]), language: PythonText.string(parts[1]), text: PythonText.string(parts[2]))
  }

  /// The run with each `%` and two hexadecimal digits replaced by the scalar of that number.
  private static func percentDecoded(_ run: Run) -> Run {
    var result: [Unicode.Scalar] = []
    var index = run.startIndex
    while index < run.endIndex {
      if run[index] == "%", index + 2 < run.endIndex, let high = hexValue(run[index + 1]), let low = hexValue(run[index + 2]) {
        result.append(Unicode.Scalar(high << 4 | low))
        index += 3
      } else {
        result.append(run[index])
        index += 1
      }
    }
    return result[...]
  }

  private static func hexValue(_ scalar: Unicode.Scalar) -> UInt8? { UInt8(exactly: scalar.value).flatMap(ASCII.hexValue) }
}

extension RFC2231 {
  /// The name and number of a segment named `name*`, `name*7` or `name*7*`. The name has only letters, digits and underscores.
  private struct SegmentMark {
    var name: String
    /// The number's digits, without leading zeros. Nil for `name*`.
    var number: [UInt8]?

    init?(_ text: String) {
      let utf8 = text.utf8
      guard let star = utf8.firstIndex(of: UInt8(ascii: "*")), star > utf8.startIndex, utf8[..<star].allSatisfy(Self.isWord) else {
        return nil
      }
      name = String(text[..<star])
      var rest = utf8[utf8.index(after: star)...]
      guard !rest.isEmpty else { return }
      if rest.last == UInt8(ascii: "*") { rest = rest.dropLast() }
      guard !rest.isEmpty, rest.allSatisfy(ASCII.isDigit) else { return nil }
      number = Array(rest.drop { $0 == UInt8(ascii: "0") })
    }

    private static func isWord(_ byte: UInt8) -> Bool {
      ASCII.isDigit(byte) || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }
  }

  /// A part of a value, ordered like Python's tuple (number, value, flag). Segments without a number come first. Python raises `TypeError`
  /// if others have a number.
  private struct Segment: Comparable {
    var number: [UInt8]?
    var value: Run
    var isEncoded: Bool

    static func < (a: Segment, b: Segment) -> Bool {
      if a.number != b.number { return isLess(a.number, b.number) }
      if a.value != b.value { return a.value.lexicographicallyPrecedes(b.value) }
      return !a.isEncoded && b.isEncoded
    }

    /// Compares numbers of any size, by their digits.
    private static func isLess(_ a: [UInt8]?, _ b: [UInt8]?) -> Bool {
      guard let a, let b else { return a == nil }
      return a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
    }
  }

  /// The supported charsets. Their names are matched as in Python's codec registry.
  private enum Charset {
    case utf8, ascii, latin1, other

    init(named name: String) {
      // Python fails at a NUL, but normalizing would treat it as punctuation.
      guard !name.utf8.contains(0) else {
        self = .other
        return
      }
      switch Self.normalized(name) {
      case "utf_8", "utf8", "u8", "utf", "utf8_ucs2", "utf8_ucs4", "cp65001": self = .utf8
      case "ascii", "us_ascii", "us", "646", "iso646_us", "iso_646.irv_1991", "iso_ir_6", "cp367", "ibm367", "csascii",
        "ansi_x3.4_1968", "ansi_x3_4_1968", "ansi_x3.4_1986":
        self = .ascii
      case "latin_1", "latin1", "latin", "l1", "iso_8859_1", "iso8859_1", "iso8859", "8859", "iso_8859_1_1987", "iso_ir_100", "cp819",
        "ibm819", "csisolatin1":
        self = .latin1
      default: self = .other
      }
    }

    /// The name in lower case, with each run of characters other than letters, digits and dots replaced by an underscore
    /// (`normalize_encoding`).
    private static func normalized(_ name: String) -> String {
      name.utf8.split { !(ASCII.isDigit($0) || ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: ".")) }
        .map { String(decoding: $0.map(ASCII.lowercased), as: UTF8.self) }
        .joined(separator: "_")
    }
  }
}
