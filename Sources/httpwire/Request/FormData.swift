import HTTPWire

/// What one `-d`, `--data-binary` or `-T` names: text itself, a file, or standard input.
enum DataArgument: Equatable {
  case text(String)
  case file(path: String)
  case standardInput

  /// `@path` and `@-` name a file and standard input; anything else is the data.
  init(data text: String) throws(Complaint) {
    guard text.hasPrefix("@") else {
      self = .text(text)
      return
    }
    try self.init(path: String(text.dropFirst()))
  }

  /// A path, or `-` for standard input.
  init(path: String) throws(Complaint) {
    if path.isEmpty { throw Complaint(.badUsage, "a file name is missing") }
    self = path == "-" ? .standardInput : .file(path: path)
  }
}

/// The body that `-d` makes: all of its arguments, joined by ampersands.
enum FormData {
  /// Joins the arguments. What comes from a file loses its line ends and NUL bytes, as with curl; it is held in memory.
  static func joined(
    _ arguments: [DataArgument], contents: (DataArgument) throws(HTTPException) -> [UInt8] = InputFile.contents
  ) throws(HTTPException) -> [UInt8] {
    var body: [UInt8] = []
    for (index, argument) in arguments.enumerated() {
      if index > 0 { body.append(UInt8(ascii: "&")) }
      if case .text(let text) = argument {
        body += text.utf8
      } else {
        body += try contents(argument).filter { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
      }
    }
    return body
  }
}
