/// A value that is written as JSON (RFC 8259). The members of an object keep their order.
package enum JSONValue {
  case null
  case text(String)
  case integer(Int)
  /// Thousandths, as a number with three digits behind the point.
  case thousandths(Int64)
  /// The digits of a number, written as they are.
  case decimal(String)
  case boolean(Bool)
  case array([JSONValue])
  case object([(name: String, value: JSONValue)])

  /// The value as UTF-8.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  /// The value as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .decimal(let digits): output += digits.utf8
    case .text(let text): Self.write(text, to: &output)
    case .integer(let number): output += String(number).utf8
    case .thousandths(let number): Self.write(thousandths: number, to: &output)
    case .boolean(let flag): output += (flag ? "true" : "false").utf8
    case .array(let values):
      output.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        value.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        Self.write(member.name, to: &output)
        output.append(UInt8(ascii: ":"))
        member.value.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  private static func write(thousandths number: Int64, to output: inout [UInt8]) {
    let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: 1000)
    let digits = String(rest)
    output += ((number < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: 3 - digits.utf8.count) + digits).utf8
  }

  /// A string with what must be escaped in it (RFC 8259 section 7): quotes, backslashes and control characters.
  private static func write(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output += "\\\"".utf8
      case UInt8(ascii: "\\"): output += "\\\\".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0D: output += "\\r".utf8
      case 0x09: output += "\\t".utf8
      case 0..<0x20, 0x7F: output += ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)).utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
