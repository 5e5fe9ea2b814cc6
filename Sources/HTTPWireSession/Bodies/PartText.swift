/// How browsers write the text of a multipart form (WHATWG HTML section 4.10.21.8).
enum PartText {
  /// The text with each CR, LF and CR LF as CR LF.
  static func withLineEnds(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r": result.append(contentsOf: "\r\n".unicodeScalars)
      // The second half of a CR LF is there already.
      case "\n": if previous != "\r" { result.append(contentsOf: "\r\n".unicodeScalars) }
      default: result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  /// A name for between quotation marks.
  static func escaped(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": result.append(contentsOf: "%22".unicodeScalars)
      case "\r": result.append(contentsOf: "%0D".unicodeScalars)
      case "\n": result.append(contentsOf: "%0A".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
