import HTTPWire
import Testing

@testable import HTTPWireSession

/// What a server sets at one place, and what is sent to another.
struct CookieCase: Sendable, CustomTestStringConvertible {
  var set: [String]
  var at = "https://www.example.org/a/b"
  var to = "https://www.example.org/a/b"
  var sent: String?
  var refused: [CookieJar.Refusal] = []
  /// How many seconds pass between the two.
  var later: Int64 = 0
  var shared: Set<String> = []

  var testDescription: String { "\(set) at \(at), to \(to), \(later) s later" }

  static let now: Int64 = 1_700_000_000

  static func place(_ url: String) -> CookieJar.Place {
    let isSecure = url.hasPrefix("https:")
    let rest = url.dropFirst(isSecure ? 8 : 7)
    let host = rest.prefix { $0 != "/" }
    return CookieJar.Place(host: String(host), target: String(rest.dropFirst(host.count)), isSecure: isSecure)
  }
}

@Suite("Cookies are kept and sent")
struct CookieJarTests {
  private func check(_ row: CookieCase) {
    var jar = CookieJar()
    jar.sharedDomains = row.shared
    var refused: [CookieJar.Refusal] = []
    for value in row.set {
      var fields: HTTPMessage = ["Set-cookie2": "wrong=field"]
      fields.add("set-COOKIE", value)
      refused += jar.store(fields, from: CookieCase.place(row.at), now: CookieCase.now)
    }
    #expect(refused == row.refused)
    #expect(jar.header(for: CookieCase.place(row.to), now: CookieCase.now + row.later) == row.sent)
  }

  static let pairs: [CookieCase] = [
    .init(set: ["a=b"], sent: "a=b"), .init(set: [" a = b ; x"], sent: "a=b"), .init(set: ["\ta\t=\tb\t"], sent: "a=b"),
    .init(set: ["a=b=c"], sent: "a=b=c"), .init(set: ["a=\"b c\""], sent: "a=\"b c\""), .init(set: ["a=\"b;c\""], sent: "a=\"b"),
    .init(set: ["a="], sent: "a="), .init(set: ["=b"], sent: "b"), .init(set: ["b"], sent: "b"),
    .init(set: ["a b=c, d=e"], sent: "a b=c, d=e"),
    .init(set: ["A=1", "a=2"], sent: "A=1; a=2"), .init(set: ["a=1", "b=2", "a=3"], sent: "a=3; b=2"),
    .init(set: ["\u{E9}=\u{FC}"], sent: "\u{E9}=\u{FC}"), .init(set: ["a=b; ; ;=;"], sent: "a=b"),
    .init(set: ["$Version=1; a=b"], sent: "$Version=1"),
    .init(set: [""], refused: [.empty]), .init(set: ["="], refused: [.empty]), .init(set: ["; Path=/"], refused: [.empty]),
    .init(set: ["a=b\u{0}"], refused: [.controlCharacter]), .init(set: ["a=b; Path=/\u{1F}"], refused: [.controlCharacter]),
    .init(set: ["a=b\u{7F}c"], refused: [.controlCharacter]), .init(set: ["a=b\tc"], refused: [.controlCharacter]),
    .init(set: ["a\tb=c"], refused: [.controlCharacter]), .init(set: ["a=\r\nCookie: x"], refused: [.controlCharacter]),
    .init(set: ["a=" + String(repeating: "x", count: 4095)], sent: "a=" + String(repeating: "x", count: 4095)),
    .init(set: ["a=" + String(repeating: "x", count: 4096)], refused: [.tooLong]),
    .init(set: [String(repeating: "x", count: 4097)], refused: [.tooLong]),
    .init(set: ["a=1; x=" + String(repeating: "x", count: 5000)], sent: "a=1"),
  ]
  @Test(arguments: pairs) func `names and values`(row: CookieCase) { check(row) }

  static let domains: [CookieCase] = [
    .init(set: ["a=1"], to: "https://example.org/a/b"), .init(set: ["a=1"], to: "https://x.www.example.org/a/b"),
    .init(set: ["a=1"], to: "https://WWW.Example.ORG/a/b", sent: "a=1"), .init(set: ["a=1"], to: "https://wwwxexample.org/a/b"),
    // Kept for the one host, as nobody has named the domain.
    .init(set: ["a=1; Domain=example.org"], sent: "a=1"), .init(set: ["a=1; Domain=example.org"], to: "https://example.org/a/b"),
    .init(set: ["a=1; Domain=example.org"], to: "https://b.example.org/a/b"),
    .init(set: ["a=1; Domain=www.example.org"], to: "https://x.www.example.org/a/b"),
    .init(set: ["a=1; Domain=example.org"], to: "https://b.example.org/a/b", sent: "a=1", shared: ["example.org"]),
    .init(set: ["a=1; domain=.EXAMPLE.org"], to: "https://b.example.org/a/b", sent: "a=1", shared: ["Example.org"]),
    .init(set: ["a=1; Domain=example.org"], to: "https://example.org/a/b", sent: "a=1", shared: ["example.org"]),
    .init(set: ["a=1; Domain=example.org"], to: "https://bexample.org/a/b", shared: ["example.org"]),
    .init(set: ["a=1; Domain=www.example.org"], to: "https://x.www.example.org/a/b", sent: "a=1", shared: ["example.org"]),
    .init(set: ["a=1; Domain=www.example.org"], to: "https://b.example.org/a/b", shared: ["example.org"]),
    .init(set: ["a=1"], to: "https://b.example.org/a/b", shared: ["example.org"]),
    .init(set: ["a=1; Domain=example.org"], to: "https://b.example.org/a/b", shared: ["www.example.org", "org", "xample.org", ""]),
    .init(set: ["a=1; Domain=x.org; Domain=example.org"], to: "https://b.example.org/a/b", sent: "a=1", shared: ["example.org"]),
    .init(set: ["a=1; Domain=x.org; Domain="], sent: "a=1"), .init(set: ["a=1; Domain=."], sent: "a=1"),
    .init(set: ["a=1; Domain=other.org"], refused: [.domain]), .init(set: ["a=1; Domain=b.example.org"], refused: [.domain]),
    .init(set: ["a=1; Domain=x.www.example.org"], refused: [.domain]), .init(set: ["a=1; Domain=ww.example.org"], refused: [.domain]),
    .init(set: ["a=1; Domain=org"], refused: [.domain], shared: ["org"]), .init(set: ["a=1; Domain=.org"], refused: [.domain]),
    .init(set: ["a=1; Domain=..example.org"], refused: [.domain]), .init(set: ["a=1; Domain=example.org."], refused: [.domain]),
    .init(set: ["a=1; Domain=\u{E9}xample.org"], refused: [.domain]),
    .init(set: ["a=1; Domain=localhost"], at: "http://localhost/", to: "http://localhost/", sent: "a=1", shared: ["localhost"]),
    .init(set: ["a=1; Domain=localhost"], at: "http://localhost/", to: "http://a.localhost/", shared: ["localhost"]),
    .init(set: ["a=1; Domain=127.0.0.1"], at: "http://127.0.0.1/", to: "http://127.0.0.1/", sent: "a=1"),
    .init(set: ["a=1; Domain=0.0.1"], at: "http://127.0.0.1/", to: "http://127.0.0.1/", refused: [.domain], shared: ["0.0.1"]),
    .init(set: ["a=1; Domain=127.0.0.1"], at: "http://127.0.0.1/", to: "http://x.127.0.0.1/", shared: ["127.0.0.1"]),
    .init(set: ["a=1; Domain=[::1]"], at: "http://[::1]/", to: "http://[::1]/", sent: "a=1"),
    .init(set: ["a=1"], at: "http://[::1]/", to: "http://[::2]/"),
  ]
  @Test(arguments: domains) func `a cookie goes to no other host, and to those of its domain only where that was named`(row: CookieCase) {
    check(row)
  }

  static let paths: [CookieCase] = [
    .init(set: ["a=1"], to: "https://www.example.org/a", sent: "a=1"), .init(set: ["a=1"], to: "https://www.example.org/a/", sent: "a=1"),
    .init(set: ["a=1"], to: "https://www.example.org/a/c?d", sent: "a=1"), .init(set: ["a=1"], to: "https://www.example.org/ab"),
    .init(set: ["a=1"], to: "https://www.example.org/"), .init(set: ["a=1"], to: "https://www.example.org/A/b"),
    .init(set: ["a=1"], at: "https://www.example.org/a", to: "https://www.example.org/", sent: "a=1"),
    .init(set: ["a=1"], at: "https://www.example.org", to: "https://www.example.org/x", sent: "a=1"),
    .init(set: ["a=1"], at: "https://www.example.org/a/?x=/b/c", to: "https://www.example.org/a/x", sent: "a=1"),
    .init(set: ["a=1; Path=/c"], to: "https://www.example.org/c/d", sent: "a=1"),
    .init(set: ["a=1; Path=/c"], to: "https://www.example.org/cd"),
    .init(set: ["a=1; Path=/c/"], to: "https://www.example.org/c/d", sent: "a=1"),
    .init(set: ["a=1; Path=/c/"], to: "https://www.example.org/c"),
    .init(set: ["a=1; Path=c"], sent: "a=1"), .init(set: ["a=1; Path="], sent: "a=1"),
    .init(set: ["a=1; path = / "], to: "https://www.example.org/z", sent: "a=1"),
    .init(set: ["a=1; Path=/c; Path=x"], sent: "a=1"), .init(set: ["a=1; Path=/a%2Fb"], to: "https://www.example.org/a/b"),
    .init(set: ["a=1; Path=/", "b=2; Path=/a", "c=3; Path=/a/b", "d=4; Path=/a"], sent: "c=3; b=2; d=4; a=1"),
    .init(set: ["a=1; Path=/", "a=2; Path=/a"], sent: "a=2; a=1"),
    .init(set: ["a=1; Path=/", "b=2; Path=/", "a=3; Path=/"], sent: "a=3; b=2"),
  ]
  @Test(arguments: paths) func `paths, and the order in the field`(row: CookieCase) { check(row) }

  static let day: Int64 = 86_400
  static let times: [CookieCase] = [
    .init(set: ["a=1"], sent: "a=1", later: 1_000 * day), .init(set: ["a=1; Max-Age=10"], sent: "a=1", later: 9),
    .init(set: ["a=1; Max-Age=10"], later: 10), .init(set: ["a=1; Max-Age=0"]), .init(set: ["a=1; Max-Age=-1"]),
    .init(set: ["a=1; Max-Age=-99999999999999999999"]),
    .init(set: ["a=1; Max-Age=99999999999999999999"], sent: "a=1", later: 400 * day - 1),
    .init(set: ["a=1; Max-Age=99999999999999999999"], later: 400 * day), .init(set: ["a=1; Max-Age=9223372036854775807"], later: 400 * day),
    .init(set: ["a=1; Max-Age="], sent: "a=1", later: 1_000 * day), .init(set: ["a=1; Max-Age=1x"], sent: "a=1", later: 9),
    .init(set: ["a=1; Max-Age=+1"], sent: "a=1", later: 9), .init(set: ["a=1; Max-Age=-"], sent: "a=1", later: 9),
    .init(set: ["a=1; Max-Age=\"1\""], sent: "a=1", later: 9), .init(set: ["a=1; Max-Age"], sent: "a=1", later: 9),
    .init(set: ["a=1; Max-Age=1; Max-Age=100"], sent: "a=1", later: 9),
    .init(set: ["a=1; Max-Age=100; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], sent: "a=1", later: 9),
    .init(set: ["a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=100"], sent: "a=1", later: 9),
    .init(set: ["a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]), .init(set: ["a=1; Expires=Tue, 14 Nov 2023 22:13:21 GMT"], sent: "a=1"),
    .init(set: ["a=1; Expires=Tue, 14 Nov 2023 22:13:21 GMT"], later: 1),
    .init(set: ["a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT"], later: 400 * day),
    .init(set: ["a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT"], sent: "a=1", later: 399 * day),
    .init(set: ["a=1; Expires=soon"], sent: "a=1", later: 9),
    .init(set: ["a=1", "a=2; Max-Age=0"]), .init(set: ["a=1; Path=/", "a=; Max-Age=0"], sent: "a=1"),
    .init(set: ["a=1; Max-Age=1", "a=2"], sent: "a=2", later: 9),
  ]
  @Test(arguments: times) func `a cookie is sent until it expires`(row: CookieCase) { check(row) }

  static let secure: [CookieCase] = [
    .init(set: ["a=1; Secure"], sent: "a=1"), .init(set: ["a=1; secure=no"], sent: "a=1"),
    .init(set: ["a=1; Secure"], to: "http://www.example.org/a/b"),
    .init(set: ["a=1; Secure"], at: "http://www.example.org/a/b", refused: [.insecure]),
    .init(set: ["a=1"], to: "http://www.example.org/a/b", sent: "a=1"),
    .init(set: ["a=1; HttpOnly; SameSite=Strict"], sent: "a=1"), .init(set: ["a=1; SameSite=None"], sent: "a=1"),
    .init(set: ["__Secure-a=1; Secure"], sent: "__Secure-a=1"), .init(set: ["__Secure-a=1"], refused: [.prefix]),
    .init(set: ["__SECURE-a=1"], refused: [.prefix]),
    .init(set: ["__Secure-a=1; Secure"], at: "http://www.example.org/", refused: [.insecure]),
    .init(set: ["__Host-a=1; Secure; Path=/"], sent: "__Host-a=1"), .init(set: ["__Host-a=1; Secure"], refused: [.prefix]),
    .init(set: ["__Host-a=1; Secure"], at: "https://www.example.org/", refused: [.prefix]),
    .init(set: ["__Host-a=1; Path=/"], refused: [.prefix]),
    .init(set: ["__Host-a=1; Secure; Path=/a"], refused: [.prefix]),
    .init(set: ["__Host-a=1; Secure; Path=/; Domain=example.org"], refused: [.prefix]),
    .init(set: ["__Host-a=1; Secure; Path=/; Domain=www.example.org"], refused: [.prefix]),
    .init(set: ["__Host-a=1; Secure; Path=/; Domain="], sent: "__Host-a=1"),
    .init(set: ["__hOST-a=1; Path=/"], refused: [.prefix]), .init(set: ["=__Host-a=1; Secure; Path=/"], refused: [.prefix]),
    .init(set: ["__Secure-a; Secure"], refused: [.prefix]), .init(set: ["__Hosta=1", "x__Host-=1"], sent: "__Hosta=1; x__Host-=1"),
  ]
  @Test(arguments: secure) func `secure cookies and the prefixes of names`(row: CookieCase) { check(row) }

  /// A secure cookie that is kept, one that comes over http, and whether it would hide the first.
  static let hidden: [(kept: String, new: String, isRefused: Bool)] = [
    ("a=1; Secure; Path=/", "a=2; Path=/", true), ("a=1; Secure; Path=/", "a=2; Path=/x", true),
    ("a=1; Secure; Path=/x", "a=2; Path=/", false),
    ("a=1; Secure; Path=/x", "a=2; Path=/xy", false), ("a=1; Secure; Path=/", "b=2; Path=/", false), ("a=1; Path=/", "a=2; Path=/", false),
    ("a=1; Secure; Path=/; Domain=example.org", "a=2; Path=/", true), ("a=1; Secure; Path=/", "a=2; Path=/; Domain=example.org", true),
  ]
  @Test(arguments: hidden)
  func `a cookie that came over http hides no secure one`(kept: String, new: String, isRefused: Bool) {
    var jar = CookieJar()
    jar.sharedDomains = ["example.org"]
    #expect(jar.store(["Set-Cookie": kept], from: CookieCase.place("https://www.example.org/")) == [])
    let refused = jar.store(["Set-Cookie": new], from: CookieCase.place("http://www.example.org/"))
    #expect(refused == (isRefused ? [.wouldHideSecure] : []))
    #expect(jar.store(["Set-Cookie": new], from: CookieCase.place("https://www.example.org/")) == [])
  }

  @Test func `a domain has room for 180 cookies, and the jar for 3000; the oldest go first, after expired ones`() {
    var jar = CookieJar()
    let now = CookieCase.now
    func set(_ value: String, _ host: String, _ now: Int64) {
      jar.store(["Set-Cookie": value], from: CookieJar.Place(host: host, target: "/"), now: now)
    }
    set("first=1", "a.example", now)
    set("brief=1; Max-Age=5", "a.example", now)
    for number in 1...179 { set("n\(number)=1", "a.example", now + 10) }
    // The expired one made room for the last.
    #expect(jar.kept.count == 180)
    #expect(jar.kept.first?.name == "first")
    set("first=2", "a.example", now + 10)
    set("last=1", "a.example", now + 10)
    #expect(jar.kept.count == 180)
    #expect(jar.kept.first?.name == "n1")
    #expect(jar.kept.last?.name == "last")
    for number in 1...2_821 { set("a=1", "h\(number).example", now + 10) }
    #expect(jar.kept.count == 3_000)
    #expect(jar.kept.first?.name == "n2")
    #expect(jar.kept.last?.domain == "h2821.example")
  }

  @Test func `the end of a session and removal`() throws {
    var jar = CookieJar()
    jar.store(["Set-Cookie": "a=1"], from: .init(host: "a.example", target: "/"), now: 0)
    jar.insert(try Cookie("b", "2", host: "a.example", expires: 100), now: 0)
    jar.insert(try Cookie("c", "3", host: "b.example", expires: 100), now: 0)
    jar.endSession(now: 50)
    #expect(jar.cookies(now: 50).map(\.name) == ["b", "c"])
    jar.removeAll { $0.domain == "b.example" }
    #expect(jar.cookies(now: 99).map(\.name) == ["b"])
    #expect(jar.cookies(now: 100) == [])
    jar.removeAll()
    #expect(jar.kept.isEmpty)
  }

  @Test func `nothing shows a value`() throws {
    var jar = CookieJar()
    jar.insert(try Cookie("name", "swordfish", host: "a.example"))
    var dumped = ""
    dump(jar, to: &dumped)
    for text in ["\(jar)", String(reflecting: jar), "\(jar.cookies())", String(reflecting: jar.cookies()), dumped] {
      #expect(!text.contains("swordfish"))
    }
    #expect(jar.cookies().map(\.description) == ["name=*** for a.example/"])
  }

  static let impossible: [(name: String, value: String, host: String, path: String)] = [
    ("", "", "a.example", "/"), ("a=b", "c", "a.example", "/"), ("a", "b;c", "a.example", "/"), ("a", "b\n", "a.example", "/"),
    ("a", " b", "a.example", "/"), ("a", "b", "", "/"), ("a", "b", "a.example\t", "/"), ("a", "b", "a.example", "x"),
    ("a", "b", "a.example", ""),
    ("a", "\u{20AC}", "a.example", "/"), ("a", String(repeating: "x", count: 4096), "a.example", "/"), ("__Host-a", "b", "a.example", "/"),
    ("__Secure-a", "b", "a.example", "/"),
  ]
  @Test(arguments: impossible)
  func `a cookie that no server could set can't be made`(name: String, value: String, host: String, path: String) {
    #expect(throws: HTTPException.self) { try Cookie(name, value, host: host, path: path) }
  }
}
