import Testing

@testable import HTTPWireCommand

@Suite("Manual page")
struct ManualPageTests {
  static let escapes: [(String, String)] = [
    ("plain", "plain"), ("-o", "\\-o"), ("\\n", "\\en"), ("it's", "it\\(aqs"), ("\"a\"", "\\(dqa\\(dq"), ("~/.netrc", "\\(ti/.netrc"),
    ("`a^b`", "\\(gaa\\(hab\\(ga"), ("a\nb", "a b"), ("", ""),
  ]

  @Test("no character of a text is taken for one of roff's", arguments: escapes)
  func escaping(text: String, page: String) {
    #expect(ManualPage.escaped(text) == page)
  }

  static let macros: Set = ["TH", "SH", "SS", "TP", "PP", "RS", "RE", "nf", "fi", "B", "I", "RI", "BR", "br"]

  @Test("only macros start with a dot, and no line starts with an apostrophe")
  func requests() {
    for line in ManualPage.text.split(separator: "\n") where line.hasPrefix(".") {
      #expect(Self.macros.contains(String(line.dropFirst().prefix { $0 != " " })), "\(line)")
    }
    #expect(!ManualPage.text.contains("\n'"))
  }

  @Test("the page has every flag", arguments: HelpTests.flags)
  func flags(flag: Flag) {
    let name = "\\fB" + ManualPage.escaped("--" + flag.long) + "\\fR"
    #expect(ManualPage.text.split(separator: "\n").count { $0.hasSuffix(name) || $0.contains(name + " \\fI") } == 1)
    #expect(ManualPage.text.contains(ManualPage.escaped(flag.help) + "\n"))
  }

  @Test("the page has every exit status", arguments: CommandStatus.allCases)
  func statuses(status: CommandStatus) {
    #expect(ManualPage.text.contains(".TP\n\\fB\(status.rawValue)\\fR\n\(ManualPage.escaped(status.meaning))\n"))
  }

  @Test("the sections are those of other manual pages, and in their order")
  func sections() {
    let titles = ManualPage.text.split(separator: "\n").filter { $0.hasPrefix(".SH ") }.map { $0.dropFirst(5).dropLast() }
    let expected = [
      "NAME", "SYNOPSIS", "DESCRIPTION", "FLAGS", "EXAMPLES", "EXIT STATUS", "ENVIRONMENT", "FILES", "OTHER THAN CURL", "SEE ALSO",
    ]
    #expect(titles.map(String.init) == expected)
  }
}
