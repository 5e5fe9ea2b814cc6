/// The argument of a `-d`, `--data-binary` or `-T`: text, a file, or standard input.
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
