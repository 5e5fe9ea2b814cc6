import HTTPWireCore

/// A `Set-Cookie` field, taken apart (RFC 6265bis section 5.6).
struct SetCookie {
  var name: ArraySlice<UInt8>
  var value: ArraySlice<UInt8>
  /// The last `Domain`, in lower case and without a dot in front; nil if there is none or it is empty.
  var domain: String?
  /// Whether the domain has bytes beyond ASCII. Hosts are ASCII here.
  var hasForeignDomain = false
  /// The last `Path` that starts with `/`; nil if the last one does not.
  var path: String?
  var expires: Int64?
  var isSecure = false
  var isHTTPOnly = false
  var sameSite: Cookie.SameSite?

  /// No cookie lives longer than 400 days from when it was last set (RFC 6265bis section 5.5).
  private static let longestLife: Int64 = 400 * 86_400
  /// Longer values of attributes are ignored.
  private static let longestAttribute = 1024

  /// Parses a field value. Throws the reason why the whole field is ignored.
  init(_ field: ArraySlice<UInt8>, now: Int64) throws(CookieJar.Refusal) {
    // The field could be an attempt to forge a field of a request. A semicolon separates here.
    if field.contains(where: { ($0 < 0x20 && $0 != ASCII.tab) || $0 == 0x7F }) { throw .controlCharacter }
    let parts = field.split(separator: ASCII.semicolon, omittingEmptySubsequences: false)
    let pair = Self.halves(parts[0])
    name = pair.value == nil ? [] : pair.name
    value = pair.value ?? pair.name
    if let refusal = CookieText.refusal(name: Array(name), value: Array(value)) { throw refusal }
    // Files of cookies separate with tabs.
    if name.contains(ASCII.tab) || value.contains(ASCII.tab) { throw .controlCharacter }

    let latest = now.addingReportingOverflow(Self.longestLife)
    let cap = latest.overflow ? Int64.max : latest.partialValue
    var hasMaxAge = false
    for part in parts.dropFirst() {
      let (attribute, given) = Self.halves(part)
      let value = given ?? []
      if value.count > Self.longestAttribute { continue }
      switch String(decoding: attribute.map { ASCII.lowercased($0) }, as: UTF8.self) {
      case "expires":
        if !hasMaxAge, let date = CookieDate.parse(value) { expires = min(date, cap) }
      case "max-age":
        guard let age = Self.age(value) else { continue }
        hasMaxAge = true
        expires = age <= 0 ? .min : age < Self.longestLife ? min(now &+ age, cap) : cap
      case "domain":
        let bytes = value.first == UInt8(ascii: ".") ? value.dropFirst() : value
        hasForeignDomain = bytes.contains { $0 >= 0x80 }
        domain = bytes.isEmpty ? nil : CookieHost.canonical(Latin1.string(bytes))
      case "path": path = value.first == UInt8(ascii: "/") && !value.contains(ASCII.tab) ? Latin1.string(value) : nil
      case "secure": isSecure = true
      case "httponly": isHTTPOnly = true
      case "samesite": sameSite = Cookie.SameSite(rawValue: String(decoding: value.map { ASCII.lowercased($0) }, as: UTF8.self))
      default: break
      }
    }
  }

  /// What is in front of the first `=` and behind it, without whitespace around them; no value without a `=`.
  private static func halves(_ part: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>?) {
    guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return (part.trimmingWhitespace(), nil) }
    return (part[..<equals].trimmingWhitespace(), part[(equals + 1)...].trimmingWhitespace())
  }

  /// The seconds of `Max-Age`: digits, perhaps behind a `-`. Nil for anything else. The largest number stands for larger ones.
  private static func age(_ value: ArraySlice<UInt8>) -> Int64? {
    let isNegative = value.first == UInt8(ascii: "-")
    let digits = isNegative ? value.dropFirst() : value
    guard !digits.isEmpty, digits.allSatisfy({ ASCII.isDigit($0) }) else { return nil }
    if isNegative { return -1 }
    return Int64(String(decoding: digits, as: UTF8.self)) ?? .max
  }
}

/// What a cookie's name and value may be.
enum CookieText {
  /// Whether a byte can't be in a cookie: a control character, or a semicolon, which would end it.
  static func isForbidden(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F || byte == ASCII.semicolon }

  /// Name and value together have at most this many bytes (RFC 6265bis section 5.6).
  static let longest = 4096

  /// Why a name and a value are no cookie; nil if they are one.
  static func refusal(name: [UInt8], value: [UInt8]) -> CookieJar.Refusal? {
    if name.isEmpty, value.isEmpty { return .empty }
    return name.count + value.count > longest ? .tooLong : nil
  }
}
