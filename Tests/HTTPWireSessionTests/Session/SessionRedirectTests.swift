import HTTPWireSession
import HTTPWireTesting
import Testing

/// Redirections as a session follows them, with what it adds to requests by itself.
struct SessionRedirectTests {
  @Test func `a POST becomes a GET without its body, and the history is kept`() throws {
    let world = try World { request in
      switch request.target {
      case "/a": .init(status: 303, headers: ["Location": "/b"], text: "see")
      case "/b": .init(status: 301, headers: ["Location": "http://b.example/c"], text: "moved")
      default: .init(text: "here")
      }
    }
    let session = world.session()
    let page = try session.post("http://a.example/a#part", body: .json("{}"), headers: ["X-Own": "1"])
    #expect(try page.text() == "here")
    #expect(page.url.description == "http://b.example/c#part")
    #expect(
      page.history.map { "\($0.status) \($0.url.target) \($0.headers["Location"] ?? "")" } == [
        "303 /a /b", "301 /b http://b.example/c",
      ])
    #expect(world.asked == ["POST a.example/a", "GET a.example/b", "GET b.example/c"])
    #expect(world.server.requests.map { $0.headers["Content-Type"] } == ["application/json", nil, nil])
    #expect(world.server.requests.allSatisfy { $0.headers["X-Own"] == "1" })
    // The bodies of redirections were read, so their connections could be used again.
    #expect(world.server.connectionCount == 2)
  }

  @Test(arguments: [307, 308]) func `a body that can be sent again is`(status: Int) throws {
    let world = try World { request in
      request.target == "/a" ? .init(status: status, headers: ["Location": "/b"]) : .init(body: request.body)
    }
    let session = world.session()
    #expect(try session.put("http://a/a", body: "hello").text() == "hello")
  }

  @Test(
    arguments: [
      ("/loop", .tooMany(limit: 5)), ("ftp://a/", .unsupportedScheme("ftp")), ("http://u:p@a/", nil),
      ("http://a:x/", nil), ("javascript:alert(1)", .unsupportedScheme("javascript")),
    ] as [(String, RedirectFailure.Kind?)])
  func `a redirection that leads nowhere is an error that says so`(location: String, kind: RedirectFailure.Kind?) throws {
    let world = try World { _ in .init(status: 302, headers: location.isEmpty ? [:] : ["Location": location], text: "x") }
    let session = world.session { $0.redirects?.limit = 5 }
    guard case .redirect(let failure) = failure({ try session.get("http://a/") }) else { return #expect(Bool(false)) }
    if let kind { #expect(failure.kind == kind) }
    // The connection has nothing to do with it.
    #expect(session.keptConnections == 1)
    #expect(world.server.connectionCount == 1)
  }

  @Test func `without a policy, redirections are delivered`() throws {
    let world = try World { _ in .init(status: 302, headers: ["Location": "/b"]) }
    let page = try world.session { $0.redirects = nil }.get("http://a/")
    #expect(page.status == 302 && page.history.isEmpty)
  }

  /// Each thing that one server may know of a caller.
  enum Secret: String, CaseIterable {
    case authorization, cookie, userInformation, basicOfStore, bearerOfStore, netrc, netrcDefault, apiKey, jar
    case configured, configuredCookie, configuredKey
  }

  /// Where redirections lead from `http://a/0`, each to the next. Another scheme needs another server: see SessionSchemeTests.
  static let ways: [(name: String, locations: [String])] = [
    ("the same origin", ["http://a/1", "/2"]),
    ("another port", ["http://a:81/1"]),
    ("another host", ["http://b/1"]),
    ("a host below", ["http://x.a/1"]),
    ("three hops there and back", ["http://b/1", "http://a:81/2", "http://a/3", "/4"]),
  ]

  @Test(arguments: ways.indices, Secret.allCases)
  func `what is for one server reaches no other`(way: Int, secret: Secret) throws {
    for isProxied in [false, true] { try checkLeaks(way, secret, isProxied: isProxied) }
  }

  @Test(arguments: ways.indices, Secret.allCases)
  func `servers that are trusted get what the first one gets, but not its cookies from the jar`(way: Int, secret: Secret) throws {
    try checkLeaks(way, secret, isProxied: false, trusts: true)
  }

  @Test func `a trusted server's challenge is answered with the credentials of the first one, and each with its own`() throws {
    let world = try World { request in
      if request.headers["Host"] == "b" {
        return request.headers.contains("Authorization")
          ? .init(text: "in") : .init(status: 401, headers: ["WWW-Authenticate": "Digest realm=\"r\", nonce=\"n\", qop=\"auth\""])
      }
      return .init(status: 302, headers: ["Location": "http://b/"])
    }
    for trusts in [false, true] {
      let session = try world.session {
        $0.redirects?.trustsOtherOrigins = trusts
        try $0.credentials.set(.digest(user: "ada", password: "secret"), for: "http://a")
        try $0.credentials.set(.digest(user: "eve", password: "other"), for: "http://c")
      }
      for (host, user) in [("a", "ada"), ("c", "eve"), ("a", "ada")] {
        #expect(try session.get("http://\(host)/").status == (trusts ? 200 : 401))
        let sent = world.server.requests.last?.headers["Authorization"]
        #expect(sent?.contains("username=\"\(user)\"") == (trusts ? true : nil))
      }
      // Asked directly, the server gets nobody's.
      #expect(try session.get("http://b/").status == 401)
    }
  }

  private func checkLeaks(_ way: Int, _ secret: Secret, isProxied: Bool, trusts: Bool = false) throws {
    let locations = Self.ways[way].locations
    let world = try World { request in
      let target = request.target.hasPrefix("http") ? try HTTPURL(request.target).target : request.target
      let number = Int(target.dropFirst()) ?? 0
      return number < locations.count ? .init(status: 307, headers: ["Location": locations[number]]) : .init()
    }
    let session = try world.session { configuration in
      configuration.redirects?.trustsOtherOrigins = trusts
      if isProxied { configuration.proxies = ProxyRules(environment: ["http_proxy": "http://p:proxy-secret@proxy:3128"]) }
      switch secret {
      case .basicOfStore: try configuration.credentials.set(.basic(user: "u", password: "secret"), for: "http://a")
      case .bearerOfStore: try configuration.credentials.set(.bearer("secret"), for: "http://a")
      case .netrc: configuration.credentials.netrc = try Netrc(parsing: "machine a login u password secret".utf8)
      case .netrcDefault: configuration.credentials.netrc = try Netrc(parsing: "default login u password secret".utf8)
      case .configured: configuration.headers.set("Authorization", "Bearer secret")
      case .configuredCookie: configuration.headers.set("Cookie", "k=secret")
      case .configuredKey:
        configuration.headers.set("X-API-Key", "secret")
        configuration.redirects?.confidentialFields = ["x-api-key"]
      case .apiKey: configuration.redirects?.confidentialFields = ["X-API-Key"]
      case .jar:
        var jar = CookieJar()
        jar.store(["Set-Cookie": "k=secret"], from: .init(host: "a", target: "/", isSecure: false))
        configuration.cookies = jar
      case .authorization, .cookie, .userInformation: break
      }
    }
    let headers: HTTPMessage =
      switch secret {
      case .authorization: ["Authorization": "Bearer secret"]
      case .cookie: ["Cookie": "k=secret"]
      case .apiKey: ["X-API-Key": "secret"]
      default: [:]
      }
    let page = try session.get(secret == .userInformation ? "http://u:secret@a/0" : "http://a/0", headers: headers)
    #expect(page.history.count == locations.count)
    var hasLeft = false
    for request in world.server.requests {
      let host = request.headers["Host"] ?? ""
      hasLeft = hasLeft || host != "a"
      let has = ["Authorization", "Cookie", "X-API-Key"].contains { request.headers.contains($0) }
      switch secret {
      case _ where trusts && secret != .jar: #expect(has, "\(host)\(request.target)")
      // What the session was told about a server goes to that server whenever it is asked. A netrc file and cookies name hosts only.
      case .basicOfStore, .bearerOfStore: #expect(has == (host == "a"), "\(host)\(request.target)")
      case .netrc, .jar: #expect(has == (host == "a" || host == "a:81"), "\(host)\(request.target)")
      // The entry for all hosts is for the one that the caller has named.
      case .netrcDefault: #expect(!has || host == "a" || host == "a:81", "\(host)\(request.target)")
      // What the caller gave with a request does not come back.
      default: #expect(has == !hasLeft, "\(host)\(request.target)")
      }
      #expect(request.headers.contains("Proxy-Authorization") == isProxied)
      #expect(!request.target.contains("secret"))
    }
    #expect(!page.url.description.contains("secret") && !"\(page.history)".contains("secret"))
  }
}
