import HTTPWire

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
