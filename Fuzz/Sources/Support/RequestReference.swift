/// A request head as RFC 9112 sections 3 and 5 have it, parsed strictly: every line ends in CRLF, and the head ends with the bytes.
package struct RequestReference: Equatable {
  package var method: [UInt8]
  package var target: [UInt8]
  package var version: [UInt8]
  /// The fields with their values as they stand behind ": ".
  package var fields: [FieldReference.Field]

  /// Returns nil unless the bytes are exactly one head. Each fold counts as its line end and tab where `allowsFolds`, and is refused
  /// otherwise.
  package init?(_ head: [UInt8], allowsFolds: Bool = false) {
    guard let heads = Self.all(in: head, allowsFolds: allowsFolds), heads.count == 1, let first = heads.first else { return nil }
    self = first
  }

  private init(method: [UInt8], target: [UInt8], version: [UInt8]) {
    self.method = method
    self.target = target
    self.version = version
    fields = []
  }

  /// All heads that follow each other in the bytes; nil when there is anything else.
  package static func all(in bytes: [UInt8], allowsFolds: Bool = false) -> [RequestReference]? {
    var heads: [RequestReference] = []
    var current: RequestReference?
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let feed = rest.firstIndex(of: 0x0A), feed > rest.startIndex, rest[feed - 1] == 0x0D else { return nil }
      let line = rest[..<(feed - 1)]
      rest = rest[(feed + 1)...]
      if line.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) { return nil }
      if var head = current {
        if line.isEmpty {
          heads.append(head)
          current = nil
        } else {
          guard head.add(line, allowsFolds: allowsFolds) else { return nil }
          current = head
        }
      } else {
        guard let head = requestLine(line) else { return nil }
        current = head
      }
    }
    return current == nil ? heads : nil
  }

  private static func requestLine(_ line: ArraySlice<UInt8>) -> RequestReference? {
    let words = line.split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
    guard words.count == 3, FieldReference.isToken(words[0]), !words[1].isEmpty, words[1].allSatisfy({ 0x21...0x7E ~= $0 }),
      ["HTTP/1.1", "HTTP/1.0"].contains(String(decoding: words[2], as: UTF8.self))
    else { return nil }
    return RequestReference(method: words[0], target: words[1], version: words[2])
  }

  private mutating func add(_ line: ArraySlice<UInt8>, allowsFolds: Bool) -> Bool {
    if line.first == 0x09, allowsFolds, !fields.isEmpty {
      fields[fields.count - 1].value += [0x0D, 0x0A] + line
      return true
    }
    guard let colon = line.firstIndex(of: 0x3A), FieldReference.isToken(line[..<colon]),
      line[(colon + 1)...].first == 0x20
    else { return false }
    fields.append(FieldReference.Field(name: Array(line[..<colon]), value: Array(line[(colon + 2)...])))
    return true
  }
}
