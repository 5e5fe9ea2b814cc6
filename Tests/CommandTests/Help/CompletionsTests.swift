import Testing

@testable import HTTPWireCommand

@Suite("Completions")
struct CompletionsTests {
  @Test("each shell's script has every flag", arguments: ["bash", "zsh", "fish"])
  func flags(shell: String) throws {
    let script = try Completions.text(for: shell)
    let mark = shell == "fish" ? "-l " : "--"
    let words = Set(script.split { " \n|)'=[*".contains($0) && !(shell == "fish" && $0 == " ") }.map(String.init))
    for flag in HelpTests.flags {
      #expect(script.contains(mark + flag.long))
      if shell == "bash" { #expect(words.contains("--" + flag.long)) }
    }
  }

  @Test("other shells are a wrong use", arguments: ["", "sh", "BASH", "powershell", "bash "])
  func otherShells(shell: String) {
    #expect(throws: Complaint.self) { try Completions.text(for: shell) }
  }

  static let values: [(flag: String, values: Completions.Values?)] = [
    ("output", .files), ("cacert", .files), ("cert", .files), ("cookie", .files), ("time-cond", .files), ("unix-socket", .files),
    ("output-dir", .directories), ("capath", .directories), ("data", .filesBehindAt), ("write-out", .filesBehindAt),
    ("tls-max", .words(["1.2", "1.3", "default"])), ("leniency", .words(["default", "python"])),
    ("completions", .words(["bash", "zsh", "fish"])), ("location", nil), ("http1.1", nil), ("max-time", .unknown), ("header", .unknown),
    ("proxy", .unknown), ("url", .unknown),
  ]

  @Test("the name of a value says what can stand in its place", arguments: values)
  func hasValues(flag: String, values: Completions.Values?) throws {
    let flag = try #require(FlagGroup.flag(named: flag))
    #expect(Completions.values(of: flag) == values)
  }

  @Test("the words of a flag are those that it takes", arguments: ["tls-max", "leniency", "proto", "request", "proto-redir"])
  func words(name: String) throws {
    let flag = try #require(FlagGroup.flag(named: name))
    guard case .words(let words) = Completions.values(of: flag), case .value(_, let effect) = flag.effect else {
      Issue.record("\(name) has no words")
      return
    }
    for word in words {
      var settings = Settings()
      try effect(&settings, Argument(word))
    }
  }
}
