import HTTPWireSession
import Testing

@testable import HTTPWireCommand

@Suite("Flags that make the body")
struct BodyOptionTests {
  @Test(
    "-H takes a field, an empty one, or one to leave out",
    arguments: [
      ("A: b", HeaderOption.send(name: [0x41], value: [0x62])), ("A:b", .send(name: [0x41], value: [0x62])),
      ("A: \t b \t", .send(name: [0x41], value: [0x62])), ("A: b:c;d", .send(name: [0x41], value: Array("b:c;d".utf8))),
      ("A;", .send(name: [0x41], value: [])), ("A:", .leaveOut(name: "A")), ("A:  ", .leaveOut(name: "A")),
    ])
  func header(text: String, option: HeaderOption) throws {
    #expect(try HeaderOption(Array(text.utf8)) == option)
  }

  @Test("-H refuses what has no name or no end of it", arguments: ["", "A", ":", ": b", ";", "A; b"])
  func badHeader(text: String) {
    #expect(throws: Complaint.self) { try HeaderOption(Array(text.utf8)) }
  }

  @Test("-H @file has a field a line, without comments")
  func headerFile() throws {
    let folder = try TemporaryFolder(["fields": "A: b\r\n\n# C: d\n  E: f  \n"])
    #expect(
      try HeaderOption.options(Argument("@" + folder.path("fields")))
        == [.send(name: [0x41], value: [0x62]), .send(name: [0x45], value: [0x66])])
  }

  static let bodies: [([String], String)] = [
    (["-d", "a=1"], "a=1"), (["-d", "a=1", "-d", "b=2"], "a=1&b=2"), (["-d", "", "-d", ""], "&"), (["-d", "@FILE"], "onetwo"),
    (["-d", "a", "-d", "@FILE"], "a&onetwo"), (["-d", "a\nb"], "a\nb"), (["--data-raw", "@FILE"], "@FILE"),
    (["--data-binary", "x", "--data-binary", "@FILE"], "x&one\r\ntwo\0\n"), (["--json", "{", "--json", "}"], "{}"),
    (["--json", "@FILE", "--json", "x"], "one\r\ntwo\0\nx"), (["--data-urlencode", "a b"], "a+b"),
    (["--data-urlencode", "=a=b"], "a%3Db"), (["--data-urlencode", "n=a&b"], "n=a%26b"),
    (["--data-urlencode", "@FILE"], "one%0D%0Atwo%00%0A"),
    (["--data-urlencode", "n@FILE"], "n=one%0D%0Atwo%00%0A"), (["--data-urlencode", "\u{E4}"], "%C3%A4"),
  ]

  @Test("data is joined as each flag says", arguments: bodies)
  func data(arguments: [String], body: String) throws {
    let folder = try TemporaryFolder(["file": "one\r\ntwo\0\n"])
    let filled = arguments.map { text in
      let parts = text.split(separator: "FILE", omittingEmptySubsequences: false)
      return parts.joined(separator: text == "@FILE" && arguments.first == "--data-raw" ? "FILE" : folder.path("file"))
    }
    #expect(String(decoding: try Settings.of(filled).request.data.joined(), as: UTF8.self) == body)
  }

  @Test("a file that is missing is status 26", arguments: [["-d"], ["--data-binary"], ["--json"], ["--data-urlencode"]])
  func missing(flag: [String]) throws {
    let data = try Settings.of(flag + ["@/no/such/file"]).request.data
    let complaint = #expect(throws: Complaint.self) { try data.joined() }
    #expect(complaint?.status == .readingInput)
    #expect(complaint?.text == "/no/such/file: No such file or directory")
  }

  static let parts: [(String, String, FormPart.Content, String?, String?)] = [
    ("a=b", "a", .text(Array("b".utf8)), nil, nil), ("a=", "a", .text([]), nil, nil), ("a=b=c", "a", .text(Array("b=c".utf8)), nil, nil),
    ("a=b;type=text/plain", "a", .text(Array("b".utf8)), "text/plain", nil), ("a=b;c", "a", .text(Array("b;c".utf8)), nil, nil),
    ("a=\"b;type=x\"", "a", .text(Array("b;type=x".utf8)), nil, nil), ("a=\"b\\\"c\"", "a", .text(Array("b\"c".utf8)), nil, nil),
    ("a=@f", "a", .upload(Argument("f")), nil, nil), ("a=@f;type=t/u;filename=g", "a", .upload(Argument("f")), "t/u", "g"),
    ("a=@\"f,g;h\";filename=\"x;y\"", "a", .upload(Argument("f,g;h")), nil, "x;y"), ("a=<f", "a", .contents(Argument("f")), nil, nil),
    ("a=<f;type=t/u", "a", .contents(Argument("f")), "t/u", nil),
    ("a=@f;type=text/plain;charset=x", "a", .upload(Argument("f")), "text/plain;charset=x", nil),
    ("a=b;filename=c", "a", .text(Array("b".utf8)), nil, "c"), ("a=@f ; type=t/u", "a", .upload(Argument("f")), "t/u", nil),
  ]

  @Test("-F names a part, its content, its type and its file name", arguments: parts)
  func form(text: String, name: String, content: FormPart.Content, type: String?, fileName: String?) throws {
    let part = try #require(try FormPart.parts(Argument(text)).first)
    #expect(part.name == name && part.content == content && part.type == type && part.fileName == fileName)
  }

  @Test("-F takes several files, --form-string whatever there is")
  func severalFiles() throws {
    #expect(
      try FormPart.parts(Argument("a=@f,g;type=t/u,h")).map(\.content)
        == [.upload(Argument("f")), .upload(Argument("g")), .upload(Argument("h"))])
    #expect(try FormPart(literal: Argument("a=@f;type=x")).content == .text(Array("@f;type=x".utf8)))
  }
}
