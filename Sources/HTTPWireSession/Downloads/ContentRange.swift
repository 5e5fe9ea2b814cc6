import HTTPWireCore

/// What a response is a part of: the field `Content-Range` with the unit `bytes` (RFC 9110 section 14.4).
struct ContentRange: Equatable {
  /// The positions of the first byte and behind the last one; nil in a response with the status 416.
  let range: Range<Int>?
  /// The length of the whole; nil if the server does not know it.
  let total: Int?

  /// Nil unless there is one such field and it is valid.
  init?(_ headers: HTTPMessage) {
    let values = headers.getAll("Content-Range")
    guard values.count == 1, let value = values.first, value.prefix(6).lowercased() == "bytes " else { return nil }
    let parts = value.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let total = Self.number(parts[1], orStar: true) else { return nil }
    self.total = total
    if parts[0] == "*" {
      guard total != nil else { return nil }
      range = nil
      return
    }
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, case let first?? = Self.number(ends[0]), case let last?? = Self.number(ends[1]), first <= last, last < Int.max,
      total.map({ last < $0 }) ?? true
    else { return nil }
    range = first..<last + 1
  }

  /// The value of digits, and an inner nil for a star where one is allowed.
  private static func number(_ text: Substring, orStar: Bool = false) -> Int?? {
    if orStar, text == "*" { return .some(nil) }
    guard !text.isEmpty, text.utf8.allSatisfy({ ASCII.isDigit($0) }), let number = Int(text) else { return nil }
    return .some(number)
  }
}
