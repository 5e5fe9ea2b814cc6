/// The challenges of a `Proxy-Authenticate` field (RFC 9110 section 11.6.1).
package enum Challenges {
  /// Whether the fields have a challenge of the Basic scheme. A parameter is no scheme, and quoted text is no challenge.
  package static func offerBasic(_ fields: HTTPMessage) -> Bool {
    fields.getAll("Proxy-Authenticate").contains { value in
      items(Array(value.utf8)).contains { item in
        let word = item.prefix { ASCII.isTokenCharacter($0) }
        let next = item.dropFirst(word.count).trimmingWhitespace().first
        return ListField.equal(word, "basic") && next != UInt8(ascii: "=")
      }
    }
  }

  /// The parts between the commas that are outside of quotation marks, without whitespace around them.
  private static func items(_ value: [UInt8]) -> [ArraySlice<UInt8>] {
    var items: [ArraySlice<UInt8>] = []
    var start = 0
    var isQuoted = false
    var isEscaped = false
    for (index, byte) in value.enumerated() {
      if isEscaped {
        isEscaped = false
      } else if isQuoted, byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == ASCII.comma, !isQuoted {
        items.append(value[start..<index].trimmingWhitespace())
        start = index + 1
      }
    }
    return items + [value[start...].trimmingWhitespace()]
  }
}
