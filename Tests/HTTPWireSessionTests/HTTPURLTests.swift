import HTTPWireSession
import Testing

/// What becomes of URLs as people type them. Where nothing else is said, curl 7.88 and 8 do the same.
struct HTTPURLTests {
  /// A text, and the URL as it is shown.
  static let accepted: [(text: String, shown: String)] = [
    // Schemes.
    ("http://example.org/", "http://example.org/"), ("example.org", "http://example.org/"), ("HTTP://EXAMPLE.org/", "http://example.org/"),
    ("https://example.org", "https://example.org/"), ("HtTpS://example.org:443/a", "https://example.org/a"),
    ("//example.org/a", "http://example.org/a"), ("localhost:8080/x", "http://localhost:8080/x"),
    ("ftp.example.org", "http://ftp.example.org/"),
    ("example.org?x=http://y", "http://example.org/?x=http://y"), ("httpbin", "http://httpbin/"),
    // Hosts.
    ("http://bücher.example/", "http://xn--bcher-kva.example/"), ("http://BÜCHER.example/", "http://xn--bcher-kva.example/"),
    ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"), ("http://日本.example", "http://xn--wgv71a.example/"),
    ("http://example.org./", "http://example.org./"), ("http://exa_mple.org/", "http://exa_mple.org/"),
    ("http://[::1]/", "http://[::1]/"), ("http://[2001:DB8::A]:8080/", "http://[2001:db8::a]:8080/"),
    ("http://[fe80::1%25Eth0]/", "http://[fe80::1%25Eth0]/"), ("http://[fe80::1%Eth0]/", "http://[fe80::1%25Eth0]/"),
    ("http://0x7f.1/", "http://127.0.0.1/"), ("http://2130706433/", "http://127.0.0.1/"), ("http://0177.0.0.1/", "http://127.0.0.1/"),
    ("http://127.1/", "http://127.0.0.1/"), ("http://1.2.3.4/", "http://1.2.3.4/"), ("http://256.1.1.1/", "http://256.1.1.1/"),
    ("http://1.2.3.4.5/", "http://1.2.3.4.5/"), ("http://0x100000000/", "http://0x100000000/"), ("http://08.1/", "http://08.1/"),
    // Ports.
    ("http://example.org:/", "http://example.org/"), ("http://example.org:80/", "http://example.org/"),
    ("http://example.org:443/", "http://example.org:443/"), ("https://example.org:80/", "https://example.org:80/"),
    ("http://example.org:0/", "http://example.org:0/"), ("http://example.org:00080/", "http://example.org/"),
    ("http://example.org:65535/", "http://example.org:65535/"),
    // Path, query and fragment.
    ("http://example.org?q", "http://example.org/?q"), ("http://example.org#f", "http://example.org/#f"),
    ("http://example.org/?", "http://example.org/?"), ("http://example.org/#", "http://example.org/#"),
    ("http://example.org/a?b#c?d", "http://example.org/a?b#c?d"), ("http://example.org/a#b#c", "http://example.org/a#b%23c"),
    ("http://example.org/a;b=c", "http://example.org/a;b=c"), ("http://example.org//a//b", "http://example.org//a//b"),
    ("http://example.org/a??b", "http://example.org/a??b"), ("http://a//b@c/", "http://a//b@c/"), ("http://a?@b/", "http://a/?@b/"),
    ("http://a#@b/", "http://a/#@b/"), ("http://a/?u=http://b/@c", "http://a/?u=http://b/@c"),
    // Dot segments.
    ("http://example.org/a/../b/./c", "http://example.org/b/c"), ("http://example.org/../../a", "http://example.org/a"),
    ("http://example.org/a/..", "http://example.org/"), ("http://example.org/a/.", "http://example.org/a/"),
    ("http://example.org/.", "http://example.org/"), ("http://example.org/..", "http://example.org/"),
    ("http://example.org/a//../b", "http://example.org/a/b"), ("http://example.org/.../..a/a..", "http://example.org/.../..a/a.."),
    ("http://example.org/a?x/../y", "http://example.org/a?x/../y"), ("http://example.org/a/%2e%2e/b", "http://example.org/a/%2e%2e/b"),
    // Percent-encoding. curl refuses spaces, and sends what no URI may have as it is.
    ("http://example.org/ä", "http://example.org/%C3%A4"), ("http://example.org/a b?c d#e f", "http://example.org/a%20b?c%20d#e%20f"),
    ("http://example.org/?ä=€", "http://example.org/?%C3%A4=%E2%82%AC"), ("http://example.org/😀", "http://example.org/%F0%9F%98%80"),
    ("http://example.org/e\u{301}", "http://example.org/e%CC%81"),
    ("http://example.org/\u{85}\u{2028}", "http://example.org/%C2%85%E2%80%A8"),
    ("http://example.org/%", "http://example.org/%"), ("http://example.org/%zz%41%c3%a4", "http://example.org/%zz%41%c3%a4"),
    ("http://example.org/<>\"{}|^`", "http://example.org/%3C%3E%22%7B%7D%7C%5E%60"),
    ("http://example.org/a\\b", "http://example.org/a%5Cb"),
    ("http://example.org/?a[b]='c'", "http://example.org/?a[b]='c'"),
    ("http://example.org/a+b&c=d,e!f$(g)*~", "http://example.org/a+b&c=d,e!f$(g)*~"),
    // The combining mark must not hide the slash, the question mark or the "#" in front of it.
    ("http://a/\u{301}b", "http://a/%CC%81b"), ("http://a?\u{301}b", "http://a/?%CC%81b"), ("http://a#\u{301}b", "http://a/#%CC%81b"),
  ]

  @Test(arguments: accepted) func `a URL is read as it is typed, and what must be encoded is`(text: String, shown: String) throws {
    let url = try HTTPURL(text)
    #expect(url.description == shown)
    // What is shown is a URL, and the same one.
    #expect(try HTTPURL(shown) == url)
    #expect(try HTTPURL(shown).hashValue == url.hashValue)
    #expect(url.target.utf8.allSatisfy { 0x21...0x7E ~= $0 })
    #expect(url.target.hasPrefix("/") && !url.target.contains("#"))
  }

  @Test func `a URL says its parts apart`() throws {
    let url = try HTTPURL("HTTPS://jo%40x:p%3Aq%2F@BÜCHER.example:8443/a b/c?d=e?f#g")
    #expect((url.scheme, url.typedHost, url.host, url.port) == (.https, "BÜCHER.example", "xn--bcher-kva.example", 8443))
    #expect((url.user, url.password, url.path, url.query, url.fragment) == ("jo@x", "p:q/", "/a%20b/c", "d=e?f", "g"))
    #expect(url.target == "/a%20b/c?d=e?f")
    #expect(url.origin.hostField == "xn--bcher-kva.example:8443")
    let plain = try HTTPURL("a")
    #expect((plain.user, plain.password, plain.query, plain.fragment, plain.authorization) == (nil, nil, nil, nil, nil))
    #expect(try HTTPURL("http://[fe80::1%25eth0]:81/").typedHost == "fe80::1%25eth0")
  }

  static let users: [(text: String, user: String?, password: String?, authorization: String?)] = [
    ("http://u:p@a/", "u", "p", "Basic dTpw"), ("u:p@a", "u", "p", "Basic dTpw"), ("http://u@a/", "u", "", "Basic dTo="),
    ("http://u:@a/", "u", "", "Basic dTo="), ("http://:p@a/", "", "p", "Basic OnA="), ("http://u:p:q@a/", "u", "p:q", "Basic dTpwOnE="),
    ("http://u%40x:p%3Ay%2F@a/", "u@x", "p:y/", "Basic dUB4OnA6eS8="), ("http://u:100%@a/", "u", "100%", "Basic dToxMDAl"),
    ("http://ü:p@a/", "ü", "p", "Basic w7w6cA=="), ("http://%C3%BC:p@a/", "ü", "p", "Basic w7w6cA=="),
    // curl refuses a second "@", and sends an empty user's credentials.
    ("http://u:p@q@a/", "u", "p@q", "Basic dTpwQHE="), ("http://@a/", nil, nil, nil), ("http://:@a/", nil, nil, nil),
  ]

  @Test(arguments: users) func `user information is decoded, for Basic`(
    text: String, user: String?, password: String?, authorization: String?
  ) throws {
    let url = try HTTPURL(text)
    #expect(url.user == user)
    #expect(url.password == password)
    #expect(url.authorization == authorization)
    #expect(url.host == "a")
  }

  @Test func `no description, target or error shows user information`() throws {
    let url = try HTTPURL("http://name:secret@example.org/x")
    var dumped = ""
    dump(url, to: &dumped)
    let shown = [
      url.description, "\(url)", String(reflecting: url), dumped, url.target, url.origin.description, "\([url])", "\(url as Any)",
    ]
    for text in shown { #expect(!text.contains("secret") && !text.contains("name"), "\(text)") }
    #expect(url.withoutUserInformation == (try HTTPURL("http://example.org/x")))
    #expect(url != url.withoutUserInformation)
  }

  static let refused = [
    "", " ", "http://", "https://", "http://:80/", "http:///path", "http:////a", "/path", "?q", "#f", ":80", "//", "///a",
    // A typing error, in which curl and browsers guess the host.
    "http:example.org/a", "http:/example.org/a", "HTTP:8080", "https:", "http:\\\\a/",
    " http://a/", "http://a/ ", "\thttp://a/", "http://a/\tb", "http://a/\r\nX: y", "http://a/\nb", "http://a/\u{0}", "http://a/\u{7F}",
    "http://a\n.b/", "http://a/#\r", "http://u\r\n:secret@a/",
    "http://a:65536/", "http://a:99999999999999999999/", "http://a:-1/", "http://a:+80/", "http://a:8_0/", "http://a:80x/",
    "http://a:80:80/",
    "http://a: 80/", "http://a:\u{661}/", "http://a:%38/",
    "http://[::1", "http://::1/", "http://[::1]x/", "http://[a]/", "http://[1.2.3.4]/", "http://[v1.x]/", "http://[]/", "http://[::1%25]/",
    "http://a]/", "http://[[::1]]/",
    "http://a b/", "http://a%41/", "http://a%2fb/", "http://a\\b/", "http://a<b/", "http://a\"b/", "http://a|b/", "http://a^b/",
    "http://a{b}/",
    "http://a`b/", "http://\u{FF41}/", "http://a\u{3002}b/", "http://a\u{200B}b/", "http://-ä/", "http://ä..b/", "http://\u{A0}a/",
    "http://u%3Av:secret@a/", "http://u:secret%0A@a/", "http://u%00:secret@a/", "http://u:secret%FF@a/",
    "http://u:secret@", "http://u:secret@/", "http://u:secret@a:x/", "http://u:secret/x@a/", "http://u:secret#x@a/", "u:secret",
    "http://u:secret@a b/", "http://u:secret@ä..b/",
  ]

  @Test(arguments: refused) func `what is no URL is refused, and no error shows a password`(text: String) {
    let error = #expect(throws: HTTPException.self) { try HTTPURL(text) }
    guard case .invalidURL(let reason)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(!reason.contains("secret"))
  }

  static let schemes = [
    ("ftp://a/", "ftp"), ("FILE:///x", "file"), ("://a/", ""), ("ws://a", "ws"), ("htps://a", "htps"), ("http ://a/", "http "),
    ("ftp://user:secret@a/", "ftp"),
  ]

  @Test(arguments: schemes) func `other schemes are refused by their name`(text: String, scheme: String) throws {
    let error = #expect(throws: HTTPException.unsupportedScheme(scheme)) { try HTTPURL(text) }
    #expect(error?.description == "the scheme '\(scheme)' is not known; http and https are")
    #expect(error?.fault == .caller)
  }

  @Test(
    arguments: [
      ("http://a/b/../c", "/b/../c"), ("http://a/./", "/./"), ("http://a/..?x", "/..?x"), ("http://a", "/"),
      ("http://a/b c/..", "/b%20c/.."),
    ]) func `a path can be kept as it is`(text: String, target: String) throws
  {
    #expect(try HTTPURL(text, pathAsIs: true).target == target)
  }

  static let origins: [(a: String, b: String, isSame: Bool)] = [
    ("http://a/", "http://a/b?c#d", true), ("http://a", "http://A:80", true), ("https://a", "https://u:p@a:443", true),
    ("http://ä.example", "http://xn--4ca.example", true), ("http://127.1", "http://127.0.0.1", true), ("http://a", "https://a", false),
    ("http://a", "http://a:81", false), ("http://a", "http://b", false), ("http://a:443", "https://a", false),
    ("http://a", "http://a.", false),
    ("http://a", "http://www.a", false), ("http://[::1]", "http://[::1%25lo]", false),
  ]

  @Test(arguments: origins) func `an origin is scheme, host and port`(a: String, b: String, isSame: Bool) throws {
    #expect((try HTTPURL(a).origin == HTTPURL(b).origin) == isSame)
  }

  @Test(
    arguments: [
      ("a", "a"), ("a:80", "a"), ("a:8080", "a:8080"), ("[::1]:81", "[::1]:81"), ("[fe80::1%25eth0]", "[fe80::1]"), ("https://a", "a"),
      ("https://a:443", "a"), ("https://a:80", "a:80"), ("http://a:443", "a:443"), ("http://ä", "xn--4ca"),
    ]) func `the Host field names the port unless it is the scheme's`(text: String, field: String) throws
  {
    #expect(try HTTPURL(text).origin.hostField == field)
  }

  static let queries: [(url: String, parameters: [(name: String, value: String)], shown: String)] = [
    ("http://a", [("b", "c")], "http://a/?b=c"), ("http://a/?", [("b", "c")], "http://a/?b=c"),
    ("http://a/?x=1", [("b", "c")], "http://a/?x=1&b=c"),
    ("http://a/?x&", [("b", "c")], "http://a/?x&b=c"), ("http://a/#f", [("b", "c"), ("b", "")], "http://a/?b=c&b=#f"),
    ("http://a", [], "http://a/"),
    ("http://a", [("a&b=c", "d&e=f+g h#i?/%")], "http://a/?a%26b%3Dc=d%26e%3Df%2Bg%20h%23i%3F%2F%25"),
    ("http://a", [("ä", "\r\n\u{0}")], "http://a/?%C3%A4=%0D%0A%00"),
  ]

  @Test(arguments: queries.indices) func `parameters are appended encoded`(row: Int) throws {
    let (url, parameters, shown) = Self.queries[row]
    #expect(try HTTPURL(url).appending(query: parameters).description == shown)
  }

  @Test(arguments: [("http://a/b", "c", "/b/c"), ("http://a/b/", "c d/e?f#g", "/b/c%20d%2Fe%3Ff%23g"), ("http://a?q", "c", "/c?q")])
  func `a segment is appended encoded`(url: String, segment: String, target: String) throws {
    #expect(try HTTPURL(url).appending(segment: segment).target == target)
  }
}
