import Testing

@testable import HTTPWireCommand

@Suite("Suggestions for mistyped flags")
struct SuggestionTests {
  static let near: [(typed: String, meant: [String])] = [
    // The beginning of a name, and of several that one of them begins.
    ("loca", ["location"]), ("compr", ["compressed"]), ("retry-d", ["retry-delay"]), ("verb", ["verbose"]), ("uplo", ["upload-file"]),
    ("max-t", ["max-time"]), ("par", ["parallel"]),
    // A letter or two amiss.
    ("heder", ["header"]), ("locatoin", ["location"]), ("insecrue", ["insecure"]), ("siletn", ["silent"]), ("ouput", ["output"]),
    ("usr", ["user"]), ("tmie-cond", ["time-cond"]), ("user_agent", ["user-agent"]), ("Location", ["location"]),
    ("HEADER", ["header"]), ("no-loction", ["no-location"]),
    // What others call it.
    ("no-check-certificate", ["insecure"]), ("post-data", ["data"]), ("follow", ["location"]), ("verify", ["insecure", "cacert"]),
    ("auth", ["user"]), ("timeout", ["max-time"]), ("method", ["request"]), ("quiet", ["silent"]), ("continue", ["continue-at"]),
    ("output-document", ["output"]), ("insecure-skip-tls-verify", ["insecure"]), ("cookies", ["cookie"]),
    ("headers", ["header", "include"]),
    ("password", ["user"]), ("retries", ["retry"]), ("ca-bundle", ["cacert"]), ("time", ["max-time", "timing"]), ("body", ["data"]),
  ]

  @Test("a flag that is near is named", arguments: near)
  func isNamed(typed: String, meant: [String]) {
    #expect(Suggestion.near(typed) == meant)
    #expect(Suggestion.text(unknown: typed).hasSuffix("did you mean \(meant.map { "--" + $0 }.joined(separator: " or "))?"))
  }

  static let far = [
    "x", "zz", "abc", "foo", "qqqq", "frobnicate", "hello-world", "re", "p", "post30", "no-proxies-at-all", "no-header", "", "-", "12345",
    "url-encode-everything", "gopher", "json-input-schema", "\u{E9}\u{E9}\u{E9}\u{E9}", "colour",
  ]

  @Test("nothing is suggested if nothing is near, or if several are", arguments: far)
  func isLeftAlone(typed: String) {
    #expect(Suggestion.near(typed) == [])
    #expect(Suggestion.text(unknown: typed).hasSuffix("; see httpwire --help"))
  }

  @Test("what can't be done has a reason", arguments: ["http2", "http3", "ntlm", "recursive", "ftp-port", "doh-url"])
  func reasons(typed: String) {
    let text = Suggestion.text(unknown: typed)
    #expect(text.hasPrefix("there is no flag --\(typed): "))
    #expect(!text.contains("mean"))
  }

  @Test("the names of others stand for flags, and none is a flag itself")
  func tables() {
    let names = Set(HelpTests.flags.map(\.long))
    for (name, meant) in FlagsElsewhere.sameMeaning {
      #expect(!names.contains(name))
      #expect(name == name.lowercased())
      let flags = meant.split(separator: " ").map(String.init)
      #expect(!flags.isEmpty && names.isSuperset(of: flags), "\(name): \(meant)")
    }
    for row in FlagsElsewhere.absent {
      #expect(names.isDisjoint(with: row.names))
      #expect(row.names.isDisjoint(with: FlagsElsewhere.sameMeaning.keys))
    }
  }

  static let distances: [(String, String, Int)] = [
    ("", "", 0), ("a", "a", 0), ("a", "b", 1), ("ab", "ba", 1), ("abc", "ac", 1), ("abc", "abcde", 2), ("abc", "xyz", 3), ("", "abc", 3),
    ("kitten", "sitting", 3),
  ]

  @Test("letters put in, left out, replaced and swapped are counted", arguments: distances)
  func distance(a: String, b: String, count: Int) {
    #expect(Suggestion.distance(Array(a.utf8), Array(b.utf8)) == count)
    #expect(Suggestion.distance(Array(b.utf8), Array(a.utf8)) == count)
  }
}
