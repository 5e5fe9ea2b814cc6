import ArgumentParser
import HTTPWireSession
import Testing

@testable import HTTPWireCommand

@Suite("Flags that say how to get to the server")
struct RouteOptionTests {
  /// A proxy's parts. Those of `aladdin:opensesame` and others are what RFC 7617 sends.
  struct Parts: Equatable {
    var isSecure = false
    var host: String
    var port: Int
    var authorization: String?
  }

  static let proxies: [(String, Parts)] = [
    ("a", Parts(host: "a", port: 1080)), ("a:3128", Parts(host: "a", port: 3128)),
    ("http://a:3128", Parts(host: "a", port: 3128)), ("HTTP://a:3128/", Parts(host: "a", port: 3128)),
    ("https://a", Parts(isSecure: true, host: "a", port: 443)),
    ("https://a:8443", Parts(isSecure: true, host: "a", port: 8443)),
    ("[::1]:3128", Parts(host: "::1", port: 3128)),
    ("aladdin:opensesame@a", Parts(host: "a", port: 1080, authorization: "Basic YWxhZGRpbjpvcGVuc2VzYW1l")),
    ("http://aladdin:opensesame@a:1", Parts(host: "a", port: 1, authorization: "Basic YWxhZGRpbjpvcGVuc2VzYW1l")),
    ("u@a", Parts(host: "a", port: 1080, authorization: "Basic dTo=")),
    ("u:a:b@c@a", Parts(host: "a", port: 1080, authorization: "Basic dTphOmJAYw==")),
    ("u:%40%3A%25@a", Parts(host: "a", port: 1080, authorization: "Basic dTpAOiU=")),
    ("u:100%@a", Parts(host: "a", port: 1080, authorization: "Basic dToxMDAl")),
  ]

  @Test("a proxy has a scheme, user information, a host and a port", arguments: proxies)
  func proxy(text: String, parts: Parts) throws {
    let proxy = try ProxyServer(argument: text)
    let found = Parts(isSecure: proxy.scheme == .https, host: proxy.host, port: proxy.port, authorization: proxy.authorization)
    #expect(found == parts)
  }

  static let badProxies: [(String, CommandStatus)] = [
    ("socks5://a", .unsupportedScheme), ("://a", .unsupportedScheme), ("http://", .badURL), (":80", .badURL), ("a:x", .badURL),
    ("u:secret@", .badURL), ("u:secret@a:x", .badURL), ("u:secret@a b", .badURL), ("u:secret@a/path", .badURL),
    ("u:secret%FF@a", .badURL), ("u%3Av:secret@a", .badUsage), ("u:secret%0A@a", .badUsage), ("socks5://u:secret@a", .unsupportedScheme),
    ("secret-without-a-scheme://a", .unsupportedScheme),
  ]

  @Test("what is no proxy is refused, and no message repeats a password", arguments: badProxies)
  func badProxy(text: String, status: CommandStatus) {
    let complaint = #expect(throws: Complaint.self) { try ProxyServer(argument: text) }
    #expect(complaint?.status == status)
    #expect(complaint?.text.contains("secret") == false)
  }

  @Test(
    "an https URL is always tunnelled, an http one when asked for",
    arguments: [
      ("https://a/", ["-x", "p"], true), ("http://a/", ["-x", "p"], false), ("http://a/", ["-x", "p", "-p"], true),
    ])
  func tunnels(url: String, arguments: [String], isTunnel: Bool) throws {
    #expect(try ProxyPlan(.parse(arguments), for: HTTPURL(argument: url))?.isTunnel == isTunnel)
  }

  @Test("flags for a proxy need one", arguments: [["-p"], ["--proxy-header", "A: b"], ["--proxy-cacert", "f"], ["--proxy-insecure"]])
  func withoutProxy(arguments: [String]) throws {
    let target = try HTTPURL(argument: "http://a/")
    #expect(throws: Complaint.self) { try ProxyPlan(.parse(arguments), for: target) }
    #expect(throws: Complaint.self) { try ProxyPlan(.parse(["-x", ""] + arguments), for: target) }
    #expect(try ProxyPlan(.parse(["-x", ""]), for: target) == nil)
  }

  @Test("a field of one's own takes the place of the user information's")
  func ownAuthorization() throws {
    let plan = try ProxyPlan(.parse(["-x", "u:v@p", "--proxy-header", "proxy-authorization: Own x"]), for: HTTPURL(argument: "http://a/"))
    #expect(plan?.headers.items.map { "\($0.name): \($0.value)" } == ["proxy-authorization: Own x"])
    #expect(plan?.secrets == ["Own x"])
  }

  @Test(
    "a proxy is asked for the whole URL",
    arguments: [
      ("http://a", "http://a/"), ("a:80/b?c", "http://a/b?c"), ("http://[fe80::1%25x]:81/b#d", "http://[fe80::1]:81/b"),
    ])
  func absoluteForm(url: String, target: String) throws {
    var plan = try FetchPlan(url: url, .parse([]))
    let proxy = try #require(try ProxyPlan(.parse(["-x", "p"]), for: plan.url))
    plan.address(proxy)
    #expect(plan.target == target)
  }

  @Test(
    "--cert names a file and, behind its first plain colon, a passphrase",
    arguments: [
      ("f", "f", nil), ("f:p", "f", "p"), ("f:", "f", ""), ("f:p:q\\", "f", "p:q\\"), ("a\\:b:p", "a:b", "p"), ("a\\\\:p", "a\\", "p"),
      ("a\\b", "a\\b", nil),
    ] as [(String, String, String?)])
  func certificates(text: String, file: String, passphrase: String?) throws {
    let plan = try TLSPlan(.parse(["--cert", text]))
    #expect(plan.certificate == file)
    #expect(plan.passphrase == passphrase)
  }

  @Test("--pinnedpubkey takes digests in base64")
  func pins() throws {
    let zeros = String(repeating: "A", count: 43) + "="
    let ones = String(repeating: "/", count: 42) + "8="
    #expect(
      try TLSPlan(.parse(["--pinnedpubkey", "sha256//\(zeros);sha256//\(ones)"])).pins == [
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
    let complaint = #expect(throws: Complaint.self) { try TLSPlan(.parse(arguments)) }
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
