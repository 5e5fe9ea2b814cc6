import HTTPWireCore

/// The way of a request through redirections and challenges to the response that the caller gets. It does no I/O: it says what to send, and
/// takes the head of each response.
package struct Journey {
  /// What is to be sent now, with the fields of the configuration and of the caller. Those that are for one server are left out for others.
  package private(set) var hop: RedirectPolicy.Request
  /// What was followed so far.
  package private(set) var history: [HTTPSession.Redirection] = []
  /// Whether the session's cookies go with the caller's.
  private let joinsCookies: Bool
  private let rules: SessionRules
  /// The fields that are not added, neither here nor by the connection.
  package let omitted: OmittedFields
  /// Whether the challenge to the current request was answered.
  private var hasAnswered = false
  /// The nonce that the current request has answered.
  private var nonce: String?

  package init(_ request: some SessionRequest, _ rules: SessionRules) {
    var headers = rules.fields
    if let type = request.bodyType { headers.set("Content-Type", type) }
    omitted = OmittedFields(request.omittedFields)
    joinsCookies = request.joinsCookies
    omitted.remove(from: &headers)
    if !request.headers.isEmpty {
      headers.merge(request.headers)
      // A part of coded content can't be decoded.
      if request.headers.contains("Range"), !request.headers.contains("Accept-Encoding"), headers.contains("Accept-Encoding") {
        headers.set("Accept-Encoding", "identity")
      }
    }
    hop = RedirectPolicy.Request(request.method, request.url, headers: headers, body: request.bodyKind)
    self.rules = rules
  }

  /// The fields to send, apart from those that the connection adds.
  ///
  /// Throws `invalidArgument` for credentials that can't be sent.
  mutating func fields(_ memory: inout SessionMemory) throws(HTTPException) -> HTTPMessage {
    if memory.isEmpty, hop.url.user == nil, !rules.hasCredentials { return hop.headers }
    var fields = hop.headers
    if !omitted.contains("Cookie") { memory.addCookies(to: &fields, for: hop.url, joining: joinsCookies) }
    if !fields.contains("Authorization"), let value = try authorization(&memory) { fields.add("Authorization", value) }
    return fields
  }

  private mutating func authorization(_ memory: inout SessionMemory) throws(HTTPException) -> String? {
    if omitted.contains("Authorization") { return nil }
    if let own = hop.url.authorization { return own }
    guard let credentials = try credentials() else { return nil }
    if credentials.scheme != .digest { return credentials.authorization }
    let account = SessionMemory.Account(origin: hop.url.origin, credentials: credentials)
    nonce = memory.nonce(of: account)
    return try memory.digest(for: hop, account)
  }

  /// The credentials for the current server. A netrc file's entry for all hosts is for those that the caller has named, and not for those
  /// that a redirection names. Servers that are trusted get those of the first one.
  private func credentials() throws(HTTPException) -> ServerCredentials? {
    let isNamed = history.allSatisfy { $0.url.host == hop.url.host }
    let own = try rules.credentials.credentials(for: hop.url.origin, isNamed: isNamed)
    guard own == nil, rules.redirects?.trustsOtherOrigins == true, let first = history.first else { return own }
    return try rules.credentials.credentials(for: first.url.origin)
  }

  /// Takes the head of the response. Returns whether there is another request to send; otherwise the response is the caller's.
  ///
  /// Throws `redirect` for a redirection that must not or can't be followed.
  mutating func goesOn(after status: Int, _ headers: HTTPMessage, _ memory: inout SessionMemory) throws(HTTPException) -> Bool {
    memory.learn(headers, from: hop.url)
    if status < 300 { return false }
    if status == 401 { return try answers(headers, &memory) }
    guard let policy = rules.redirects,
      case .follow(let next) = try policy.decide(hop, status: status, headers: headers, history: history.map(\.url))
    else { return false }
    history.append(HTTPSession.Redirection(status: status, url: hop.url, headers: headers))
    hop = next
    hasAnswered = false
    nonce = nil
    return true
  }

  /// Whether a challenge of the Digest scheme is answered: with the credentials of the server, once, and if the body can be sent again.
  private mutating func answers(_ headers: HTTPMessage, _ memory: inout SessionMemory) throws(HTTPException) -> Bool {
    guard !hasAnswered, hop.body != .once, hop.url.user == nil, !hop.headers.contains("Authorization"),
      !omitted.contains("Authorization"), let credentials = try credentials(), credentials.scheme == .digest
    else { return false }
    hasAnswered = true
    let account = SessionMemory.Account(origin: hop.url.origin, credentials: credentials)
    return try memory.accept(headers, for: account, answered: nonce)
  }
}

/// What all requests of a session have in common. It is a class because each request refers to it, and none changes it.
package final class SessionRules: Sendable {
  /// The fields that each request gets, unless it has its own.
  let fields: HTTPMessage
  let redirects: RedirectPolicy?
  let credentials: CredentialStore
  /// Whether there are any credentials.
  let hasCredentials: Bool

  init(fields: HTTPMessage, redirects: RedirectPolicy?, credentials: CredentialStore) {
    self.fields = fields
    self.redirects = redirects
    self.credentials = credentials
    hasCredentials = !credentials.isEmpty
  }
}
