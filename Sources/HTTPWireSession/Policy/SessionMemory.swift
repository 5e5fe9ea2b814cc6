import HTTPWireCore

/// What a session has learned from responses: cookies and challenges. It does no I/O.
struct SessionMemory: Sendable {
  /// The cookies; nil if they are off.
  var cookies: CookieJar?
  private var digests: [HTTPURL.Origin: DigestAuthentication] = [:]

  init(cookies: CookieJar?) { self.cookies = cookies }

  /// Whether no request needs anything from here.
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

  /// The nonce of a server's last challenge.
  func nonce(of origin: HTTPURL.Origin) -> String? { digests[origin]?.nonce }

  /// Takes the challenge of a 401 to a request that has answered a nonce, or none. Returns whether repeating the request can help: not if
  /// the server has refused the answer to this very nonce. Other threads may have got other challenges in the meantime.
  mutating func accept(
    _ fields: HTTPMessage, from origin: HTTPURL.Origin, _ credentials: ServerCredentials, answered: String?
  ) throws(HTTPException) -> Bool {
    var digest: DigestAuthentication
    if let known = digests[origin] {
      digest = known
    } else {
      digest = try DigestAuthentication(user: credentials.user ?? "", password: credentials.secret)
    }
    guard let challenge = digest.take(fields) else { return false }
    digests[origin] = digest
    return challenge.isStale || challenge.nonce != answered
  }
}
