import HTTPWireSession
import Testing

/// What another origin must not get, over several redirections.
struct RedirectLeakTests {
  /// Kinds of what a caller gives away to one server.
  enum Secret: String, CaseIterable {
    case authorization = "Authorization"
    case lowercased = "authorization"
    case proxyAuthorization = "Proxy-Authorization"
    case cookie = "Cookie"
    case host = "Host"
    case referer = "Referer"
    case apiKey = "X-API-Key"
    case userInformation

    /// Adds the secret to a request, twice where that is possible.
    func add(to request: inout RedirectPolicy.Request) throws {
      if self == .userInformation {
        return request.url = try HTTPURL("\(request.url.scheme)://user:secret@\(request.url.origin.hostField)/a")
      }
      for value in ["secret", "another secret"] { request.headers.add(rawValue, value) }
    }

    /// Whether a request has it.
    func isIn(_ request: RedirectPolicy.Request) -> Bool {
      self == .userInformation ? request.url.user != nil || request.url.password != nil : request.headers.contains(rawValue)
    }
  }

  /// Where redirections lead from `https://a/`, and after which of them the secret may still be there.
  static let ways: [(locations: [String], keeps: Int)] = [
    (["/b"], 1), (["https://a/b"], 1), (["//a:443/b"], 1), (["HTTPS://A/b", "?c", "d"], 3),
    (["https://a:444/b"], 0), (["https://b/"], 0), (["//b/"], 0), (["http://a/"], 0), (["http://a:443/"], 0), (["https://a./"], 0),
    (["https://sub.a/"], 0), (["//xn--4ca/"], 0),
    // There and back.
    (["https://b/", "https://a/"], 0), (["https://a:444/", "//a:443/"], 0), (["http://a/", "https://a/", "/c"], 0),
    (["/b", "https://b/", "/c", "https://a/", "/d"], 1), (["https://b/", "https://c/", "https://a/b"], 0),
    (["/b", "/c", "//b/", "//a/b"], 2),
  ]

  @Test(arguments: ways.indices, Secret.allCases) func `no secret goes along to another origin, and none comes back`(
    row: Int, secret: Secret
  ) throws {
    let (locations, keeps) = Self.ways[row]
    let policy = RedirectPolicy(allowsInsecure: true, confidentialFields: ["x-api-KEY"])
    for status in [301, 302, 303, 307, 308] {
      for method in ["GET", "POST", "PUT"] {
        var request = RedirectPolicy.Request(method, try HTTPURL("https://a/a"), headers: ["Accept": "x/y"], body: .replayable)
        try secret.add(to: &request)
        for (hop, location) in locations.enumerated() {
          guard case .follow(let next) = try policy.decide(request, status: status, headers: ["Location": location]) else {
            throw CancellationError()
          }
          request = next
          #expect(secret.isIn(request) == (hop < keeps), "\(status) \(method), \(location)")
          #expect(request.headers["Accept"] == "x/y")
        }
      }
    }
  }

  @Test(arguments: ways.indices, Secret.allCases) func `origins that are trusted get every secret but Host`(row: Int, secret: Secret)
    throws
  {
    let (locations, keeps) = Self.ways[row]
    var policy = RedirectPolicy(allowsInsecure: true, confidentialFields: ["x-api-KEY"])
    policy.trustsOtherOrigins = true
    var request = RedirectPolicy.Request("GET", try HTTPURL("https://a/a"), headers: ["Accept": "x/y"])
    try secret.add(to: &request)
    let before = request
    for (hop, location) in locations.enumerated() {
      guard case .follow(let next) = try policy.decide(request, status: 302, headers: ["Location": location]) else {
        throw CancellationError()
      }
      request = next
      #expect(secret.isIn(request) == (secret != .host || hop < keeps), "\(location)")
      if secret == .userInformation { #expect((request.url.user, request.url.password) == (before.url.user, before.url.password)) }
      #expect(request.headers["Accept"] == "x/y")
    }
  }

  /// Where a redirection leads to, and the Referer that goes along.
  static let referers = [
    ("http://a/b?c", "/d", "http://a/b?c"), ("http://a/b#f", "/d", "http://a/b"), ("http://u:secret@a/b#f", "/d", "http://a/b"),
    ("http://u:secret@a/b", "http://b/", "http://a/b"), ("http://a/", "https://a/", "http://a/"),
    ("https://a/", "https://b/", "https://a/"),
    ("https://a/", "http://a/", nil), ("https://a/", "http://b/", nil), ("http://a/é", "/d", "http://a/%C3%A9"),
  ]

  @Test(arguments: referers) func `the Referer has neither secrets nor fragments, and does not go from https to http`(
    url: String, location: String, referer: String?
  ) throws {
    for own in [[:], ["referer": "http://own/"]] as [HTTPMessage] {
      for trusts in [false, true] {
        var policy = RedirectPolicy(allowsInsecure: true)
        (policy.setsReferer, policy.trustsOtherOrigins) = (true, trusts)
        let request = RedirectPolicy.Request("GET", try HTTPURL(url), headers: own)
        guard case .follow(let next) = try policy.decide(request, status: 301, headers: ["Location": location]) else {
          throw CancellationError()
        }
        #expect(next.headers.getAll("Referer") == (referer.map { [$0] } ?? []))
      }
    }
  }

  @Test func `the policy adds no field`() throws {
    for location in ["/b", "//b/"] {
      let request = RedirectPolicy.Request("GET", try HTTPURL("http://a/"))
      let decision = try RedirectPolicy().decide(request, status: 301, headers: ["Location": location, "Set-Cookie": "a=b"])
      guard case .follow(let next) = decision else { return #expect(Bool(false), "\(decision)") }
      #expect(next.headers.isEmpty)
    }
  }
}
