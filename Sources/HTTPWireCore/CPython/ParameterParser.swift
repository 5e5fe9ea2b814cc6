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

/// One parameter as Python's `get_params` has it.
struct ParsedParameter {
  /// The name, without the marks of RFC 2231.
  var name: String
  /// The value.
  var value: Value

  enum Value {
    /// Text as it stood, without its quotes.
    case plain(String)
    /// What RFC 2231 encoded: each scalar of the text is a byte in the charset. Both names are nil where the value lacks them.
    case extended(charset: String?, language: String?, text: String)

    /// The value as text (`email.utils.collapse_rfc2231_value`, except that plain text is left as it is).
    var text: String {
      switch self {
      case .plain(let text): text
      case .extended(let charset, _, let text): RFC2231.decode(text, charset: charset)
      }
    }

    /// The value as `get_filename` and `get_boundary` see it: `collapse_rfc2231_value` unquotes plain text once more.
    var collapsedRun: PythonText.Run {
      let scalars = Array(text.unicodeScalars)[...]
      return if case .plain = self { ParameterParser.unquote(scalars) } else { scalars }
    }
  }
}
