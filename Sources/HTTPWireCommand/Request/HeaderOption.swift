import HTTPWire

/// One `-H` or `--proxy-header`, as curl reads it. Its bytes are sent as they are.
enum HeaderOption: Equatable {
  /// `Name: value`, or `Name;` for an empty value: send this field.
  case send(name: [UInt8], value: [UInt8])
  /// `Name:`: leave out the field that is sent by itself.
  case leaveOut(name: String)

  /// Parses one field. Throws `badUsage`.
  init(_ bytes: some Collection<UInt8>) throws(Complaint) {
    let line = Array(bytes)
    guard let end = line.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";") }), end > 0 else {
      throw Complaint(.badUsage, "it is 'Name: value', 'Name;' for an empty value, or 'Name:' to leave the field out")
    }
    let name = Array(line[..<end])
    let value = Self.trimmed(line[(end + 1)...])
    if line[end] == UInt8(ascii: ";") {
      guard value.isEmpty else {
        throw Complaint(.badUsage, "'\(TerminalText.escaped(name));' has a value behind its semicolon; use a colon")
      }
      self = .send(name: name, value: [])
    } else {
      self = value.isEmpty ? .leaveOut(name: String(decoding: name, as: UTF8.self)) : .send(name: name, value: value)
    }
  }

  /// The field of a value, or those of the file that `@file` names, one a line, without the
  /// lines that begin with `#`. Throws `badUsage` and `readingInput`.
  static func options(_ value: Argument) throws(Complaint) -> [HeaderOption] {
    guard value.bytes.first == UInt8(ascii: "@") else { return [try HeaderOption(value.bytes)] }
    var options: [HeaderOption] = []
    for line in try DataPiece.contents(Argument(value.bytes.dropFirst())).split(separator: UInt8(ascii: "\n")) {
      let line = trimmed(line)
      if let first = line.first, first != UInt8(ascii: "#") { options.append(try HeaderOption(line)) }
    }
    return options
  }

  /// The bytes without the whitespace around them.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return Array(bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}

extension HTTPMessage {
  /// The fields to send of some options.
  init(_ options: [HeaderOption]) {
    self.init()
    for case .send(let name, let value) in options { add(name: name, value: value) }
  }
}
