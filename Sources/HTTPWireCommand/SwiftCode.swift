import HTTPWire

/// Values as Swift source.
enum SwiftCode {
  /// A string literal. Everything except printable ASCII is escaped.
  static func literal(_ text: String) -> String {
    var code = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": code += "\\" + String(scalar)
      case "\n": code += "\\n"
      case "\r": code += "\\r"
      case "\t": code += "\\t"
      case " "..."~": code.unicodeScalars.append(scalar)
      default: code += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return code + "\""
  }

  /// A message as a dictionary literal, which keeps order and duplicates.
  static func literal(_ message: HTTPMessage) -> String {
    if message.isEmpty { return "[:]" }
    return "[" + message.items.map { literal($0.name) + ": " + literal($0.value) }.joined(separator: ", ") + "]"
  }

  /// A body of bytes: as text if it has only text, and shortened if it is long.
  static func body(_ bytes: [UInt8]) -> String {
    if bytes.count > 200 { return "/* \(bytes.count) bytes */" }
    if bytes.allSatisfy({ $0 < 0x80 }) { return literal(String(decoding: bytes, as: UTF8.self)) }
    return ".bytes([" + bytes.map { "0x" + String($0, radix: 16) }.joined(separator: ", ") + "])"
  }
}
