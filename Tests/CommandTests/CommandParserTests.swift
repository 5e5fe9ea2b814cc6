import HTTPWire
import HTTPWireCore
import HTTPWireSession
import Testing

@testable import HTTPWireCommand

@Suite("The command line")
struct CommandParserTests {
  @Test(
    "a flag's value stands behind it, or is attached to it",
    arguments: [
      ["-o", "x"], ["-ox"], ["--output", "x"], ["--output=x"], ["-sox"], ["-sSo", "x"], ["-s", "-S", "-o", "x"],
    ])
  func values(arguments: [String]) throws {
    #expect(try Settings.of(arguments).output.destinations == [.file("x")])
  }

  @Test("a value may look like a flag, and be empty", arguments: ["-x", "--", "", "-"])
  func oddValues(value: String) throws {
    #expect(try Settings.of(["-o", value]).output.destinations == [.file(value)])
  }

  @Test("letters stand together")
  func cluster() throws {
    let settings = try Settings.of(["-fsSL", "http://a/"])
    #expect(settings.output.failure == .withoutBody)
    #expect(settings.output.isSilent && settings.output.showsErrors && settings.redirects.isFollowing)
    #expect(settings.urls == [Argument("http://a/")])
  }

  @Test("--no- undoes a flag without a value, and a later flag counts")
  func undoing() throws {
    #expect(try Settings.of(["-L", "--no-location"]).redirects.isFollowing == false)
    #expect(try Settings.of(["--no-keepalive"]).connection.keepAlive == nil)
    #expect(try Settings.of(["-4", "-6"]).connection.family == .ipv6)
    #expect(try Settings.of(["--no-progress-meter"]).output.showsMeter == false)
    #expect(try Settings.of(["--no-buffer"]).urls.isEmpty)
  }

  @Test("behind -- there are only URLs, and - alone is one")
  func urls() throws {
    #expect(try Settings.of(["-s", "--", "-L", "a"]).urls == [Argument("-L"), Argument("a")])
    #expect(try Settings.of(["-", "b"]).urls == [Argument("-"), Argument("b")])
    #expect(try Settings.of(["--url", "a", "b"]).urls == [Argument("a"), Argument("b")])
  }

  static let refused = [
    ["--nothing"], ["-o"], ["--output"], ["-\u{E9}"], ["-s1"], ["--silent=yes"], ["--no-output", "x"], ["--max-redirs", "x"],
    ["--max-redirs", "-2"], ["-m", "-1"], ["-m", "nan"], ["-m", "x"], ["--retry", "1.5"], ["--retry", "99999999999999999999"],
    ["--limit-rate", "x"], ["--limit-rate", "9223372036854775807G"], ["--max-filesize", "-1"], ["--tls-max", "1.1"], ["--leniency", "lax"],
    ["--repeat", "0"], ["--keepalive-time", "0"], ["--proto", ""], ["-H", "bad"], ["-F", "bad"],
  ]

  @Test("flags that are wrong are refused, and the message names them", arguments: refused)
  func refuses(arguments: [String]) {
    let complaint = #expect(throws: Complaint.self) { try Settings.of(arguments) }
    #expect(complaint?.status == .badUsage)
    #expect(complaint?.text.contains("-") == true)
  }

  @Test("bytes that are not UTF-8 stay as they are where any bytes can stand, and are refused elsewhere")
  func bytes() throws {
    let odd: [UInt8] = [0x63, 0x61, 0x66, 0xE9]
    for flag in ["-d", "--data-raw", "--data-binary", "--json"] {
      var settings = Settings()
      try CommandParser.apply([Argument(flag), Argument(odd)], to: &settings)
      #expect(try settings.request.data.joined() == odd)
    }
    for flag in ["-A", "-e"] {
      var settings = Settings()
      try CommandParser.apply([Argument(flag), Argument(odd), Argument("http://a/")], to: &settings)
      let values = try TransferPlan(settings, number: 0).fields.indices.map {
        try TransferPlan(settings, number: 0).fields.valueBytes(at: $0)
      }
      #expect(values.contains { Array($0) == odd })
    }
    for flag in ["-o", "--cacert", "-X", "--interface", "--resolve", "-K", "-x"] {
      let complaint = #expect(throws: Complaint.self) {
        var settings = Settings()
        try CommandParser.apply([Argument(flag), Argument(odd)], to: &settings)
      }
      #expect(complaint?.status == .badUsage)
    }
  }

  @Test(
    "sizes have units of 1024",
    arguments: [("0", 0), ("500", 500), ("2k", 2048), ("2K", 2048), ("1M", 1 << 20), ("3G", 3 << 30), ("7b", 7)])
  func sizes(text: String, size: Int) throws {
    #expect(try Argument(text).size() == size)
  }

  @Test("no two flags have the same name or letter")
  func names() {
    let flags = FlagGroup.all.flatMap(\.flags)
    #expect(Set(flags.map(\.long)).count == flags.count)
    let letters = flags.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
  }

  @Test(
    "--proto adds, takes away and replaces schemes",
    arguments: [
      ("=https", ["https"]), ("-http", ["https"]), ("https", ["http", "https"]), ("=http,https", ["http", "https"]),
      ("-all,+http", ["http"]),
      ("=ftp", []), ("=all", ["http", "https"]),
    ] as [(String, Set<String>)])
  func schemes(text: String, schemes: Set<String>) throws {
    #expect(try Settings.of(["--proto", text]).connection.schemes == schemes)
  }
}
