import HTTPWire

extension Complaint {
  /// The complaint about an output that could not be written, by the name that the user knows.
  init(writing name: String, _ error: HTTPException) {
    self.init(.writing, "\(name): \(error.reason)")
  }
}

extension HTTPException {
  /// The error for people who have not seen the code: a file's name and the system's words for what happened to it, without numbers.
  var words: String {
    if case .system(let failure) = self, let path = failure.address, Self.isAboutFile(failure.operation) {
      return "\(path): \(failure.message)"
    }
    return Self.withoutNumbers(description)
  }

  /// The system's words alone, where the name of the file is said otherwise.
  var reason: String {
    if case .system(let failure) = self { return failure.message }
    return words
  }

  private static func isAboutFile(_ operation: String) -> Bool {
    ["open", "stat", "fstat", "read", "write", "close", "rename", "mkdir", "fsync", "flock"].contains(operation)
  }

  /// A text without the numbers that Python puts before the system's words, as in "[Errno 111] Connection refused".
  static func withoutNumbers(_ text: String) -> String {
    let mark = "[Errno "
    var rest = text[...]
    var result = ""
    while let start = rest.firstIndex(of: "[") {
      result += rest[..<start]
      rest = rest[start...]
      let number = rest.hasPrefix(mark) ? rest.dropFirst(mark.count).prefix { $0 == "-" || $0.isNumber } : ""
      if !number.isEmpty, rest[number.endIndex...].hasPrefix("] ") {
        rest = rest[number.endIndex...].dropFirst(2)
      } else {
        result.append("[")
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
