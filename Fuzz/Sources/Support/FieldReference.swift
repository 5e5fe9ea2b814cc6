/// Field lines as RFC 9112 section 5 has them, parsed the plain way: all bytes are there, and nothing is remembered between calls.
package struct FieldReference {
  /// What a section turned out to be.
  package enum Result: Equatable {
    /// The fields, and where the bytes behind the section's blank line start.
    case complete([Field], end: Int)
    /// The bytes end before the section does.
    case incomplete
    case malformed
  }

  /// A field: its name as it came, its value without the whitespace around it, each fold being one space.
  package struct Field: Equatable {
    package var name: [UInt8]
    package var value: [UInt8]

    package init(name: [UInt8], value: [UInt8]) {
      self.name = name
      self.value = value
    }
  }

  /// The largest number of lines that `ParsingLimits.default` takes.
  private static let lineLimit = 100

  /// Parses the section that starts at `start`. A header section's lines may end in a bare line feed, a trailer section's may not.
  package static func parse(_ bytes: [UInt8], from start: Int, allowsBareLineFeed: Bool) -> Result {
    var fields: [(name: [UInt8], pieces: [[UInt8]])] = []
    var position = start
    for count in 0... {
      guard let feed = bytes[position...].firstIndex(of: 0x0A) else { return .incomplete }
      var line = bytes[position..<feed]
      position = feed + 1
      if line.last == 0x0D { line.removeLast() } else if !allowsBareLineFeed { return .malformed }
      if line.isEmpty { break }
      if count == lineLimit || line.contains(0x0D) || line.contains(0) { return .malformed }
      if line.first.map(isWhitespace) ?? false {
        if fields.isEmpty { return .malformed }
        fields[fields.count - 1].pieces.append(trimmed(line))
        continue
      }
      guard let colon = line.firstIndex(of: 0x3A), isToken(line[..<colon]) else { return .malformed }
      fields.append((Array(line[..<colon]), [trimmed(line[(colon + 1)...])]))
    }
    return .complete(
      fields.map { Field(name: $0.name, value: Array($0.pieces.filter { !$0.isEmpty }.joined(separator: [0x20]))) }, end: position)
  }

  /// A token (RFC 9110 section 5.6.2).
  package static func isToken(_ bytes: some Collection<UInt8>) -> Bool {
    let marks = Array("!#$%&'*+-.^_`|~".utf8)
    return !bytes.isEmpty
      && bytes.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || marks.contains($0) }
  }

  private static func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(bytes.drop(while: isWhitespace).reversed().drop(while: isWhitespace).reversed())
  }
}
