/// One parameter, as in Python's `get_params`.
struct ParsedParameter {
  /// The name, without the marks of RFC 2231.
  var name: String
  var value: Value

  enum Value {
    /// Text, without its quotes.
    case plain(String)
    /// An RFC 2231 value. Each scalar of the text is a byte in the charset. Charset and language are nil if the value does not have them.
    case extended(charset: String?, language: String?, text: String)

    /// The value as text (`email.utils.collapse_rfc2231_value`, except that plain text is not unquoted).
    var text: String {
      switch self {
      case .plain(let text): text
      case .extended(let charset, _, let text): RFC2231.decode(text, charset: charset)
      }
    }

    /// The value as in `get_filename` and `get_boundary`, where `collapse_rfc2231_value` unquotes plain text once more.
    var collapsedRun: PythonText.Run {
      let scalars = Array(text.unicodeScalars)[...]
      return if case .plain = self { ParameterParser.unquote(scalars) } else { scalars }
    }
  }
}
