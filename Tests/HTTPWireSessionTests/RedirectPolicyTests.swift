import HTTPWireSession
import Testing

/// What the policy answers to one response.
struct RedirectPolicyTests {
  private static let kinds = [301, 302, 303, 307, 308]

  /// Asks about a response to a request for `http://a/b?c`.
  private static func decide(
    _ request: RedirectPolicy.Request, _ status: Int, to location: String? = "/next", policy: RedirectPolicy = RedirectPolicy(),
    history: [HTTPURL] = []
  ) throws(HTTPException) -> RedirectPolicy.Decision {
    var headers: HTTPMessage = ["Content-Length": "0"]
    if let location { headers.add(name: Array("location".utf8), value: Array(location.utf8)) }
    return try policy.decide(request, status: status, headers: headers, history: history)
  }

  /// The next request, or an error where there is none.
  private static func next(
    _ request: RedirectPolicy.Request, _ status: Int, to location: String? = "/next", policy: RedirectPolicy = RedirectPolicy(),
    history: [HTTPURL] = []
  ) throws -> RedirectPolicy.Request {
    guard case .follow(let next) = try decide(request, status, to: location, policy: policy, history: history) else {
      throw CancellationError()
    }
    return next
  }

  /// Why a redirection was refused.
  private static func kind(_ error: HTTPException?) -> RedirectFailure.Kind? {
    if case .redirect(let failure)? = error { failure.kind } else { nil }
  }

  /// The method after 301 and 302, after 303, and after 307 and 308.
  static let methods: [(method: String, found: String, seeOther: String, temporary: String)] = [
    ("GET", "GET", "GET", "GET"), ("HEAD", "HEAD", "HEAD", "HEAD"), ("POST", "GET", "GET", "POST"), ("PUT", "PUT", "GET", "PUT"),
    ("DELETE", "DELETE", "GET", "DELETE"), ("PATCH", "PATCH", "GET", "PATCH"), ("OPTIONS", "OPTIONS", "GET", "OPTIONS"),
    ("TRACE", "TRACE", "GET", "TRACE"), ("QUERY", "QUERY", "GET", "QUERY"), ("post", "post", "GET", "post"),
  ]

  @Test(arguments: methods.indices) func `the method depends on the status`(row: Int) throws {
    let (method, found, seeOther, temporary) = Self.methods[row]
    let wanted = [301: found, 302: found, 303: seeOther, 307: temporary, 308: temporary]
    for (status, wanted) in wanted {
      for body in [RedirectPolicy.Body.none, .replayable] {
        let headers: HTTPMessage = ["Content-Type": "a/b", "Content-Length": "1", "Accept": "c/d"]
        let next = try Self.next(RedirectPolicy.Request(method, HTTPURL("http://a/b?c"), headers: headers, body: body), status)
        let keeps = status != 303 && wanted == method
        #expect(next.method == wanted, "\(status)")
        #expect(next.url == (try HTTPURL("http://a/next")))
        #expect(next.body == (keeps ? body : .none), "\(status)")
        #expect(next.headers.keys == (keeps ? ["Content-Type", "Content-Length", "Accept"] : ["Accept"]), "\(status)")
      }
    }
  }

  @Test(arguments: methods.indices, kinds) func `a method that is to be kept is kept, and the body goes as without that`(
    row: Int, status: Int
  ) throws {
    let method = Self.methods[row].method
    let request = RedirectPolicy.Request(method, try HTTPURL("http://a/"), headers: ["Content-Type": "a/b"], body: .replayable)
    var policy = RedirectPolicy()
    let usual = try Self.next(request, status)
    policy.keepsMethod = true
    let kept = try Self.next(request, status, policy: policy)
    #expect(kept.method == method)
    #expect((kept.body, kept.headers) == (usual.body, usual.headers))
  }

  @Test(arguments: methods.indices, kinds) func `POST and its body stay after the statuses that are to keep it, and no other method`(
    row: Int, status: Int
  ) throws {
    let method = Self.methods[row].method
    for body in [RedirectPolicy.Body.none, .replayable, .once] {
      let request = RedirectPolicy.Request(method, try HTTPURL("http://a/"), headers: ["Content-Type": "a/b"], body: body)
      for kept in [[status], [301, 302, 303].filter { $0 != status }] {
        var policy = RedirectPolicy()
        policy.statusesKeepingPost = Set(kept)
        if method == "POST", kept == [status] {
          let next = body == .once ? nil : try Self.next(request, status, policy: policy)
          if let next { #expect(next.method == "POST" && next.body == body && next.headers == request.headers) }
          // A body that is gone can't be sent again.
          if next == nil { #expect(Self.kind(failure { try Self.next(request, status, policy: policy) }) == .bodyNotReplayable) }
        } else {
          let usual = Result { try Self.next(request, status) }
          #expect((try? Self.next(request, status, policy: policy)) == (try? usual.get()))
        }
      }
    }
  }

  @Test(arguments: [100, 101, 200, 201, 204, 300, 304, 305, 306, 309, 310, 399, 400, 401, 404, 407, 500])
  func `other statuses are delivered, whatever their Location is`(status: Int) throws {
    for location in ["/next", "", nil, "ftp://a/", "http://u:p@b/"] {
      let request = RedirectPolicy.Request("GET", try HTTPURL("https://a/"), body: .once)
      #expect(try Self.decide(request, status, to: location, policy: RedirectPolicy(limit: 0)) == .deliver)
    }
  }

  @Test(arguments: kinds) func `the answer to CONNECT is delivered`(status: Int) throws {
    #expect(try Self.decide(RedirectPolicy.Request("CONNECT", HTTPURL("http://a/")), status) == .deliver)
  }

  @Test(arguments: kinds) func `a body that can be read once is refused only where it would be sent again`(status: Int) throws {
    let post = RedirectPolicy.Request("POST", try HTTPURL("http://a/"), body: .once)
    if status < 307 {
      #expect(try Self.next(post, status).body == RedirectPolicy.Body.none)
    } else {
      let error = #expect(throws: HTTPException.self) { try Self.next(post, status) }
      #expect(Self.kind(error) == .bodyNotReplayable)
      #expect(error?.fault == .caller)
    }
  }

  @Test func `fields about the content leave with it, in whatever case they are`() throws {
    let gone = [
      "content-type", "CONTENT-LENGTH", "Content-Encoding", "Content-Language", "Content-Location", "Content-Disposition", "Content-MD5",
      "Content-Range", "Content-Digest", "Transfer-Encoding", "Trailer", "Expect", "Digest", "Repr-Digest", "Last-Modified",
    ]
    let kept = ["Accept", "Accept-Encoding", "User-Agent", "Contents", "TE", "Range", "X-Content-Type", "Authorization", "Host"]
    let headers = HTTPMessage((gone + kept).map { ($0, "x") })
    let url = try HTTPURL("http://a/")
    #expect(try Self.next(RedirectPolicy.Request("POST", url, headers: headers, body: .replayable), 303).headers.keys == kept)
    #expect(try Self.next(RedirectPolicy.Request("POST", url, headers: headers, body: .replayable), 307).headers.keys == gone + kept)
  }

  @Test func `values that are no text stay as they are`() throws {
    var headers = HTTPMessage()
    headers.add(name: Array("X".utf8), value: [0xFF, 0x20, 0xC3, 0xA4])
    let next = try Self.next(RedirectPolicy.Request("GET", HTTPURL("http://a/"), headers: headers), 303, to: "//b/")
    #expect(Array(next.headers.valueBytes(at: 0)) == [0xFF, 0x20, 0xC3, 0xA4])
  }

  static let fragments = [
    ("http://a/#f", "/b", "http://a/b#f"), ("http://a/#f", "/b#g", "http://a/b#g"), ("http://a/#f", "/b#", "http://a/b#"),
    ("http://a/#f", "https://c/", "https://c/#f"), ("http://a/", "/b#g", "http://a/b#g"), ("http://a/#f", "?q", "http://a/?q#f"),
  ]

  @Test(arguments: fragments) func `a fragment is inherited`(url: String, location: String, shown: String) throws {
    #expect(try Self.next(RedirectPolicy.Request("GET", HTTPURL(url)), 302, to: location).url.description == shown)
  }

  static let locations: [(bytes: [UInt8], shown: String)] = [
    (Array("/ä b".utf8), "http://a/%C3%A4%20b"), ([0x2F, 0xE4, 0x2F, 0xFF], "http://a/%E4/%FF"),
    (Array("//bücher.example".utf8), "http://xn--bcher-kva.example/"),
    (Array("?x".utf8), "http://a/b?x"), (Array("../..//evil".utf8), "http://a//evil"), (Array("/\\evil".utf8), "http://a/%5Cevil"),
    (Array("http:c".utf8), "http://a/c"),
  ]

  @Test(arguments: locations) func `a Location is resolved, in whatever bytes it is`(bytes: [UInt8], shown: String) throws {
    var headers = HTTPMessage()
    // The same field twice says the same.
    for _ in 0..<2 { headers.add(name: Array("LOCATION".utf8), value: bytes) }
    let decision = try RedirectPolicy().decide(RedirectPolicy.Request("GET", HTTPURL("http://a/b")), status: 301, headers: headers)
    guard case .follow(let next) = decision else { return #expect(Bool(false), "\(decision)") }
    #expect(next.url.description == shown)
  }

  static let hostile: [(location: String?, kind: RedirectFailure.Kind?)] = [
    ("ftp://h/", .unsupportedScheme("ftp")), ("file:///etc/passwd", .unsupportedScheme("file")),
    ("javascript:x", .unsupportedScheme("javascript")), ("mailto:secret@h", .unsupportedScheme("mailto")), ("http://u:secret@h/", nil),
    ("//secret@h/", nil),
    ("http://:secret@h/", nil), ("http://a@secret:h/", nil), ("http://h\\@secret/", nil), ("/a\u{0}secret", nil), ("/a\u{7F}secret", nil),
    ("/a\tsecret", nil), ("/a\rsecret: x", nil), ("/a\nsecret: x", nil), ("http://", nil), ("https:g", nil), ("http:///secret", nil),
    ("//", nil),
    ("http://h:secret/", nil), ("http://h:99999/", nil), ("http://secret secret/", nil), ("http://[secret/", nil),
    ("http://u:secret%00@h", nil),
  ]

  @Test(arguments: hostile.indices) func `a Location that leads nowhere is refused, and not shown`(row: Int) throws {
    let (location, kind) = Self.hostile[row]
    for status in Self.kinds {
      let request = RedirectPolicy.Request("GET", try HTTPURL("http://aladdin:opensesame@a/b"))
      let error = #expect(throws: HTTPException.self) { try Self.decide(request, status, to: location) }
      guard case .redirect(let failure)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
      if let kind {
        #expect(failure.kind == kind)
      } else if case .badLocation = failure.kind {
      } else {
        #expect(Bool(false), "\(failure.kind)")
      }
      #expect((failure.status, failure.url) == (status, "http://a/b"))
      #expect(error?.fault == .peer)
      for text in ["secret", "aladdin", "opensesame"] { #expect(!failure.description.contains(text), "\(failure)") }
    }
  }

  @Test func `several Locations that differ are refused`() throws {
    let headers: HTTPMessage = ["Location": "/a", "location": "/b"]
    let request = RedirectPolicy.Request("GET", try HTTPURL("http://a/"))
    let error = #expect(throws: HTTPException.self) { try RedirectPolicy().decide(request, status: 301, headers: headers) }
    #expect(Self.kind(error) == .badLocation("there are several that differ"))
  }

  @Test(arguments: kinds) func `https leads to http only where that is allowed`(status: Int) throws {
    let request = RedirectPolicy.Request("GET", try HTTPURL("https://a/"))
    for location in ["http://a/", "http://b/", "HTTP://a:443/"] {
      let error = #expect(throws: HTTPException.self) { try Self.decide(request, status, to: location) }
      #expect(Self.kind(error) == .insecure)
      #expect(try Self.next(request, status, to: location, policy: RedirectPolicy(allowsInsecure: true)).url.scheme == .http)
    }
    #expect(try Self.next(RedirectPolicy.Request("GET", HTTPURL("http://a/")), status, to: "https://a/").url.scheme == .https)
  }

  @Test(arguments: [(20, 20), (1, 1), (0, 0), (-1, 0)]) func `as many redirections are followed as the limit says`(limit: Int, count: Int)
    throws
  {
    let policy = RedirectPolicy(limit: limit)
    #expect(RedirectPolicy().limit == 20)
    var request = RedirectPolicy.Request("GET", try HTTPURL("http://u:secret@a/0"))
    var history: [HTTPURL] = []
    for number in 1..<(count + 1) {
      let next = try Self.next(request, 302, to: "/\(number)", policy: policy, history: history)
      history.append(request.url)
      request = next
    }
    let (last, before) = (request, history)
    let error = #expect(throws: HTTPException.self) { try Self.next(last, 302, policy: policy, history: before) }
    guard case .redirect(let failure)? = error else { return #expect(Bool(false)) }
    #expect(failure.kind == .tooMany(limit: count))
    #expect(failure.history == (0..<count).map { "http://a/\($0)" })
    #expect(failure.description == "the redirection 302 of http://a/\(count) is not followed: \(count) were followed before it")
  }
}
