import Testing

@testable import HTTPWireCore

/// What `str(msg)` of CPython 3.11 writes.
@Suite struct HTTPMessageTextTests {
  /// Values, and what `str()` of a message with the one field `A` has in the place of each.
  static let values: [(value: String, text: String)] = [
    ("b", "b"),
    ("", ""),
    ("b ", "b "),
    ("b \n", "b "),
    ("b\r\n c\r\td\n e\r", "b\n c\n\td\n e"),
    ("b \r\n c \r\n", "b\n c"),
    ("b  \r\n c", "b  \n c"),
    ("b\t \r\n c", "b\t \n c"),
    (" \r\n c", "\n c"),
    ("\r\n c", "\n c"),
    ("b\r\n \r\n c", "b\n c"),
    ("b\r\n  \r\n c", "b  \n c"),
    ("b\r\n \t\r\n", "b \t"),
    ("\r\n \r\n", ""),
    ("\n\n\n b", "\n b"),
    ("b\n\n c", "b\n c"),
    ("b\nc", "b\nc"),
    ("b\u{B}c", "b\nc"),
    ("b\u{C}c\u{1C}d\u{1D}e\u{1E}f", "b\nc\nd\ne\nf"),
    ("b\u{B} \u{B}  \u{B}c", "b  \nc"),
    ("b\u{1F}c", "b\u{1F}c"),
    ("b\r\n \u{1F}\r\n c", "b \u{1F}\n c"),
  ]

  @Test("A value is written as CPython writes it, line by line", arguments: values)
  func writesValues(_ value: String, _ text: String) {
    let message: HTTPMessage = ["A": value]
    #expect(message.description == "A: \(text)\n\n")
  }

  @Test("Text beyond ASCII is written as it is, and ends no line", arguments: ["é", "b\u{85}c", "b\u{2028}c", "€ "])
  func writesTextBeyondASCII(_ value: String) {
    let message: HTTPMessage = ["A": value]
    #expect(message.description == "A: \(value)\n\n")
  }

  static let blocks: [(block: String, text: String)] = [
    ("A: b\r\n\r\n", "A: b\n\n"),
    ("A: b\r\nB c\rd\ne\r\n\r\n", "A: b\n\nB c\nd\ne\n\n"),
    ("Content-Type: multipart/mixed; boundary=b\r\nB c\rd\r\n\r\n", "Content-Type: multipart/mixed; boundary=b\n\nB c\rd\r\n\r\n"),
    ("Content-Type: multipart/mixed\r\nFrom x\r\n\r\n", "Content-Type: multipart/mixed\n\nFrom x\r\n"),
  ]

  @Test("The payload has line feeds, unless the content type has parts of its own", arguments: blocks)
  func writesPayloads(_ block: String, _ text: String) {
    #expect(EmailFieldParser.parse(Array(block.utf8)).description == text)
  }

  @Test("The content type of now says how the payload is written")
  func readsTheTypeLate() {
    var message = EmailFieldParser.parse(Array("Content-Type: text/x\r\nB c\rd\r\n\r\n".utf8))
    message.replace("Content-Type", "message/http")
    #expect(message.description == "Content-Type: message/http\n\nB c\rd\r\n\r\n")
  }
}
