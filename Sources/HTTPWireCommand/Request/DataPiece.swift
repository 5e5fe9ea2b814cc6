import HTTPWire
import HTTPWireCore
import HTTPWireSupport

/// One piece of data of the command line: that of `-d` and its kin.
enum DataPiece: Equatable {
  /// Text, or `@file`, which loses its line ends and NUL bytes.
  case text(Argument)
  /// Text, whatever is in it.
  case raw(Argument)
  /// Text, or `@file` as it is.
  case binary(Argument)
  /// Text, or `@file` as it is. Pieces of JSON are put together without anything between.
  case json(Argument)
  /// Text or a file that is percent-encoded, behind a name that is not.
  case encoded(Argument)
  /// The same for a URL's query; behind a `+` it is taken as it is.
  case query(Argument)

  /// The bytes to send. Throws `readingInput`, and `badUsage` for a file's name that is not UTF-8.
  func bytes() throws(Complaint) -> [UInt8] {
    switch self {
    case .raw(let value): return value.bytes
    case .text(let value):
      guard let file = Self.file(value) else { return value.bytes }
      return try Self.contents(file).filter { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
    case .binary(let value), .json(let value):
      return if let file = Self.file(value) { try Self.contents(file) } else { value.bytes }
    case .encoded(let value): return try Self.encoded(value.bytes)
    case .query(let value):
      return value.bytes.first == UInt8(ascii: "+") ? Array(value.bytes.dropFirst()) : try Self.encoded(value.bytes)
    }
  }

  /// The file that the piece is read from; nil if it has none, or if its name is no text.
  var path: String? {
    switch self {
    case .raw: nil
    case .text(let value), .binary(let value), .json(let value): Self.file(value).flatMap { try? $0.text() }
    case .encoded(let value), .query(let value):
      value.bytes.contains(UInt8(ascii: "="))
        ? nil : value.bytes.firstIndex(of: UInt8(ascii: "@")).flatMap { try? Argument(value.bytes[($0 + 1)...]).text() }
    }
  }

  /// The file behind an `@`, which is standard input if its name is `-`; nil if the piece has none.
  static func file(_ value: Argument) -> Argument? {
    value.bytes.first == UInt8(ascii: "@") ? Argument(value.bytes.dropFirst()) : nil
  }

  /// What is in a file or in standard input. Throws `readingInput`.
  static func contents(_ name: Argument) throws(Complaint) -> [UInt8] {
    let path = try name.text()
    if path.isEmpty { throw Complaint(.badUsage, "a file name is missing") }
    do throws(HTTPException) {
      return path == "-" ? try StandardInput.contents() : try InputFile.contents(path)
    } catch {
      throw Complaint(.readingInput, Complaint(error).text)
    }
  }

  /// The five forms: `text`, `=text`, `name=text`, `@file` and `name@file`.
  private static func encoded(_ bytes: [UInt8]) throws(Complaint) -> [UInt8] {
    let mark = bytes.firstIndex(of: UInt8(ascii: "=")) ?? bytes.firstIndex(of: UInt8(ascii: "@"))
    guard let mark else { return component(bytes) }
    let name = bytes[..<mark]
    let behind = bytes[(mark + 1)...]
    let content = bytes[mark] == UInt8(ascii: "=") ? Array(behind) : try contents(Argument(behind))
    return (name.isEmpty ? [] : name + [UInt8(ascii: "=")]) + component(content)
  }

  /// As in forms, a space becomes a plus.
  private static func component(_ bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    return Array(lines.map { PercentEncoding.component($0) }.joined(separator: "+").utf8)
  }
}

extension [DataPiece] {
  /// All pieces in memory, with ampersands between them, but none in front of JSON.
  func joined() throws(Complaint) -> [UInt8] {
    var joined: [UInt8] = []
    for (index, piece) in enumerated() {
      if case .json = piece {} else if index > 0 { joined.append(UInt8(ascii: "&")) }
      joined += try piece.bytes()
    }
    return joined
  }

  /// The file of `--data-binary` or `--json` if it is all there is, so that it need not be read into memory.
  var onlyFile: Argument? {
    guard count == 1 else { return nil }
    switch self[0] {
    case .binary(let value), .json(let value): return DataPiece.file(value)
    case .text, .raw, .encoded, .query: return nil
    }
  }
}
