/// Text as Python's `email.generator` writes it.
enum MessageText {
  /// A field value (`email.header.Header.encode`). In a value of several lines, a single space at the end of a line is dropped. Empty lines
  /// after the first are omitted. A line of whitespace alone is appended to the line before it.
  static func value(_ value: String) -> String {
    guard value.unicodeScalars.contains(where: isLineEnd) else { return value }
    let lines = lines(of: Array(value.unicodeScalars))
    guard let first = lines.first, lines.count > 1 else { return PythonText.string(lines.first ?? []) }
    var result = PythonText.string(withoutLastSpace(first))
    for line in lines.dropFirst().map(withoutLastSpace) where !line.isEmpty {
      if !line.allSatisfy(isASCIISpace) { result += "\n" }
      result += PythonText.string(line)
    }
    return result
  }

  /// The text with CRLF and CR replaced by LF.
  static func withLineFeeds(_ text: String) -> String {
    guard text.utf8.contains(ASCII.carriageReturn) else { return text }
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\r" || (scalar == "\n" && previous != "\r") {
        result.append("\n")
      } else if scalar != "\n" {
        result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  /// `str.splitlines()`, but only with the line ends in ASCII.
  private static func lines(of scalars: [Unicode.Scalar]) -> [PythonText.Run] {
    var lines: [PythonText.Run] = []
    var start = 0
    for (index, scalar) in scalars.enumerated() where isLineEnd(scalar) {
      let isSecondHalf = scalar == "\n" && index > 0 && scalars[index - 1] == "\r"
      if !isSecondHalf { lines.append(scalars[start..<index]) }
      start = index + 1
    }
    return start < scalars.count ? lines + [scalars[start...]] : lines
  }

  private static func withoutLastSpace(_ line: PythonText.Run) -> PythonText.Run {
    guard line.last == " " else { return line }
    let rest = line.dropLast()
    return rest.last == " " || rest.last == "\t" ? line : rest
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E: true
    default: false
    }
  }

  private static func isASCIISpace(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && PythonText.isSpace(scalar) }
}
