/// Python's `repr()` of bytes and text, for messages and debug output like CPython's.
/// `bytes([0x47, 0x0A])` is `b'G\n'`, and `string("it's")` is `"it's"`.
package enum PythonRepr {
  /// `repr(bytes)`, for example `b'GET / HTTP/1.1\r\n'`.
  package static func bytes(_ bytes: some Sequence<UInt8>) -> String {
    "b" + quoted(bytes.map { Unicode.Scalar($0) }) { $0.value < 0x20 || $0.value >= 0x7F }
  }

  /// `repr(str)` for text in Latin-1. Scalars beyond Latin-1 are not escaped.
  package static func string(_ text: String) -> String {
    quoted(Array(text.unicodeScalars)) { scalar in
      scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar.value == 0xAD
    }
  }

  /// Quotes as Python does: with double quotes if the text has single quotes and no double ones, otherwise with single quotes.
  private static func quoted(_ scalars: [Unicode.Scalar], escape mustEscape: (Unicode.Scalar) -> Bool) -> String {
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var text = String.UnicodeScalarView()
    text.append(quote)
    for scalar in scalars {
      switch scalar {
      case "\\", quote:
        text.append("\\")
        text.append(scalar)
      case "\n": text.append(contentsOf: "\\n".unicodeScalars)
      case "\r": text.append(contentsOf: "\\r".unicodeScalars)
      case "\t": text.append(contentsOf: "\\t".unicodeScalars)
      case _ where mustEscape(scalar):
        let hex = String(scalar.value, radix: 16)
        text.append(contentsOf: ("\\x" + (hex.utf8.count < 2 ? "0" : "") + hex).unicodeScalars)
      default: text.append(scalar)
      }
    }
    text.append(quote)
    return String(text)
  }
}
