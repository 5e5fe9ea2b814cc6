/// Fields whose value is a comma-separated list, spread over any number of lines (RFC 9110 section 5.6.1).
enum ListField {
  /// Calls `body` with each member over all fields of the name, without the blanks around it; empty members are skipped, as the
  /// section asks of recipients.
  static func forEachMember(of name: String, in headers: HTTPMessage, _ body: (ArraySlice<UInt8>) -> Void) {
    for index in headers.indices where headers.nameMatches(at: index, name) {
      for member in headers.valueBytes(at: index).split(separator: ASCII.comma) {
        let content = member.trimmingBlanks()
        if !content.isEmpty { body(content) }
      }
    }
  }

  /// Whether any member is the given token, without regard to case.
  static func contains(_ token: String, of name: String, in headers: HTTPMessage) -> Bool {
    var found = false
    forEachMember(of: name, in: headers) { member in
      if equal(member, token) { found = true }
    }
    return found
  }

  /// Whether bytes are the given lower-case token, without regard to case.
  static func equal(_ bytes: ArraySlice<UInt8>, _ token: String) -> Bool {
    bytes.count == token.utf8.count && zip(bytes, token.utf8).allSatisfy { ASCII.lowercased($0) == $1 }
  }
}
