/// Fields whose value is a comma-separated list, which may be split over several field lines (RFC 9110 section 5.6.1).
enum ListField {
  /// Calls `body` with each member of all fields of a name. The name is given in lower case. Members come without the whitespace around
  /// them. Empty members are skipped, as the RFC requires.
  @inline(__always)
  static func forEachMember(
    of name: StaticString, at places: FramingFields.Places, in headers: HTTPMessage, _ body: (ArraySlice<UInt8>) -> Void
  ) {
    if places.count == 1 { return forEachMember(in: headers.valueBytes(at: places.first), body) }
    for index in headers.indices where headers.hasName(name, at: index) { forEachMember(in: headers.valueBytes(at: index), body) }
  }

  /// Whether any member is the given lower-case token, without regard to case.
  static func contains(_ token: StaticString, of name: StaticString, at places: FramingFields.Places, in headers: HTTPMessage) -> Bool {
    var found = false
    forEachMember(of: name, at: places, in: headers) { member in
      if equal(member, token) { found = true }
    }
    return found
  }

  /// Whether any member of one field's value is the given lower-case token, without regard to case.
  static func contains(_ token: StaticString, in value: ArraySlice<UInt8>) -> Bool {
    var found = false
    forEachMember(in: value) { member in
      if equal(member, token) { found = true }
    }
    return found
  }

  @inline(__always)
  private static func forEachMember(in value: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void) {
    var start = value.startIndex
    while start < value.endIndex {
      var end = start
      while end < value.endIndex, value[end] != ASCII.comma { end += 1 }
      let content = value[start..<end].trimmingWhitespace()
      if !content.isEmpty { body(content) }
      start = end + 1
    }
  }

  /// Whether the bytes are the given lower-case token, without regard to case.
  static func equal(_ bytes: ArraySlice<UInt8>, _ token: StaticString) -> Bool {
    Scanner.equal(bytes.span, from: 0, count: bytes.count, token)
  }
}
