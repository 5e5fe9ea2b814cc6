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
