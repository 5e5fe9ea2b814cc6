import HTTPWire
import HTTPWireSupport

/// The files of `-K`, as curl reads them: a flag a line, with or without its hyphens, and its value behind a space, `=` or `:`. A value in
/// double quotes may have spaces and the escapes `\\`, `\"`, `\t`, `\n`, `\r` and `\v`. A line of `#` is a comment.
enum ConfigFile {
  /// Applies a file to the settings. Throws `readingInput`, and `badUsage` with the number of the line.
  static func read(_ path: String, into settings: inout Settings) throws(Complaint) {
    guard settings.configDepth < 10 else { throw Complaint(.badUsage, "the files of -K name each other") }
    let text = try DataPiece.contents(Argument(path))
    settings.configDepth += 1
    var parser = CommandParser(taking: &settings)
    defer { settings = parser.settings }
    for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      do {
        try parser.take(try Self.arguments(of: line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
      } catch {
        throw Complaint(error.status, "\(path), line \(index + 1): \(error.text)")
      }
    }
    parser.settings.configDepth -= 1
  }

  /// The arguments that a line stands for: none, a flag, or a flag and its value.
  static func arguments(of line: ArraySlice<UInt8>) throws(Complaint) -> [Argument] {
    let line = line.drop(while: isBlank)
    guard let first = line.first, first != UInt8(ascii: "#") else { return [] }
    // Behind a hyphen, only a blank ends the flag: it is written as on the command line, -ofile and --output=file.
    let isTyped = first == UInt8(ascii: "-")
    let isSeparator: (UInt8) -> Bool = { isBlank($0) || !isTyped && ($0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":")) }
    let name = line.prefix { !isSeparator($0) }
    var rest = line[name.endIndex...].drop(while: isBlank)
    if let mark = rest.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: ":") { rest = rest.dropFirst().drop(while: isBlank) }
    let flag = Argument(isTyped ? Array(name) : Array("--".utf8) + name)
    let value = try value(rest)
    return value.map { [flag, $0] } ?? [flag]
  }

  private static func value(_ text: ArraySlice<UInt8>) throws(Complaint) -> Argument? {
    guard let first = text.first else { return nil }
    guard first == UInt8(ascii: "\"") else { return Argument(text.prefix { !isBlank($0) }) }
    var value: [UInt8] = []
    var rest = text.dropFirst()
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return Argument(value)
      case UInt8(ascii: "\\"): if let escaped = rest.popFirst() { value.append(unescaped(escaped)) }
      default: value.append(byte)
      }
    }
    throw Complaint(.badUsage, "a quotation mark is missing")
  }

  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "v"): 0x0B
    default: byte
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
