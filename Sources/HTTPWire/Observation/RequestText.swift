/// A request's head as text, read back from the bytes that are sent.
package struct RequestText: Sendable {
  /// The head's bytes.
  package let bytes: [UInt8]
  package let method: String
  package let target: String
  /// `HTTP/1.1` or `HTTP/1.0`.
  package let version: String
  /// The fields in their order.
  package let fields: HTTPMessage

  init(_ head: [UInt8]) {
    bytes = head
    let lines = head.split(separator: 0x0A, omittingEmptySubsequences: false).map { $0.last == 0x0D ? $0.dropLast() : $0 }
    let parts = Latin1.string(lines.first ?? []).split(separator: " ", omittingEmptySubsequences: false)
    method = parts.first.map(String.init) ?? ""
    version = parts.count > 2 ? parts.last.map(String.init) ?? "" : ""
    target = parts.dropFirst().dropLast(parts.count > 2 ? 1 : 0).joined(separator: " ")
    fields = Self.fields(lines.dropFirst())
  }

  /// The fields of lines. A line that starts with whitespace goes on with the value before it, as `putHeader` writes several values.
  private static func fields(_ lines: some Sequence<ArraySlice<UInt8>>) -> HTTPMessage {
    var found: [(name: [UInt8], value: [UInt8])] = []
    for line in lines where !line.isEmpty {
      if line.first == 0x20 || line.first == 0x09, let last = found.indices.last {
        found[last].value += [0x20] + line.drop { $0 == 0x20 || $0 == 0x09 }
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        found.append((Array(line[..<colon]), Array(line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 })))
      }
    }
    var fields = HTTPMessage()
    for (name, value) in found { fields.add(name: name, value: value) }
    return fields
  }

  /// An absolute target without the name and password in front of its host.
  static func hidingUserInfo(_ target: String) -> String {
    guard let scheme = target.firstRange(ofText: "://") else { return target }
    let rest = target[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = authority.lastIndex(of: "@") else { return target }
    return String(target[..<scheme.upperBound] + rest[rest.index(after: at)...])
  }
}
