/// Parses the parameters of a field value, such as `text/html; charset="utf-8"`, as Python's `email.message` does.
///
/// Python's rules are looser than RFC 9110 section 5.6.6. Whitespace may be anywhere, and a value may have any character but a semicolon.
/// The part before the first semicolon counts as a parameter without a value. RFC 2231 continuations are joined. The time is proportional
/// to the value's length, even with unclosed quotes.
enum ParameterParser {
  typealias Run = PythonText.Run

  /// All parameters of a value, in Python's order: first the plain ones, then those of RFC 2231, each in order of appearance.
  static func parameters(of value: String) -> [ParsedParameter] {
    let parts = split(Array(value.unicodeScalars)[...]).map(nameAndValue)
    guard let first = parts.first else { return [] }
    return [ParsedParameter(name: first.name, value: .plain(PythonText.string(unquote(first.value))))]
      + RFC2231.combined(parts.dropFirst().map { ($0.name, unquote($0.value)) })
  }

  /// The text before the first semicolon, without the whitespace around it.
  static func main(of value: String) -> String {
    PythonText.string(PythonText.strip(Array(value.unicodeScalars.prefix { $0 != ";" })[...]))
  }

  /// Removes one pair of quotes and the backslashes inside, or one pair of angle brackets (`email.utils.unquote`).
  static func unquote(_ run: Run) -> Run {
    guard run.count > 1, let first = run.first, let last = run.last else { return run }
    if first == "\"" && last == "\"" {
      // Two passes as in Python, which turn `\\"` into a bare quote. A single pass would not.
      let inner = PythonText.replacing("\\", "\\", with: "\\", in: run.dropFirst().dropLast())
      return PythonText.replacing("\\", "\"", with: "\"", in: inner)
    }
    return first == "<" && last == ">" ? run.dropFirst().dropLast() : run
  }

  /// Splits at the semicolons outside of quotes. A quote after a backslash does not count as a quote. Empty parts are kept.
  private static func split(_ value: Run) -> [Run] {
    var parts: [Run] = []
    var start = value.startIndex
    var isQuoted = false
    var previous: Unicode.Scalar = ";"
    for index in value.indices {
      let scalar = value[index]
      if scalar == "\"" && previous != "\\" { isQuoted.toggle() }
      if scalar == ";" && !isQuoted {
        parts.append(value[start..<index])
        start = index + 1
      }
      previous = scalar
    }
    return parts + [value[start...]]
  }

  /// Splits at the first equals sign. As in Python, the name is lower-cased only if there is one.
  private static func nameAndValue(_ part: Run) -> (name: String, value: Run) {
    guard let equals = part.firstIndex(of: "=") else { return (PythonText.string(PythonText.strip(part)), []) }
    let name = PythonText.string(PythonText.strip(part[..<equals]))
    return (name.lowercased(), PythonText.strip(part[(equals + 1)...]))
  }
}
