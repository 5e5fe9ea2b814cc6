import HTTPWireSession
import Testing

@testable import HTTPWireCommand

@Suite("Flags that say how to get to the server")
struct RouteOptionTests {
  static let routes: [([String], String, String)] = [
    ([], "http://a/", "direct"), (["-x", "p:1"], "http://a/", "forward(http://p:1)"), (["-x", "p:1"], "https://a/", "tunnel(http://p:1)"),
    (["-x", "p"], "http://a/", "forward(http://p:1080)"), (["-x", "https://p"], "http://a/", "forward(https://p:443)"),
    (["-x", "u:v@p:1"], "http://a/", "forward(http://***@p:1)"), (["-x", "p:1", "-U", "u:v"], "http://a/", "forward(http://***@p:1)"),
    (["--socks5", "p"], "http://a/", "socks(socks5://p:1080)"), (["--socks5-hostname", "p:1"], "https://a/", "socks(socks5h://p:1)"),
    (["-x", "socks4a://p"], "http://a/", "socks(socks4a://p:1080)"), (["-x", ""], "http://a/", "direct"),
    (["-x", "p:1", "--noproxy", "a"], "http://a/", "direct"), (["-x", "p:1", "--noproxy", "b"], "http://a/", "forward(http://p:1)"),
    (["-x", "p:1", "--noproxy", "*"], "http://a/", "direct"), (["-x", "p:1", "--noproxy", "a"], "http://x.a/", "direct"),
  ]

  @Test("the flags choose the route", arguments: routes)
  func route(arguments: [String], url: String, route: String) throws {
    let rules = try ProxyPlan(Settings.of(arguments).proxy).rules
    #expect("\(try rules.route(to: url))" == route)
  }

  @Test("a proxy's credentials are secrets, whoever goes without the proxy", arguments: [[], ["--noproxy", "a"], ["--noproxy", "*"]])
  func secrets(flags: [String]) throws {
    let plan = try ProxyPlan(Settings.of(["-x", "u:v@p"] + flags).proxy)
    #expect(plan.secrets == ["Basic dTp2"])
  }

  @Test("a SOCKS proxy in front of no other is the proxy")
  func before() throws {
    let rules = try ProxyPlan(Settings.of(["--preproxy", "p:1"]).proxy).rules
    #expect("\(try rules.route(to: "http://a/"))" == "socks(socks4://p:1)")
  }

  @Test(
    "what is no proxy is refused, and no message repeats a password",
    arguments: ["http://", ":80", "a:x", "u:secret@", "u:secret@a:x", "u:secret@a b", "u:secret%0A@a", "ftp://u:secret@a"])
  func badProxy(text: String) {
    for flag in ["-x", "--preproxy"] {
      let complaint = #expect(throws: Complaint.self) { try ProxyPlan(Settings.of(["-x", "p", flag, text]).proxy) }
      #expect(complaint?.status == .proxyResolution)
      #expect(complaint?.text.contains("secret") == false)
    }
  }

  @Test(
    "--resolve and --connect-to take hosts, ports and addresses, also of IPv6",
    arguments: [
      ("a:80:1.2.3.4", "a", 80, ["1.2.3.4"]), ("a:80:1.2.3.4,5.6.7.8", "a", 80, ["1.2.3.4", "5.6.7.8"]), ("+a:80:[::1]", "a", 80, ["::1"]),
      ("[::1]:80:127.0.0.1", "::1", 80, ["127.0.0.1"]), ("*:443:::1", "*", 443, ["::1"]),
    ])
  func resolving(text: String, host: String, port: Int, addresses: [String]) throws {
    let rule = try #require(try AddressRules.fixed(Argument(text)))
    #expect(rule.host == host && rule.port == port && rule.addresses == addresses)
  }

  @Test(
    "a malformed rule for addresses is status 49", arguments: ["", "a", "a:80", "a:x:1.2.3.4", "a:80:", ":80:1.2.3.4", "a:65536:1.2.3.4"])
  func badRule(text: String) {
    let complaint = #expect(throws: Complaint.self) { try AddressRules.fixed(Argument(text)) }
    #expect(complaint?.status == .badResolve)
    #expect(throws: Complaint.self) { try AddressRules.detour(Argument(text)) }
  }

  @Test("the parts of a detour may be empty")
  func detours() throws {
    let all = try AddressRules.detour(Argument("a:1:[::1]:2"))
    #expect(all.host == "a" && all.port == 1 && all.toHost == "::1" && all.toPort == 2)
    let none = try AddressRules.detour(Argument(":::"))
    #expect(none.host == nil && none.port == nil && none.toHost == nil && none.toPort == nil)
  }

  @Test(
    "--cert names a file and, behind its first plain colon, a passphrase",
    arguments: [
      ("f", "f", nil), ("f:p", "f", "p"), ("f:", "f", ""), ("f:p:q\\", "f", "p:q\\"), ("a\\:b:p", "a:b", "p"), ("a\\\\:p", "a\\", "p"),
      ("a\\b", "a\\b", nil),
    ] as [(String, String, String?)])
  func certificates(text: String, file: String, passphrase: String?) throws {
    let plan = try Settings.of(["--cert", text]).tls
    #expect(plan.certificate == file)
    #expect(plan.passphrase == passphrase)
  }

  @Test(
    "--pass comes before the passphrase behind --cert, wherever it stands",
    arguments: [["-E", "f:a", "--pass", "b"], ["--pass", "b", "-E", "f:a"]])
  func passphrases(arguments: [String]) throws {
    #expect(try Settings.of(arguments).tls.passphrase == "b")
  }

  @Test("--pinnedpubkey takes digests in base64")
  func pins() throws {
    let zeros = String(repeating: "A", count: 43) + "="
    let ones = String(repeating: "/", count: 42) + "8="
    #expect(
      try Settings.of(["--pinnedpubkey", "sha256//\(zeros);sha256//\(ones)"]).tls.pins == [
        [UInt8](repeating: 0, count: 32), [UInt8](repeating: 0xFF, count: 32),
      ])
  }

  @Test(
    "flags of TLS that make no sense are refused",
    arguments: [
      ["--key", "k"], ["--pass", "p"], ["--cert", ":p"], ["--tlsv1.3", "--tls-max", "1.2"], ["--pinnedpubkey", "key.pem"],
      ["--pinnedpubkey", "sha256//AAAA"], ["--pinnedpubkey", "sha256//====;"], ["--pinnedpubkey", ""],
    ])
  func badTLS(arguments: [String]) {
    let complaint = #expect(throws: Complaint.self) { try Settings.of(arguments).tls.check() }
    #expect(complaint?.status == .badUsage)
  }

  @Test(
    "moments are told in UTC",
    arguments: [
      (0, "1970-01-01 00:00:00 UTC"), (951_868_799, "2000-02-29 23:59:59 UTC"), (951_868_800, "2000-03-01 00:00:00 UTC"),
      (-1, "1969-12-31 23:59:59 UTC"), (4_107_542_400, "2100-03-01 00:00:00 UTC"), (253_402_300_799, "9999-12-31 23:59:59 UTC"),
      (1_798_761_600, "2027-01-01 00:00:00 UTC"),
    ] as [(Int64, String)])
  func moments(seconds: Int64, text: String) {
    #expect(UTCTime.text(seconds) == text)
  }
}
