import Testing

@testable import HTTPWireCore

/// What `email.message.Message` of CPython 3.11 makes of one value, given as `Content-Type` and as `Content-Disposition`. Tuples for
/// RFC 2231 are taken through `email.utils.collapse_rfc2231_value`.
@Suite struct HTTPMessageParameterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var value: String
    var parameters: [[String]]
    var type: String
    var charset: String?
    var filename: String?
    var boundary: String?
    var disposition: String?

    var testDescription: String { PythonRepr.string(value) }
  }

  static let cases: [Case] = [
    Case(value: "text/html", parameters: [["text/html", ""]], type: "text/html", disposition: "text/html"),
    Case(
      value: "Text/HTML; Charset=UTF-8",
      parameters: [["Text/HTML", ""], ["charset", "UTF-8"]],
      type: "text/html",
      charset: "utf-8",
      disposition: "text/html"),
    Case(
      value: " text/html ;charset = \"utf-8\" ",
      parameters: [["text/html", ""], ["charset", "utf-8"]],
      type: "text/html",
      charset: "utf-8",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=",
      parameters: [["text/html", ""], ["charset", ""]],
      type: "text/html",
      charset: "",
      disposition: "text/html"),
    Case(
      value: "text/html; charset",
      parameters: [["text/html", ""], ["charset", ""]],
      type: "text/html",
      charset: "",
      disposition: "text/html"),
    Case(
      value: "text/html;;charset=x;",
      parameters: [["text/html", ""], ["", ""], ["charset", "x"], ["", ""]],
      type: "text/html",
      charset: "x",
      disposition: "text/html"),
    Case(value: "text", parameters: [["text", ""]], type: "text/plain", disposition: "text"),
    Case(value: "", parameters: [["", ""]], type: "text/plain", disposition: ""),
    Case(
      value: "a/b/c; charset=x", parameters: [["a/b/c", ""], ["charset", "x"]], type: "text/plain", charset: "x", disposition: "a/b/c"),
    Case(value: "charset=x", parameters: [["charset", "x"]], type: "text/plain", charset: "x", disposition: "charset=x"),
    Case(value: "/", parameters: [["/", ""]], type: "/", disposition: "/"),
    Case(value: "image/É; a=É", parameters: [["image/É", ""], ["a", "É"]], type: "image/é", disposition: "image/é"),
    Case(
      value: "text/html; charset=\"a;b\"; b=c",
      parameters: [["text/html", ""], ["charset", "a;b"], ["b", "c"]],
      type: "text/html",
      charset: "a;b",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=\"a\\\"b;c\"; b=d",
      parameters: [["text/html", ""], ["charset", "a\"b;c"], ["b", "d"]],
      type: "text/html",
      charset: "a\"b;c",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=\"a\\\\\"; b=c",
      parameters: [["text/html", ""], ["charset", "\"a\\\\\"; b=c"]],
      type: "text/html",
      charset: "\"a\\\\\"; b=c",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=\"open; b=c",
      parameters: [["text/html", ""], ["charset", "\"open; b=c"]],
      type: "text/html",
      charset: "\"open; b=c",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=\\\"x; b=c",
      parameters: [["text/html", ""], ["charset", "\\\"x"], ["b", "c"]],
      type: "text/html",
      charset: "\\\"x",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=\"a\\\\\\\"b\"",
      parameters: [["text/html", ""], ["charset", "a\\\"b"]],
      type: "text/html",
      charset: "a\\\"b",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=<x>; name=\"<y>\"",
      parameters: [["text/html", ""], ["charset", "x"], ["name", "<y>"]],
      type: "text/html",
      charset: "x",
      filename: "y",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=\"\\\\\"\"",
      parameters: [["text/html", ""], ["charset", "\""]],
      type: "text/html",
      charset: "\"",
      disposition: "text/html"),
    Case(
      value: "a/b; name=\"\\\\\\\\\"\"", parameters: [["a/b", ""], ["name", "\\\""]], type: "a/b", filename: "\\\"", disposition: "a/b"),
    Case(
      value: "text/html; charset=a; CHARSET=b",
      parameters: [["text/html", ""], ["charset", "a"], ["charset", "b"]],
      type: "text/html",
      charset: "a",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=a=b",
      parameters: [["text/html", ""], ["charset", "a=b"]],
      type: "text/html",
      charset: "a=b",
      disposition: "text/html"),
    Case(
      value: "\"text/html\"; charset=x",
      parameters: [["\"text/html\"", ""], ["charset", "x"]],
      type: "\"text/html\"",
      charset: "x",
      disposition: "\"text/html\""),
    Case(
      value: "text/html charset=x",
      parameters: [["text/html charset", "x"]],
      type: "text/html charset=x",
      disposition: "text/html charset=x"),
    Case(
      value: "text/html; charset*=utf-8''US-ASCII",
      parameters: [["text/html", ""], ["charset", "US-ASCII"]],
      type: "text/html",
      charset: "us-ascii",
      disposition: "text/html"),
    Case(
      value: "text/html; charset*=utf-8''%E9",
      parameters: [["text/html", ""], ["charset", "\u{FFFD}"]],
      type: "text/html",
      disposition: "text/html"),
    Case(
      value: "text/html; charset=café",
      parameters: [["text/html", ""], ["charset", "café"]],
      type: "text/html",
      disposition: "text/html"),
    Case(
      value: "text/html; charset*=us-ascii'en'x; charset=y",
      parameters: [["text/html", ""], ["charset", "y"], ["charset", "x"]],
      type: "text/html",
      charset: "y",
      disposition: "text/html"),
    Case(
      value: "a/b; name*=utf-8''%e2%82%ac%20rates; name=EURO",
      parameters: [["a/b", ""], ["name", "EURO"], ["name", "€ rates"]],
      type: "a/b",
      filename: "EURO",
      disposition: "a/b"),
    Case(value: "a/b; name*=utf-8''%E2%82%AC", parameters: [["a/b", ""], ["name", "€"]], type: "a/b", filename: "€", disposition: "a/b"),
    Case(
      value: "a/b; name*=iso-8859-1'de'%E9%",
      parameters: [["a/b", ""], ["name", "é%"]],
      type: "a/b",
      filename: "é%",
      disposition: "a/b"),
    Case(
      value: "a/b; name*=UTF8''%ff%41",
      parameters: [["a/b", ""], ["name", "\u{FFFD}A"]],
      type: "a/b",
      filename: "\u{FFFD}A",
      disposition: "a/b"),
    Case(
      value: "a/b; name*=us-ascii''%E9",
      parameters: [["a/b", ""], ["name", "\u{FFFD}"]],
      type: "a/b",
      filename: "\u{FFFD}",
      disposition: "a/b"),
    Case(
      value: "a/b; name*=utf-8\0''%C3%A9", parameters: [["a/b", ""], ["name", "Ã©"]], type: "a/b", filename: "Ã©", disposition: "a/b"),
    Case(value: "a/b; name*=x-unknown''%E9", parameters: [["a/b", ""], ["name", "é"]], type: "a/b", filename: "é", disposition: "a/b"),
    Case(
      value: "a/b; name*=x-unknown''\"%41\"", parameters: [["a/b", ""], ["name", "A"]], type: "a/b", filename: "A", disposition: "a/b"),
    Case(value: "a/b; name*=''%41", parameters: [["a/b", ""], ["name", "A"]], type: "a/b", filename: "A", disposition: "a/b"),
    Case(
      value: "a/b; name*=%41%e9",
      parameters: [["a/b", ""], ["name", "A\u{FFFD}"]],
      type: "a/b",
      filename: "A\u{FFFD}",
      disposition: "a/b"),
    Case(value: "a/b; name*='%41", parameters: [["a/b", ""], ["name", "'A"]], type: "a/b", filename: "'A", disposition: "a/b"),
    Case(value: "a/b; name*=utf-8''a'b", parameters: [["a/b", ""], ["name", "a'b"]], type: "a/b", filename: "a'b", disposition: "a/b"),
    Case(
      value: "a/b; name*0=foo; name*1=bar",
      parameters: [["a/b", ""], ["name", "foobar"]],
      type: "a/b",
      filename: "foobar",
      disposition: "a/b"),
    Case(
      value: "a/b; name*1=bar; name*0=foo",
      parameters: [["a/b", ""], ["name", "foobar"]],
      type: "a/b",
      filename: "foobar",
      disposition: "a/b"),
    Case(
      value: "a/b; name*10=c; name*9=b; name*010=d",
      parameters: [["a/b", ""], ["name", "bcd"]],
      type: "a/b",
      filename: "bcd",
      disposition: "a/b"),
    Case(
      value: "a/b; name*0=\"a b\"; name*1=\"c\"",
      parameters: [["a/b", ""], ["name", "a bc"]],
      type: "a/b",
      filename: "a bc",
      disposition: "a/b"),
    Case(
      value: "a/b; name*0*=utf-8''%41; name*1=%41; name*2*=%42",
      parameters: [["a/b", ""], ["name", "A%41B"]],
      type: "a/b",
      filename: "A%41B",
      disposition: "a/b"),
    Case(value: "a/b; name*0=x; NAME*1=y", parameters: [["a/b", ""], ["name", "xy"]], type: "a/b", filename: "xy", disposition: "a/b"),
    Case(value: "a/b; name*1=only", parameters: [["a/b", ""], ["name", "only"]], type: "a/b", filename: "only", disposition: "a/b"),
    Case(
      value: "a/b; name*x=y; na me*=z; *=q",
      parameters: [["a/b", ""], ["name*x", "y"], ["na me*", "z"], ["*", "q"]],
      type: "a/b",
      disposition: "a/b"),
    Case(value: "a/b; name*0**=x", parameters: [["a/b", ""], ["name*0**", "x"]], type: "a/b", disposition: "a/b"),
    Case(value: "a/b; name*", parameters: [["a/b", ""], ["name", ""]], type: "a/b", filename: "", disposition: "a/b"),
    Case(value: "a/b; name*0*", parameters: [["a/b", ""], ["name", ""]], type: "a/b", filename: "", disposition: "a/b"),
    Case(
      value: "a/b; boundary=\"a b  \"",
      parameters: [["a/b", ""], ["boundary", "a b  "]],
      type: "a/b",
      boundary: "a b",
      disposition: "a/b"),
    Case(value: "a/b; boundary=\" x\"", parameters: [["a/b", ""], ["boundary", " x"]], type: "a/b", boundary: " x", disposition: "a/b"),
    Case(value: "a/b; boundary=\"<x>\"", parameters: [["a/b", ""], ["boundary", "<x>"]], type: "a/b", boundary: "x", disposition: "a/b"),
    Case(value: "a/b; boundary=\"\"", parameters: [["a/b", ""], ["boundary", ""]], type: "a/b", boundary: "", disposition: "a/b"),
    Case(
      value: "a/b; boundary=\"x\u{A0}\"",
      parameters: [["a/b", ""], ["boundary", "x\u{A0}"]],
      type: "a/b",
      boundary: "x",
      disposition: "a/b"),
    Case(
      value: "a/b; name=\" f.txt \"",
      parameters: [["a/b", ""], ["name", " f.txt "]],
      type: "a/b",
      filename: "f.txt",
      disposition: "a/b"),
    Case(value: "a/b; name=\"\\\"q\\\"\"", parameters: [["a/b", ""], ["name", "\"q\""]], type: "a/b", filename: "q", disposition: "a/b"),
    Case(
      value: "attachment; filename=\"f.txt\"; name=g",
      parameters: [["attachment", ""], ["filename", "f.txt"], ["name", "g"]],
      type: "text/plain",
      filename: "f.txt",
      disposition: "attachment"),
    Case(
      value: "attachment; filename*=utf-8''f%2Ftxt",
      parameters: [["attachment", ""], ["filename", "f/txt"]],
      type: "text/plain",
      filename: "f/txt",
      disposition: "attachment"),
    Case(value: "inline", parameters: [["inline", ""]], type: "text/plain", disposition: "inline"),
    Case(value: "ATTACHMENT ; x", parameters: [["ATTACHMENT", ""], ["x", ""]], type: "text/plain", disposition: "attachment"),
    Case(
      value: "form-data; name=\"<n>\"",
      parameters: [["form-data", ""], ["name", "<n>"]],
      type: "text/plain",
      filename: "n",
      disposition: "form-data"),
    Case(value: "; filename=x", parameters: [["", ""], ["filename", "x"]], type: "text/plain", filename: "x", disposition: ""),
    Case(
      value: "a/b; boundary=\"x\r\n y\"",
      parameters: [["a/b", ""], ["boundary", "x\r\n y"]],
      type: "a/b",
      boundary: "x\r\n y",
      disposition: "a/b"),
  ]

  static let additions: [(value: String?, parameters: [(String, String?)], field: String)] = [
    ("attachment", [("filename", "bud.gif")], "attachment; filename=\"bud.gif\""),
    ("attachment", [("filename", "Fußballer.ppt")], "attachment; filename*=utf-8''Fu%C3%9Fballer.ppt"),
    ("attachment", [("filename", "a \"b\"\\c")], "attachment; filename=\"a \\\"b\\\"\\\\c\""),
    ("attachment", [("file_name", "x"), ("inline", nil), ("y", "")], "attachment; file-name=\"x\"; inline; y"),
    (nil, [("a", "b"), ("c", nil)], "a=\"b\"; c"),
    ("", [("a", "b")], "; a=\"b\""),
    ("x", [], "x"),
    ("x", [("a", "€~-_.!")], "x; a*=utf-8''%E2%82%AC~-_.%21"),
    (nil, [], ""),
  ]

  @Test("A value is taken apart as CPython does", arguments: cases)
  func parsesAsCPython(_ example: Case) {
    let message: HTTPMessage = ["content-type": example.value, "CONTENT-DISPOSITION": example.value]
    #expect(message.getParams().map { [$0.name, $0.value] } == example.parameters)
    #expect(message.getContentType() == example.type)
    #expect(message.getContentMainType() + "/" + message.getContentSubtype() == example.type)
    #expect(message.getContentCharset() == example.charset)
    #expect(message.getFilename() == example.filename)
    #expect(message.getBoundary() == example.boundary)
    #expect(message.getContentDisposition() == example.disposition)
  }

  @Test("A field with parameters is written as add_header writes it", arguments: additions)
  func addsAsCPython(_ value: String?, _ parameters: [(String, String?)], _ field: String) {
    var message: HTTPMessage = ["X": "before"]
    message.add("X", value, parameters: parameters)
    #expect(message.getAll("x") == ["before", field])
  }

  @Test("Without the fields there is a default type and nothing else")
  func hasDefaults() {
    let message = HTTPMessage()
    #expect(message.getContentType() == "text/plain")
    #expect(message.getContentMainType() == "text")
    #expect(message.getContentSubtype() == "plain")
    #expect(message.getParams().isEmpty)
    #expect(message.getParam("charset") == nil)
    #expect(message.getContentCharset() == nil)
    #expect(message.getFilename() == nil)
    #expect(message.getBoundary() == nil)
    #expect(message.getContentDisposition() == nil)
  }

  @Test("The first field of a name is the one that counts")
  func readsTheFirstField() {
    let message: HTTPMessage = ["Content-Type": "a/b", "content-type": "c/d; charset=x"]
    #expect(message.getContentType() == "a/b")
    #expect(message.getParam("charset") == nil)
  }

  @Test("A parameter is found in any field, whatever the case of its name")
  func findsParametersOfAnyField() {
    let message: HTTPMessage = ["Keep-Alive": "x; Timeout=5; Max=\"9\""]
    #expect(message.getParam("TIMEOUT", header: "keep-alive") == "5")
    #expect(message.getParam("max", header: "Keep-Alive") == "9")
    #expect(message.getParam("X", header: "Keep-Alive") == "")
    #expect(message.getParam("timeout") == nil)
  }

  @Test("The name of a parameter is found as it is composed")
  func tellsCompositionsApart() {
    let message: HTTPMessage = ["Content-Type": "a/b; e\u{301}=x; \u{C9}=y"]
    #expect(message.getParam("E\u{301}") == "x")
    #expect(message.getParam("\u{E9}") == "y")
  }

  @Test("Charset and language of an encoded value are told")
  func tellsCharsetAndLanguage() {
    let message: HTTPMessage = ["Content-Type": "a/b; x=y; name*=UTF-8'en'%C3%A9; other*=z"]
    let expected = [
      HTTPParameter(name: "a/b", value: ""), HTTPParameter(name: "x", value: "y"),
      HTTPParameter(name: "name", value: "é", charset: "UTF-8", language: "en"), HTTPParameter(name: "other", value: "z"),
    ]
    #expect(message.getParams() == expected)
  }

  @Test("Segments with and without a number, at which Python fails, are put together")
  func joinsMixedSegments() {
    let message: HTTPMessage = ["Content-Type": "a/b; name*0=c; name*=utf-8''b"]
    #expect(message.getParam("name") == "bc")
  }

  @Test("A number of any size orders its segment")
  func ordersHugeNumbers() {
    let huge = String(repeating: "9", count: 5000)
    let message: HTTPMessage = ["Content-Type": "a/b; name*\(huge)=c; name*2=b; name*0001=a"]
    #expect(message.getParam("name") == "abc")
  }

  @Test("Encoded values beyond Latin-1 stay as they are")
  func keepsTextBeyondLatin1() {
    let message: HTTPMessage = ["Content-Type": "a/b; name*=utf-8''€%41"]
    #expect(message.getParam("name") == "€A")
  }

  @Test("What add wrote, getParam reads", arguments: ["plain", "a b", "q\"\\", "naïve €", "semi;colon", "<x>"])
  func readsWhatItWrote(_ value: String) {
    var message = HTTPMessage()
    message.add("Content-Type", "a/b", parameters: [("name", value)])
    #expect(message.getParam("name") == value)
  }
}
