import HTTPWireCore

/// The way of a request through redirections and challenges to the response that the caller gets. It does no I/O: it says what to send, and
/// is told the head of each response.
struct Journey {
  /// What is to be sent now, with the fields that the caller has given.
  private(set) var hop: RedirectPolicy.Request
  /// What was followed so far.
  private(set) var history: [HTTPSession.Redirection] = []
  private let rules: SessionRules
  /// Whether the challenge of the current server was answered.
  private var hasAnswered = false

  init(_ request: HTTPSession.Request, _ rules: SessionRules) {
    let body: RedirectPolicy.Body = request.body.map { $0.isReplayable ? .replayable : .once } ?? .none
    hop = RedirectPolicy.Request(request.method, request.url, headers: request.headers, body: body)
    self.rules = rules
  }

  /// The fields to send, apart from those that the connection adds.
  ///
  /// Throws `invalidArgument` for credentials that can't be sent.
  func fields(_ body: RequestBody?, _ memory: inout SessionMemory) throws(HTTPException) -> HTTPMessage {
    var fields = rules.fields
    if !hop.headers.isEmpty { fields.merge(hop.headers) }
    if hop.body != .none, let type = body?.contentType, !hop.headers.contains("Content-Type") { fields.add("Content-Type", type) }
    if memory.isEmpty, hop.url.user == nil, rules.credentials.isEmpty { return fields }
    memory.addCookies(to: &fields, for: hop.url)
    if !fields.contains("Authorization"), let value = try authorization(&memory) { fields.add("Authorization", value) }
    return fields
  }

  private func authorization(_ memory: inout SessionMemory) throws(HTTPException) -> String? {
    if let own = hop.url.authorization { return own }
    guard let credentials = try rules.credentials.credentials(for: hop.url.origin) else { return nil }
    if credentials.scheme == .digest { return try memory.digest(for: hop) }
    return credentials.authorization
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
    if next.url.origin != hop.url.origin { hasAnswered = false }
    hop = next
    return true
  }

  /// Whether a challenge of the Digest scheme is answered: with the credentials of the server, once, and if the body can be sent again.
  private mutating func answers(_ headers: HTTPMessage, _ memory: inout SessionMemory) throws(HTTPException) -> Bool {
    guard !hasAnswered, hop.body != .once, hop.url.user == nil, !hop.headers.contains("Authorization"),
      let credentials = try rules.credentials.credentials(for: hop.url.origin), credentials.scheme == .digest
    else { return false }
    hasAnswered = true
    return try memory.accept(headers, from: hop.url.origin, credentials)
  }
}

/// What all requests of a session have in common.
struct SessionRules: Sendable {
  /// The fields that each request gets, unless it has its own.
  let fields: HTTPMessage
  let redirects: RedirectPolicy?
  let credentials: CredentialStore
}
