import Testing

@testable import HTTPWireCommand

@Suite("Help")
struct HelpTests {
  static let flags = FlagGroup.all.flatMap(\.flags)

  @Test("no two flags share a name or a letter")
  func unique() {
    #expect(Set(Self.flags.map(\.long)).count == Self.flags.count)
    let letters = Self.flags.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
  }

  @Test("no flag has the name that undoes another one")
  func undoing() {
    let toggles = Self.flags.filter { if case .toggle = $0.effect { true } else { false } }.map { "no-" + $0.long }
    #expect(Set(toggles).isDisjoint(with: Self.flags.map(\.long)))
  }

  @Test("the help lists every flag once, with its letter and value", arguments: flags)
  func listed(flag: Flag) {
    let lines = Help.text.split(separator: "\n").filter { $0.hasPrefix("  \(Help.names(flag))") }
    #expect(lines.count { $0.dropFirst(2 + Help.names(flag).count).first.map { $0 == " " } ?? true } == 1)
  }

  @Test("a flag has one sentence of help", arguments: flags)
  func sentences(flag: Flag) {
    #expect(flag.help.hasSuffix("."))
    #expect(!flag.help.contains(". "))
    #expect(flag.help.count <= 120)
    #expect(flag.help.first?.isLowercase == false)
    #expect(flag.help.utf8.allSatisfy { 0x20...0x7E ~= $0 })
  }

  @Test("the help fits on a terminal of 80 columns")
  func width() {
    #expect(Help.text.split(separator: "\n").filter { $0.count > 80 } == [])
  }

  @Test("there are ten examples, and the command takes each", arguments: Help.examples.map(\.command))
  func examples(command: String) throws {
    #expect(Help.examples.count == 10)
    let words = try CommandLineText.words(command)
    #expect(words.first == "httpwire")
    let plans = try CommandLineText.plans(Array(words.dropFirst()))
    #expect(!plans.plans.isEmpty)
  }

  @Test("every difference from curl is named once")
  func differences() {
    #expect(Set(Help.differences.map(\.what)).count == Help.differences.count)
    for row in Help.differences { #expect(row.difference.hasSuffix(".")) }
  }
}

/// Command lines as a shell reads them.
enum CommandLineText {
  /// The words of a line, some of them within single quotes.
  static func words(_ line: String) throws -> [String] {
    var words: [String] = []
    for (index, part) in line.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1 { words.append(String(part)) } else { words += part.split(separator: " ").map(String.init) }
    }
    return words
  }

  /// The settings and plans of a command line.
  static func plans(_ words: [String]) throws -> (settings: Settings, plans: [TransferPlan]) {
    var settings = Settings()
    try CommandParser.apply(words.map { Argument($0) }, to: &settings)
    try SettingsCheck(settings).run()
    return (settings, try settings.urls.indices.map { try TransferPlan(settings, number: $0) })
  }
}
