import HTTPWire
import Testing

@testable import HTTPWireSession

@Suite("Files of cookies")
struct CookieFileTests {
  static let now: Int64 = 1_700_000_000

  /// A line, and the cookie as ``show(_:)`` has it; nil for a line that is skipped.
  static let lines: [(String, String?)] = [
    (".example.org\tTRUE\t/\tFALSE\t0\ta\tb", "a=b .example.org/ -"), ("example.org\tTRUE\t/\tFALSE\t0\ta\tb", "a=b .example.org/ -"),
    (".example.org\tFALSE\t/\tFALSE\t0\ta\tb", "a=b example.org/ -"),
    ("Example.ORG\tFALSE\t/x\tTRUE\t1800000000\ta\tb", "a=b example.org/x 1800000000 secure"),
    ("#HttpOnly_example.org\tFALSE\t/\tFALSE\t0\ta\tb", "a=b example.org/ - httponly"),
    ("example.org\tfalse\t/\ttrue\t\ta\tb", "a=b example.org/ - secure"),
    ("example.org\tFALSE\tFALSE\t0\ta\tb", "a=b example.org/ -"), ("example.org\tFALSE\t/\tFALSE\t0\ta", "a= example.org/ -"),
    ("example.org\tFALSE\t/\tFALSE\t0\ta\t", "a= example.org/ -"), ("example.org\tFALSE\t/\tFALSE\t0\t\tb", "b example.org/ -"),
    ("example.org\tFALSE\t/\tFALSE\t0\ta\tb=c \"d\"", "a=b=c \"d\" example.org/ -"),
    ("example.org\tFALSE\t/\tFALSE\t99999999999999999999\ta\tb", "a=b example.org/ \(Int64.max)"),
    ("127.0.0.1\tTRUE\t/\tFALSE\t0\ta\tb", "a=b 127.0.0.1/ -"),
    ("example.org\tFALSE\t/\tTRUE\t0\t__Host-a\tb", "__Host-a=b example.org/ - secure"),
    ("example.org\tFALSE\t/\tFALSE\t0\t__Host-a\tb", nil), ("example.org\tFALSE\t/\tFALSE\t-1\ta\tb", nil),
    ("example.org\tFALSE\t/\tFALSE\t1.5\ta\tb", nil),
    ("example.org\tMAYBE\t/\tFALSE\t0\ta\tb", nil), ("example.org\tFALSE\t/\tno\t0\ta\tb", nil),
    ("example.org\tFALSE\tx\tFALSE\t0\ta\tb", nil),
    ("example.org\tFALSE\t/\tFALSE\t0\ta\tb\tc", nil), ("\tFALSE\t/\tFALSE\t0\ta\tb", nil), ("example.org FALSE / FALSE 0 a b", nil),
    ("Set-Cookie: a=b", nil), ("example.org\tFALSE\t/\tFALSE\t0\ta\tb\u{1}", nil), ("example.org\tFALSE\t/\tFALSE\t0\t\t", nil),
  ]

  static func show(_ cookie: Cookie) -> String {
    "\(cookie.name.isEmpty ? "" : cookie.name + "=")\(cookie.value) \(cookie.isHostOnly ? "" : ".")\(cookie.domain)\(cookie.path) "
      + "\(cookie.expires.map(String.init) ?? "-")\(cookie.isSecure ? " secure" : "")\(cookie.isHTTPOnly ? " httponly" : "")"
  }

  @Test(arguments: lines)
  func `a line is a cookie or is skipped and counted`(line: String, cookie: String?) {
    for (start, end) in [("", ""), ("# a comment\n\n", "\n"), ("\r\n", "\r\n# end\r\n")] {
      var jar = CookieJar()
      let loaded = jar.load(netscape: (start + line + end).utf8, now: Self.now)
      #expect(jar.cookies(now: Self.now).map(Self.show) == (cookie.map { [$0] } ?? []))
      #expect(loaded == CookieJar.Loaded(kept: cookie == nil ? 0 : 1, skipped: cookie == nil ? 1 : 0))
    }
  }

  @Test func `what has expired is counted, and is not written`() throws {
    var jar = CookieJar()
    let loaded = jar.load(netscape: "a.example\tFALSE\t/\tFALSE\t100\ta\tb\na.example\tFALSE\t/\tFALSE\t300\tc\td\n".utf8, now: 200)
    #expect(loaded == CookieJar.Loaded(kept: 1, expired: 1))
    #expect(String(decoding: jar.netscape(now: 300), as: UTF8.self) == "# Netscape HTTP Cookie File\n# Written by HTTPWire\n\n")
  }

  @Test func `what is written is read again, bytes beyond ASCII included`() throws {
    var jar = CookieJar()
    jar.sharedDomains = ["example.org"]
    let place = CookieJar.Place(host: "www.example.org", target: "/a/b")
    for value in ["a=b", "c=\u{E9}\"x y\"; Domain=example.org; HttpOnly", "d; Secure; Max-Age=100", "e=; Path=/x y", "=f=g; Path=/z"] {
      jar.store(["Set-Cookie": value], from: place, now: Self.now)
    }
    var read = CookieJar()
    #expect(read.load(netscape: jar.netscape(now: Self.now), now: Self.now) == CookieJar.Loaded(kept: 5))
    #expect(read.cookies(now: Self.now) == jar.cookies(now: Self.now))
    #expect(jar.netscape(now: Self.now).contains(0xE9))
  }

  @Test func `a file is replaced at once, and only its owner may read it`() throws {
    let folder = try TemporaryFolder()
    var jar = CookieJar()
    jar.insert(try Cookie("a", "b", host: "a.example"))
    try folder.write("cookies", "old", permissions: 0o644)
    try jar.save(file: folder.path("cookies"))
    #expect(try folder.permissions("cookies") == 0o600)
    #expect(folder.names == ["cookies"])
    var read = CookieJar()
    #expect(try read.load(file: folder.path("cookies")) == CookieJar.Loaded(kept: 1))
    #expect(read.cookies() == jar.cookies())
  }

  @Test func `an error names the file, and leaves no other behind`() throws {
    let folder = try TemporaryFolder()
    var jar = CookieJar()
    func names(_ path: String, _ body: () throws -> Void) {
      let error = #expect(throws: HTTPException.self) { try body() }
      #expect(error.map { "\($0)" }?.contains(path) == true)
    }
    let missing = folder.path("missing/cookies")
    names(missing) { try jar.load(file: missing) }
    names(missing) { try jar.save(file: missing) }
    // A directory can be opened, but neither read nor replaced.
    try folder.makeDirectory("directory")
    names(folder.path("directory")) { try jar.load(file: folder.path("directory")) }
    names(folder.path("directory")) { try jar.save(file: folder.path("directory")) }
    #expect(throws: HTTPException.self) { try jar.save(file: "a\u{0}b") }
    #expect(folder.names == ["directory"])
  }
}
