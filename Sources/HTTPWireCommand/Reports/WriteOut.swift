import HTTPWire
import HTTPWireSession

/// The format of `-w`: text with curl's variables, and the escapes `\n`, `\r`, `\t` and `%%`.
struct WriteOut {
  private let format: [UInt8]

  /// Throws `readingInput` for the file of `@file`.
  init(_ argument: Argument) throws(Complaint) {
    guard let file = DataPiece.file(argument) else {
      format = argument.bytes
      return
    }
    format = try DataPiece.contents(file)
  }

  /// Prints the format to standard output, and what is behind `%{stderr}` to standard error.
  func print(_ facts: TransferFacts, _ console: Console) throws(Complaint) {
    var text = WrittenText()
    var rest = format[...]
    while let byte = rest.popFirst() {
      switch (byte, rest.first) {
      case (UInt8(ascii: "%"), UInt8(ascii: "%")):
        text.append([rest.removeFirst()])
      case (UInt8(ascii: "%"), UInt8(ascii: "{")):
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
          text.append([byte])
          continue
        }
        let name = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
        rest = rest[(end + 1)...]
        // What is behind it is for transfers that have failed.
        if name == "onerror", facts.complaint == nil { return try text.finish(console) }
        if !text.append(variable: name, facts) { console.line("httpwire: -w: there is no variable \(name)") }
      case (UInt8(ascii: "%"), _) where Self.field(rest) != nil:
        guard let field = Self.field(rest) else { continue }
        rest = rest[field.end...]
        text.append(facts.head?.headers.getAll(field.name).first.map { Array($0.utf8) } ?? [])
      case (UInt8(ascii: "\\"), let escaped?):
        rest.removeFirst()
        text.append(Self.unescaped(escaped))
      default: text.append([byte])
      }
    }
    try text.finish(console)
  }

  /// The name in `%header{name}`, and where it ends.
  private static func field(_ rest: ArraySlice<UInt8>) -> (name: String, end: Int)? {
    let mark = Array("header{".utf8)
    guard rest.starts(with: mark), let brace = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
    return (String(decoding: rest[(rest.startIndex + mark.count)..<brace], as: UTF8.self), brace + 1)
  }

  private static func unescaped(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "n"): [0x0A]
    case UInt8(ascii: "r"): [0x0D]
    case UInt8(ascii: "t"): [0x09]
    default: [UInt8(ascii: "\\"), byte]
    }
  }
}

/// The text of a format, for both outputs.
private struct WrittenText {
  private var output: [UInt8] = []
  private var errors: [UInt8] = []
  private var isForErrors = false

  mutating func append(_ bytes: [UInt8]) {
    if isForErrors { errors += bytes } else { output += bytes }
  }

  /// Appends the value of a variable. Returns false for an unknown name.
  mutating func append(variable name: String, _ facts: TransferFacts) -> Bool {
    switch name {
    case "onerror": break
    case "stderr": isForErrors = true
    case "stdout": isForErrors = false
    case "json": append(Array(JSONReport(facts).variables.utf8))
    case "header_json": append(Array(JSONReport(facts).fields.utf8))
    default:
      guard let value = ReportVariables.value(name, facts) else { return false }
      append(Array(value.text.utf8))
    }
    return true
  }

  func finish(_ console: Console) throws(Complaint) {
    try StandardOutput.write(output)
    if !errors.isEmpty { console.write(errors) }
  }
}
