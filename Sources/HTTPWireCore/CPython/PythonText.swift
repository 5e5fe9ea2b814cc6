/// Python's `str` methods on arrays of scalars. Python's text consists of scalars, while CRLF is a single `Character`.
enum PythonText {
  typealias Run = ArraySlice<Unicode.Scalar>

  /// `str.isspace()`: Unicode whitespace and the four information separators.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0: true
    case ..<0x1680: false
    default: scalar.properties.isWhitespace
    }
  }

  /// `str.strip()`.
  static func strip(_ run: Run) -> Run { rstrip(run.drop(while: isSpace)) }

  /// `str.rstrip()`.
  static func rstrip(_ run: Run) -> Run {
    var end = run.endIndex
    while end > run.startIndex, isSpace(run[end - 1]) { end -= 1 }
    return run[..<end]
  }

  /// The scalars as a String.
  static func string(_ run: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: run)
    return String(view)
  }

  /// `str.replace(first + second, replacement)`, for a pattern of two scalars.
  static func replacing(_ first: Unicode.Scalar, _ second: Unicode.Scalar, with replacement: Unicode.Scalar, in run: Run) -> Run {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(run.count)
    var index = run.startIndex
    while index < run.endIndex {
      if run[index] == first, index + 1 < run.endIndex, run[index + 1] == second {
        result.append(replacement)
        index += 2
      } else {
        result.append(run[index])
        index += 1
      }
    }
    return result[...]
  }
}
