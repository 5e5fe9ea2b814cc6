import HTTPWireCore
import Testing

/// What `notEncodable` says about a text that does not fit.
@Suite struct EncodingAdviceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let part: String
    let text: String
    let said: String

    init(_ testDescription: String, _ part: String, _ text: String, _ said: String) {
      self.testDescription = testDescription
      self.part = part
      self.text = text
      self.said = said
    }
  }

  static let token = "takes ASCII letters, digits and some punctuation"
  static let value = "a header value takes characters up to U+00FF; to send others as UTF-8, pass HeaderValue(Array(text.utf8))"
  static let body = "send it as UTF-8: .utf8(text)"

  static let cases = [
    Case("A method", "method", "G\u{C9}T", "method ('G\u{C9}T') is not valid ASCII: character 2 is '\u{C9}' (U+00C9); a method \(token)"),
    Case(
      "A header name", "header name", "\u{E9}",
      "header name ('\u{E9}') is not valid ASCII: character 1 is '\u{E9}' (U+00E9); a header name \(token)"),
    Case(
      "A target is to be percent-encoded", "URL", "/caf\u{E9}",
      "URL ('/caf\u{E9}') is not valid ASCII: character 5 is '\u{E9}' (U+00E9); percent-encode the target"),
    Case(
      "The first character beyond Latin-1 is named, not one within", "header value", "\u{E9}\u{20AC}\u{20AC}",
      "header value ('\u{E9}\u{20AC}\u{20AC}') is not valid Latin-1: character 2 is '\u{20AC}' (U+20AC); \(value)"),
    Case("A body", "Body", "a\u{20AC}", "Body ('a\u{20AC}') is not valid Latin-1: character 2 is '\u{20AC}' (U+20AC); \(body)"),
    Case(
      "A letter with its accent apart is one character of two code points", "Body", "ae\u{301}",
      "Body ('ae\u{301}') is not valid Latin-1: character 2 is 'e\u{301}' (U+0065 U+0301); \(body)"),
    Case(
      "A character of many code points is not spelled out", "Body", "a" + String(repeating: "\u{301}", count: 9),
      "Body ('a\(String(repeating: "\u{301}", count: 9))') is not valid Latin-1: character 1 is "
        + "'a\(String(repeating: "\u{301}", count: 9))' (U+0061 U+0301 U+0301 U+0301 ...); \(body)"),
    Case(
      "An emoji has more than four digits", "Body", "\u{1F600}",
      "Body ('\u{1F600}') is not valid Latin-1: character 1 is '\u{1F600}' (U+1F600); \(body)"),
    Case(
      "A long text is cut around the place", "Body", String(repeating: "a", count: 1000) + "\u{20AC}" + String(repeating: "b", count: 1000),
      "Body (...'\(String(repeating: "a", count: 20))\u{20AC}\(String(repeating: "b", count: 20))'...) is not valid Latin-1: "
        + "character 1001 is '\u{20AC}' (U+20AC); \(body)"),
    Case(
      "A text is cut at one side alone", "Body", "\u{20AC}" + String(repeating: "b", count: 21),
      "Body ('\u{20AC}\(String(repeating: "b", count: 20))'...) is not valid Latin-1: character 1 is '\u{20AC}' (U+20AC); \(body)"),
    Case(
      "A literal in Latin-1 is told what to say", "body literal", "a\u{E9}",
      "body literal ('a\u{E9}') is not valid ASCII: character 2 is '\u{E9}' (U+00E9); "
        + "say which bytes it stands for: .utf8(text), or .text(text) for Latin-1 as in Python"),
    Case("A secret stays one", "header value", "***", "header value ('***') is not valid Latin-1; \(value)"),
    Case(
      "A file's text is not known", "Body", "...",
      "Body ('...') is not valid Latin-1; pass the file as .file to send its bytes as they are"),
  ]

  @Test("The error names the character, its place and the way out", arguments: cases)
  func namesCharacter(_ row: Case) {
    let error = HTTPException.notEncodable(part: row.part, text: row.text)
    #expect(error.description == row.said)
    #expect(error.fault == .caller)
  }
}
