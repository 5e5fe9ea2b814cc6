import HTTPWireCore
import Testing

/// Which proxy the environment names for a URL. `Scripts/proxy-rules` asks curl the same.
struct ProxyRulesTests {
  static let http = "http://h.test/"
  static let https = "https://h.test/"

  /// A row's proxy is named after its variable.
  @Test(arguments: [
    ([], http, nil), ([], https, nil), (["http_proxy"], http, "http_proxy"), (["http_proxy"], https, nil), (["https_proxy"], http, nil),
    (["https_proxy"], https, "https_proxy"), (["HTTPS_PROXY"], https, "HTTPS_PROXY"), (["HTTP_PROXY"], http, "HTTP_PROXY"),
    (["HTTP_PROXY", "REQUEST_METHOD"], http, nil), (["HTTP_PROXY", "REQUEST_METHOD", "ALL_PROXY"], http, "ALL_PROXY"),
    (["http_proxy", "HTTP_PROXY"], http, "http_proxy"), (["http_proxy", "REQUEST_METHOD"], http, "http_proxy"),
    (["all_proxy"], http, "all_proxy"), (["all_proxy"], https, "all_proxy"), (["ALL_PROXY"], https, "ALL_PROXY"),
    (["all_proxy", "ALL_PROXY"], http, "all_proxy"), (["https_proxy", "HTTPS_PROXY", "all_proxy"], https, "https_proxy"),
    (["HTTP_PROXY", "all_proxy"], http, "HTTP_PROXY"), (["Http_Proxy"], http, nil),
  ])
  func `a variable in lower case comes first, and the scheme's own before the one for all`(
    variables: [String], url: String, chosen: String?
  ) throws {
    var environment: [String: String] = [:]
    for name in variables { environment[name] = "http://\(name):1" }
    #expect(try ProxyRules(environment: environment).route(to: url).proxy?.host == chosen)
    // An empty variable counts as one that is not set.
    if let chosen {
      environment[chosen] = ""
      #expect(try ProxyRules(environment: environment).route(to: url).proxy?.host != chosen)
    }
  }

  @Test func `the kind of route follows from the proxy and the URL's scheme`() throws {
    for scheme in ProxyServer.Scheme.allCases {
      let rules = ProxyRules(environment: ["all_proxy": "\(scheme.rawValue)://u:w@p:1"])
      let proxy = try ProxyServer(scheme, host: "p", port: 1, user: "u", password: "w")
      #expect(try rules.route(to: "HTTP://h.test:81") == (scheme.isSOCKS ? .socks(proxy) : .forward(proxy)))
      #expect(try rules.route(to: "https://h.test") == (scheme.isSOCKS ? .socks(proxy) : .tunnel(proxy)))
    }
  }

  /// The list, the URLs that it excepts, and those that it does not.
  static let exceptions: [(list: String, direct: [String], proxied: [String])] = [
    ("*", ["h.test", "127.0.0.1", "[::1]"], []),
    ("a,*", [], ["h.test"]), ("*.test", [], ["h.test"]), ("", [], ["h.test"]), (" , ,", [], ["h.test"]), (".", [], ["h.test"]),
    ("h.test", ["h.test", "H.TEST", "h.test.", "a.b.h.test", "h.test:81"], ["ah.test", "test", "h.testing", "h.test.org"]),
    (".h.test.", ["h.test", "a.h.test"], ["ah.test"]),
    ("a, h.test\tc", ["h.test", "a", "x.c"], ["b"]),
    ("h.test:81,i.test:80", ["h.test:81", "a.h.test:81", "i.test"], ["h.test", "i.test:81"]),
    ("b\u{FC}cher.test", ["b\u{FC}cher.test", "xn--bcher-kva.test", "a.B\u{DC}CHER.test"], ["bucher.test"]),
    ("xn--bcher-kva.test", ["b\u{FC}cher.test"], []),
    ("127.0.0.2", ["127.0.0.2", "127.2", "0x7f.0.0.2", "2130706434", "0177.0.0.02"], ["127.0.0.22", "a.127.0.0.2", "[::1]"]),
    (".2,0.0.2", [], ["127.0.0.2"]),
    ("10.0.0.0/8,192.168.0.0/25", ["10.1.2.3", "192.168.0.127"], ["11.0.0.0", "192.168.0.128", "10", "a.10.0.0.0"]),
    ("127.0.0.2:81", ["127.0.0.2:81"], ["127.0.0.2"]),
    ("0.0.0.0/0", ["1.2.3.4"], ["[::1]", "h.test"]), ("1.2.3.4/33,1.2.3.4/x,1.2.3.4/", [], ["1.2.3.4"]),
    ("::1", ["[::1]", "[0:0::0:1]"], ["[::2]", "127.0.0.1"]), ("[::1]", ["[::1]", "[::1]:81"], ["[::2]"]),
    ("[::1]:81", ["[::1]:81"], ["[::1]"]), ("FD00::/8,fe80::/10", ["[fd12::1]", "[FEBF::1]"], ["[fe00::1]", "[fec0::1]"]),
    ("::/0", ["[::1]"], ["127.0.0.1"]), ("fe80::1", ["[fe80::1%25eth0]", "[fe80::1]"], []),
    ("fe80::1%eth0", ["[fe80::1%25eth0]", "[fe80::1%eth0]"], ["[fe80::1%25eth1]", "[fe80::1]"]),
    ("::ffff:127.0.0.2", ["[::ffff:7f00:2]"], ["127.0.0.2"]),
    ("http://h.test,h.test/x", [], ["h.test"]),
  ]

  @Test(arguments: exceptions.indices) func `no_proxy has names, addresses and ranges`(index: Int) throws {
    let (list, direct, proxied) = Self.exceptions[index]
    let rules = ProxyRules(environment: ["http_proxy": "http://p:1", "no_proxy": list, "NO_PROXY": list.isEmpty ? "" : "*"])
    for host in direct { #expect(try rules.route(to: "http://\(host)/") == .direct, "\(list): \(host)") }
    for host in proxied { #expect(try rules.route(to: "http://\(host)/") != .direct, "\(list): \(host)") }
  }

  @Test(arguments: [
    "", "h.test", "ftp://h.test", "http://", "http:///x", "http://h:x", "http://a b/", "http://[::1/", "http://u:secret/@h:x",
  ])
  func `a URL without a scheme and a host is refused`(url: String) throws {
    let rules = ProxyRules(environment: [:])
    let error = #expect(throws: HTTPException.self) { try rules.route(to: url) }
    #expect(error?.fault == .caller)
    #expect(error?.description.contains("secret") == false)
  }

  @Test(arguments: [
    "foo://u:secret@p", "http://u:secret@", "u:secret", "http://u:secret@p:99999", "http://u:secret/x@p", "http://u:sec ret@p",
    "\u{1B}secret",
  ])
  func `a value that is no proxy is an error that names its variable, once it is needed`(value: String) throws {
    let rules = ProxyRules(environment: ["https_proxy": value, "no_proxy": "i.test"])
    #expect(try rules.route(to: "http://h.test") == .direct)
    #expect(try rules.route(to: "https://i.test") == .direct)
    let error = #expect(throws: HTTPException.self) { try rules.route(to: "https://u:secret@h.test") }
    #expect(error?.description.hasPrefix("the environment variable https_proxy: ") == true)
    #expect(error?.description.contains("sec") == false)
  }

  @Test(
    arguments: [
      ("1.2.3.4", [1, 2, 3, 4]), ("1.2.3", [1, 2, 0, 3]), ("1.515", [1, 0, 2, 3]), ("16909060", [1, 2, 3, 4]),
      ("0x01020304", [1, 2, 3, 4]),
      ("0300.0250.1", [192, 168, 0, 1]), ("255.255.255.255", [255, 255, 255, 255]), ("4294967296", nil), ("1.2.3.256", nil), ("256.1", nil),
      ("1.2.3.4.5", nil), ("1..2", nil), ("1.2.", nil), ("", nil), ("0x", nil), ("09", nil), ("+1", nil), ("-1", nil), ("1.0xg", nil),
    ] as [(String, [UInt8]?)])
  func `an address is known in the forms that resolvers take`(text: String, bytes: [UInt8]?) {
    #expect(IPAddressSyntax.looseIPv4Bytes(text) == bytes)
  }

  @Test(
    arguments: [
      ("/", "http://o:81/"), ("", "http://o:81/"), ("/a?b", "http://o:81/a?b"), ("//evil", "http://o:81//evil"), ("*", "http://o:81"),
      ("http://x/y", "http://x/y"), ("https://x:1", "https://x:1"), (".evil", nil), ("@evil/", nil), (":82/", nil), ("?q", nil), ("a", nil),
      ("http://u:secret@x/", nil), ("http://u@x", nil), ("HTTP://u:secret@x/", nil), ("http:secret", nil), ("ftp://secret", nil),
      ("**", nil),
    ] as [(String, String?)])
  func `a target for a proxy is absolute, and never changes the host`(target: String, expected: String?) throws {
    guard let expected else {
      let error = #expect(throws: HTTPException.self) { try AbsoluteForm.forwarded(target, method: "GET", origin: "o:81") }
      #expect(error?.description.contains("secret") == false)
      return
    }
    #expect(try AbsoluteForm.forwarded(target, method: "GET", origin: "o:81") == expected)
    #expect(try AbsoluteForm.forwarded("x:1", method: "CONNECT", origin: "o:81") == "x:1")
  }
}
