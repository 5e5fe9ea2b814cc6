import HTTPWireCore

/// What a session has learned from responses: cookies and challenges. It does no I/O.
struct SessionMemory: Sendable {
  /// The cookies; nil if they are off.
  var cookies: CookieJar?
  private var digests: [HTTPURL.Origin: DigestAuthentication] = [:]

  init(cookies: CookieJar?) { self.cookies = cookies }

  /// Whether nothing has to be asked before a request and told after it.
  var isEmpty: Bool { cookies == nil && digests.isEmpty }

  /// Adds the cookies for a request, unless the caller has given some.
  func addCookies(to fields: inout HTTPMessage, for url: HTTPURL) {
    guard let cookies, !fields.contains("Cookie"), let value = cookies.header(for: CookieJar.Place(url)) else { return }
    fields.add("Cookie", value)
  }

  /// Takes the cookies of a response.
  mutating func learn(_ fields: HTTPMessage, from url: HTTPURL) {
    cookies?.store(fields, from: CookieJar.Place(url))
  }

  /// The answer to the last challenge of a server; nil if there was none.
  mutating func digest(for hop: RedirectPolicy.Request) throws(HTTPException) -> String? {
    try digests[hop.url.origin]?.authorization(method: hop.method, target: hop.url.target)
  }

  /// Takes the challenge of a 401. Returns whether the request can be repeated with an answer to it.
  mutating func accept(
    _ fields: HTTPMessage, from origin: HTTPURL.Origin, _ credentials: ServerCredentials
  ) throws(HTTPException) -> Bool {
    var digest: DigestAuthentication
    if let known = digests[origin] { digest = known } else { digest = try DigestAuthentication(user: credentials.user ?? "", password: credentials.secret) }
    let canHelp = digest.accept(fields)
    digests[origin] = digest
    return canHelp
  }
}
