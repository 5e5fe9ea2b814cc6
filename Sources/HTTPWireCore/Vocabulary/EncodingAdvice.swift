/// The text of `notEncodable`: which character does not fit, where it is, and what to do instead.
struct EncodingAdvice: CustomStringConvertible {
  let part: String
  let text: String

  /// How many characters are shown before and after the one that does not fit. A body may have millions.
  private static let context = 20

  var description: String {
    let start = "\(part) (\(excerpt)) is not valid \(limit == 0x7F ? "ASCII" : "Latin-1")"
    guard let (character, index) = unfit else { return "\(start); \(remedy)" }
    let place = text.distance(from: text.startIndex, to: index) + 1
    return "\(start): character \(place) is \(PythonRepr.string(String(character))) (\(Self.codes(character))); \(remedy)"
  }

  /// The largest scalar in this part of a request. As in `http.client`, values and bodies are Latin-1, and the rest is ASCII.
  private var limit: UInt32 {
    switch part {
    case "method", "URL", "header name", "body literal": 0x7F
    default: 0xFF
    }
  }

  /// The first character with a scalar that does not fit. Nil if the text only stands for one that must not be shown.
  private var unfit: (character: Character, index: String.Index)? {
    guard let index = text.firstIndex(where: { $0.unicodeScalars.contains { $0.value > limit } }) else { return nil }
    return (text[index], index)
  }

  /// The text, or what is around the character. Dots outside of the quotes stand for what was left out.
  private var excerpt: String {
    guard let index = unfit?.index else { return PythonRepr.string(text) }
    let start = text.index(index, offsetBy: -Self.context, limitedBy: text.startIndex) ?? text.startIndex
    let end = text.index(index, offsetBy: Self.context + 1, limitedBy: text.endIndex) ?? text.endIndex
    let shown = PythonRepr.string(String(text[start..<end]))
    return (start == text.startIndex ? "" : "...") + shown + (end == text.endIndex ? "" : "...")
  }

  private var remedy: String {
    switch part {
    case "method", "header name": "a \(part) takes ASCII letters, digits and some punctuation"
    case "URL": "percent-encode the target"
    case "header value": "a header value takes characters up to U+00FF; to send others as UTF-8, pass HeaderValue(Array(text.utf8))"
    case "body literal": "say which bytes it stands for: .utf8(text), or .text(text) for Latin-1 as in Python"
    default:
      // A file's text is not in the error.
      unfit == nil ? "pass the file as .file to send its bytes as they are" : "send it as UTF-8: .utf8(text)"
    }
  }

  /// The code points of a character, for one that can't be told from another by sight. A character may have any number of them.
  private static func codes(_ character: Character) -> String {
    let scalars = character.unicodeScalars
    let codes = scalars.prefix(4).map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
    return codes.joined(separator: " ") + (scalars.count > 4 ? " ..." : "")
  }
}
