import HTTPWire

extension HTTPMessage {
  /// The items of a list field (RFC 9110 section 5.6.1), in lower case and without whitespace around them.
  func listItems(_ name: String) -> [String] {
    getAll(name).flatMap { $0.lowercased().split(separator: ",") }.map { item in
      String(item.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
  }
}
