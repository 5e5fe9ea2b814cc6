import HTTPWireCore
import Testing

/// Proxies as URLs write them.
struct ProxyServerTests {
  struct Row: Sendable {
    let url: String
    let scheme: ProxyServer.Scheme
    let host: String
    let port: Int
    var user: String?
    var password: String?
  }

  static let rows = [
    Row(url: "proxy.example", scheme: .http, host: "proxy.example", port: 1080),
    Row(url: "proxy.example:3128", scheme: .http, host: "proxy.example", port: 3128),
    Row(url: "HTTP://Proxy.Example/", scheme: .http, host: "Proxy.Example", port: 1080),
    Row(url: "https://proxy.example", scheme: .https, host: "proxy.example", port: 443),
    Row(url: "https://proxy.example:", scheme: .https, host: "proxy.example", port: 443),
    Row(url: "socks://p:9", scheme: .socks4, host: "p", port: 9),
    Row(url: "socks4a://p", scheme: .socks4a, host: "p", port: 1080),
    Row(url: "socks5://p", scheme: .socks5, host: "p", port: 1080),
    Row(url: "SOCKS5H://p", scheme: .socks5h, host: "p", port: 1080),
    Row(url: "http://[::1]:8080/x?y#z", scheme: .http, host: "::1", port: 8080),
    Row(url: "[fe80::1%25eth0]", scheme: .http, host: "fe80::1%eth0", port: 1080),
    Row(url: "http://b\u{FC}cher.example", scheme: .http, host: "xn--bcher-kva.example", port: 1080),
    Row(url: "http://u@p", scheme: .http, host: "p", port: 1080, user: "u", password: ""),
    Row(url: "http://:w@p", scheme: .http, host: "p", port: 1080, user: "", password: "w"),
    Row(url: "u:w@p:1", scheme: .http, host: "p", port: 1, user: "u", password: "w"),
    Row(url: "http://u:a:b@p", scheme: .http, host: "p", port: 1080, user: "u", password: "a:b"),
    Row(url: "http://u:a@b@p", scheme: .http, host: "p", port: 1080, user: "u", password: "a@b"),
    Row(url: "http://%C3%BC:%40%3a%2F%zz%@p", scheme: .http, host: "p", port: 1080, user: "\u{FC}", password: "@:/%zz%"),
    Row(url: "socks5://u%3Av:w@p", scheme: .socks5, host: "p", port: 1080, user: "u:v", password: "w"),
  ]

  @Test(arguments: rows) func `a URL is read as curl reads it`(row: Row) throws {
    let proxy = try ProxyServer(row.url)
    #expect(proxy.scheme == row.scheme)
    #expect(proxy.host == row.host)
    #expect(proxy.port == row.port)
    #expect(proxy.user == row.user)
    #expect(proxy.password == row.password)
    #expect(!proxy.sendsCredentialsWhenAsked)
    let same = try ProxyServer(row.scheme, host: row.host, port: row.port, user: row.user, password: row.password)
    #expect(same == proxy)
  }

  @Test(arguments: [
    "", "http://", "http://:80", "http://u:secret@", "ftp://p", "secret://p", "://p", "http://p:secret", "http://p:65536", "http://[::1",
    "http://::1", "http://a b", " http://p", "http://p\n", "http:/p", "//p", "http://u:secret/x@p", "http://u:secret?x@p",
    "http://secret#x@p", "http://u:se%0Acret@p", "http://u%3Asecret:x@p", "http://u:%FFsecret@p", "http://p%41", "http://a\\b", "u:secret",
    "socks5://u:secret%00@p",
  ])
  func `a URL that names no proxy is refused, and what may be a password is not shown`(url: String) throws {
    let error = #expect(throws: HTTPException.self) { try ProxyServer(url) }
    guard case .invalidURL(let text)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!text.contains("secret"))
    #expect(!text.contains("cret@"))
  }

  @Test func `no printing of a proxy, a route or rules shows the credentials`() throws {
    let url = "http://someone:secret@proxy.example:3128"
    let proxy = try ProxyServer(url)
    let rules = ProxyRules(environment: ["http_proxy": url, "all_proxy": url, "no_proxy": "secret"])
    let values: [Any] = [proxy, ProxyRoute.forward(proxy), ProxyRoute.tunnel(proxy), [proxy], Optional(proxy) as Any, rules, [rules]]
    for value in values {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), String(describing: value), dumped] {
        #expect(!text.contains("secret"))
        #expect(!text.contains("someone"))
      }
    }
    #expect("\(proxy)" == "http://***@proxy.example:3128")
    #expect("\(try ProxyServer("socks5h://[::1]"))" == "socks5h://[::1]:1080")
  }

  @Test func `Basic authorization is for proxies that speak HTTP`() throws {
    #expect(try ProxyServer("http://Aladdin:open%20sesame@p").authorization == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    #expect(try ProxyServer("https://a@p").authorization == "Basic YTo=")
    #expect(try ProxyServer("http://p").authorization == nil)
    #expect(try ProxyServer("socks5://a:b@p").authorization == nil)
  }

  @Test(arguments: [
    (["Basic"], true), (["basic realm=\"x\""], true), (["BASIC realm=x, charset=UTF-8"], true), (["Digest a=b, Basic realm=x"], true),
    (["Negotiate", "Basic realm=x"], true), (["Digest realm=\"a, Basic b\""], false), (["Digest basic=x"], false),
    (["Digest basic = x"], false), (["Basics x"], false), (["Digest realm=\"a\\\", Basic b"], false), ([""], false), ([","], false),
    (["Negotiate , , Basic"], true), ([], false),
  ])
  func `a challenge of the Basic scheme is found among others`(values: [String], isFound: Bool) {
    var fields: HTTPMessage = ["WWW-Authenticate": "Basic realm=x"]
    for value in values { fields.add("Proxy-Authenticate", value) }
    #expect(Challenges.offerBasic(fields) == isFound)
  }
}
