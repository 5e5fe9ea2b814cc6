import HTTPWireCore

/// What a session has learned from responses: cookies and challenges. It does no I/O.
struct SessionMemory: Sendable {
  /// The cookies; nil if they are off.
  var cookies: CookieJar?
  private var digests: [Account: DigestAuthentication] = [:]

  /// Which credentials a server gets. Where redirections lead, one server may get those of several others.
  struct Account: Sendable, Hashable {
    let origin: HTTPURL.Origin
    let credentials: ServerCredentials
  }

  /// How many challenges are remembered. Redirections to trusted servers could name any number.
  private static let mostDigests = 256

  init(cookies: CookieJar?) { self.cookies = cookies }

  /// Whether no request needs anything from here.
  var isEmpty: Bool { cookies == nil && digests.isEmpty }

  /// Adds the cookies for a request. Those that the caller has given replace them, unless they are to be joined.
  func addCookies(to fields: inout HTTPMessage, for url: HTTPURL, joining: Bool) {
    let own = fields.indices.first { fields.name(at: $0).lowercased() == "cookie" }.map { fields.valueBytes(at: $0) }
    guard let cookies, own == nil || joining, let value = cookies.header(for: CookieJar.Place(url)) else { return }
    guard let own else { return fields.add("Cookie", value) }
    fields.remove("Cookie")
    fields.add(name: Array("Cookie".utf8), value: Array(own) + Array("; ".utf8) + (Latin1.bytes(value) ?? []))
  }

  /// Takes the cookies of a response.
  mutating func learn(_ fields: HTTPMessage, from url: HTTPURL) {
    cookies?.store(fields, from: CookieJar.Place(url))
  }

  /// The answer to the last challenge of a server; nil if there was none.
  mutating func digest(for hop: RedirectPolicy.Request, _ account: Account) throws(HTTPException) -> String? {
    try digests[account]?.authorization(method: hop.method, target: hop.url.target)
  }

  /// The nonce of a server's last challenge.
  func nonce(of account: Account) -> String? { digests[account]?.nonce }

  /// Takes the challenge of a 401 to a request that has answered a nonce, or none. Returns whether repeating the request can help: not if
  /// the server has refused the answer to this very nonce. Other threads may have got other challenges in the meantime.
  mutating func accept(_ fields: HTTPMessage, for account: Account, answered: String?) throws(HTTPException) -> Bool {
    var digest: DigestAuthentication
    if let known = digests[account] {
      digest = known
    } else {
      digest = try DigestAuthentication(user: account.credentials.user ?? "", password: account.credentials.secret)
    }
    guard let challenge = digest.take(fields) else { return false }
    // What is forgotten costs another challenge.
    if digests.count >= Self.mostDigests, digests[account] == nil { digests = [:] }
    digests[account] = digest
    return challenge.isStale || challenge.nonce != answered
  }
}
