import HTTPWire

/// The body for `-d`: all its arguments, joined with ampersands.
enum FormData {
  /// Joins the arguments in memory. Line ends and NUL bytes of files are removed, as by curl.
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
