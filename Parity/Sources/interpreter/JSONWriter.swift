/// Writes JSON as one line: characters beyond ASCII stand as themselves, in UTF-8.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: JSON) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): bytes.append(contentsOf: String(value).utf8)
    case .double(let value): bytes.append(contentsOf: (value.isFinite ? String(value) : "null").utf8)
    case .string(let text): quoted { writer in for byte in text.utf8 { writer.escape(byte) } }
    case .bytes(let content): quoted { writer in for byte in content { writer.latin1(byte) } }
    case .array(let elements): write(elements)
    case .object(let members): write(members)
    }
  }

  /// Ends the line.
  mutating func endLine() { bytes.append(0x0A) }

  private mutating func write(_ elements: [JSON]) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ members: [(key: String, value: JSON)]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(.string(member.key))
      bytes.append(UInt8(ascii: ":"))
      write(member.value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func quoted(_ content: (inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: "\""))
    content(&self)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func latin1(_ byte: UInt8) {
    if byte < 0x80 { return escape(byte) }
    bytes.append(0xC0 | byte >> 6)
    bytes.append(0x80 | byte & 0x3F)
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
