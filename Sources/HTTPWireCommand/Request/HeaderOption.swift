/// One `-H` or `--proxy-header`, as curl reads it.
enum HeaderOption: Equatable {
  /// `Name: value`: send this field.
  case send(name: String, value: String)
  /// `Name:`: leave out the field that the library would add.
  case leaveOut(name: String)

  /// Parses `Name: value`, `Name;` (the field with an empty value) or `Name:`.
  init(_ text: String, flag: String = "-H") throws(Complaint) {
    guard let end = text.firstIndex(where: { $0 == ":" || $0 == ";" }), end != text.startIndex else {
      throw Complaint(.badUsage, "\(flag) takes 'Name: value', 'Name;' for an empty value, or 'Name:' to leave the field out")
    }
    let name = String(text[..<end])
    let value = Self.trimmed(text[text.index(after: end)...])
    if text[end] == ";" {
      guard value.isEmpty else { throw Complaint(.badUsage, "\(flag) '\(name);' has a value behind its semicolon; use a colon") }
      self = .send(name: name, value: "")
    } else {
      self = value.isEmpty ? .leaveOut(name: name) : .send(name: name, value: value)
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    let isWhitespace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(text.drop(while: isWhitespace).reversed().drop(while: isWhitespace).reversed())
  }
}
