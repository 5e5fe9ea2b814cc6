/// Takes the parameters out of a field value as Python's `email.message` does: `text/html; charset="utf-8"`.
///
/// Python's rules are looser than RFC 9110 section 5.6.6: blanks may stand anywhere, a value may hold anything but a semicolon, the
/// part before the first semicolon counts as a parameter without value, and RFC 2231 continuations are put together. Takes time in
/// proportion to the value, also where quotes are left open.
enum ParameterParser {
  typealias Run = PythonText.Run

  /// All parameters of a value, in Python's order: plain ones as they come, then those of RFC 2231 as they first come.
  static func parameters(of value: String) -> [ParsedParameter] {
    let parts = split(Array(value.unicodeScalars)[...]).map(nameAndValue)
    guard let first = parts.first else { return [] }
    return [ParsedParameter(name: first.name, value: .plain(PythonText.string(unquote(first.value))))]
      + RFC2231.combined(parts.dropFirst().map { ($0.name, unquote($0.value)) })
  }

  /// What stands before the first semicolon, without the blanks around it.
  static func main(of value: String) -> String {
    PythonText.string(PythonText.strip(Array(value.unicodeScalars.prefix { $0 != ";" })[...]))
  }

  /// Takes off one pair of quotes and its backslashes, or one pair of angle brackets (`email.utils.unquote`).
  static func unquote(_ run: Run) -> Run {
    guard run.count > 1, let first = run.first, let last = run.last else { return run }
    if first == "\"" && last == "\"" {
      // Two passes as in Python: `\\"` ends as a bare quote there, which one pass over the escapes would not make of it.
      let inner = PythonText.replacing("\\", "\\", with: "\\", in: run.dropFirst().dropLast())
      return PythonText.replacing("\\", "\"", with: "\"", in: inner)
    }
    return first == "<" && last == ">" ? run.dropFirst().dropLast() : run
  }

  /// Cuts at the semicolons outside of quotes; a quote right after a backslash neither opens nor closes any. Empty parts count.
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

  /// Cuts at the first equals sign. A name that has one after it is lower-cased, a bare one is not, as in Python.
  private static func nameAndValue(_ part: Run) -> (name: String, value: Run) {
    guard let equals = part.firstIndex(of: "=") else { return (PythonText.string(PythonText.strip(part)), []) }
    let name = PythonText.string(PythonText.strip(part[..<equals]))
    return (name.lowercased(), PythonText.strip(part[(equals + 1)...]))
  }
}
