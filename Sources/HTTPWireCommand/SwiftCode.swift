import HTTPWire
import HTTPWireCore

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

  /// A string literal in which quotes and backslashes stand for themselves, where the text allows that.
  static func readable(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { " "..."~" ~= $0 }
    guard isPlain, text.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C }), !text.hasText("\"#"), !text.hasText("\\#") else {
      return literal(text)
    }
    return "#\"" + text + "\"#"
  }

  /// A time, which has at most microseconds.
  static func literal(_ time: Duration) -> String {
    let (seconds, attoseconds) = time.components
    if attoseconds == 0 { return ".seconds(\(seconds))" }
    let milliseconds = attoseconds / 1_000_000_000_000_000
    if milliseconds * 1_000_000_000_000_000 == attoseconds { return ".milliseconds(\(seconds * 1000 + milliseconds))" }
    return ".microseconds(\(seconds * 1_000_000 + attoseconds / 1_000_000_000_000))"
  }

  /// A message as a dictionary literal, which keeps order and duplicates.
  static func literal(_ message: HTTPMessage) -> String {
    if message.isEmpty { return "[:]" }
    return "[" + message.items.map { literal($0.name) + ": " + literal($0.value) }.joined(separator: ", ") + "]"
  }
}
