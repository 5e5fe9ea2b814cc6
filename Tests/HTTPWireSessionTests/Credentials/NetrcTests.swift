import HTTPWire
import HTTPWireSession
import Testing

@Suite("Files of users and passwords")
struct NetrcTests {
  /// Texts, and user and password for h.test. All were compared with curl 7.88; nil where it sends none.
  static let texts: [(text: String, sent: String?)] = [
    ("machine h.test login a password b", "a:b"), ("machine H.TEST\nlogin a\npassword b", "a:b"), ("default login a password b", "a:b"),
    ("machine x login c password d default login a password b", "a:b"), ("machine h.test password b login a", "a:b"),
    (#"machine h.test login "a b" password "c\"d\\e\tf""#, "a b:c\"d\\e\tf"), ("machine h.test login a # password b\npassword c", "a:c"),
    ("# machine h.test login x password y\nmachine h.test login a password b", "a:b"), ("machine h.test login a password #b", "a:"),
    ("machine h.test login a password b#c", "a:b#c"), ("machine h.test login a\"b password c", "a\"b:c"),
    ("machine h.test account z login a password b", "a:b"),
    ("macdef m\nmachine h.test login x password y\n\nmachine h.test login a password b", "a:b"),
    ("machine x login c password d\nmacdef m\n echo\n\nmachine h.test login a password b", "a:b"),
    ("machine h.test login a password b\nmachine h.test login c password d", "a:b"),
    ("default login a password b\nmachine h.test login c password d", "a:b"), ("MACHINE h.test LOGIN a PASSWORD b", "a:b"),
    ("machine h.test login a", "a:"), ("machine h.test password b", ":b"), ("machine h.test", nil),
    ("machine h.testx login a password b", nil), ("machine h.test login a password \"\"", "a:"),
    ("machine h.test login a password b\r\n", "a:b"),
    ("machine h.test login \"\" password b", ":b"), ("machine \"h.test\" \"login\" \"a\" password b", "a:b"),
    ("machine h.test login \u{FC} password \u{20AC}", "\u{FC}:\u{20AC}"), (#"machine h.test login a password b\nc"#, #"a:b\nc"#), ("", nil),
    // A user called like a word of the format: curl would take the wrong password here.
    ("machine x login machine password h.test\nmachine h.test login default password login", "default:login"),
  ]

  @Test(arguments: texts)
  func `a host has the user and the password that curl finds`(text: String, sent: String?) throws {
    let netrc = try Netrc(parsing: (text + "\n").utf8)
    let entry = netrc.entry(for: "h.test").flatMap { $0.login == nil && $0.password == nil ? nil : $0 }
    #expect(entry.map { ($0.login ?? "") + ":" + ($0.password ?? "") } == sent)
  }

  @Test(arguments: ["machine h login \"a", "\n\nmachine \"", "machine h password \"secret\\\""])
  func `a quotation mark without its partner is an error that names the line only`(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(throws: HTTPException.invalidArgument("line \(lines) of the netrc file has a quotation mark without its partner")) {
      try Netrc(parsing: text.utf8)
    }
  }

  @Test func `a file is read, and an error names it`() throws {
    let folder = try TemporaryFolder()
    try folder.write("netrc", "machine h login a password b account c\n", permissions: 0o644)
    let netrc = try Netrc(file: folder.path("netrc"))
    #expect(netrc.entries.map(\.account) == ["c"])
    let error = #expect(throws: HTTPException.self) { try Netrc(file: folder.path("missing")) }
    #expect(error.map { "\($0)" }?.contains(folder.path("missing")) == true)
  }
}
