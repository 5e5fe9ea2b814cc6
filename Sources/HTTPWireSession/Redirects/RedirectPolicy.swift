public import HTTPWireCore

/// What to do with a redirection (RFC 9110 section 15.4). It does no I/O: it is asked with a request and the head of its response.
///
/// ```swift
/// var request = RedirectPolicy.Request("GET", try HTTPURL("http://example.org/"))
/// var history: [HTTPURL] = []
/// let policy = RedirectPolicy()
/// var response = try send(request)
/// while case .follow(let next) = try policy.decide(request, status: response.status, headers: response.headers, history: history) {
///   history.append(request.url)
///   request = next
///   response = try send(request)
/// }
/// ```
///
/// | status | method of the next request |
/// |---|---|
/// | 301, 302 | GET instead of POST; all others are kept, as by browsers and curl |
/// | 303 | GET, or HEAD if it was that |
/// | 307, 308 | the same |
/// | 300, 304, 305, 306 and all others | none: the response is delivered |
///
/// A body goes along with the method. If the method becomes GET, or the status is 303, the body is left out with the fields about it.
///
/// When scheme, host or port change, the next request has no credentials: no `Authorization`, `Proxy-Authorization` and `Cookie`, no user
/// and password of the URL, and none of ``confidentialFields``. Neither has it the caller's `Host`, `Origin` and `Referer`. Each step
/// starts from the request before it, so what was left out does not come back when a later redirection leads to the first server again.
///
/// ``statusesKeepingPost``, ``keepsMethod`` and ``trustsOtherOrigins`` change that, for servers that need it.
public struct RedirectPolicy: Sendable, Hashable {
  /// How many redirections may be followed; by default 20. Values below 0 count as 0.
  public var limit: Int
  /// The schemes to which redirections may lead; both by default.
  public var schemes = Set(HTTPURL.Scheme.allCases)
  /// Whether a redirection may lead from https to http. By default it is refused.
  public var allowsInsecure: Bool
  /// The names of further fields that another origin must not get, such as `X-API-Key`. Case does not matter.
  public var confidentialFields: Set<String>
  /// Whether other origins get what the first one does: all fields but `Host`, the user and password of the URL, and in a session also the
  /// credentials of the first origin where the other one has none of its own (curl's `--location-trusted`). By default they don't. Whoever
  /// can make the server redirect gets them then; with ``allowsInsecure``, so does whoever listens.
  public var trustsOtherOrigins = false
  /// The statuses, of 301, 302 and 303, after which POST stays POST and keeps its body (curl's `--post301` and its siblings).
  public var statusesKeepingPost: Set<Int> = []
  /// Whether the method stays the same whatever the status is, also after 303 (curl's `-X` with `-L`). The body is left out where it would
  /// be without this.
  public var keepsMethod = false
  /// Whether each next request has a `Referer`, the URL of the one before (RFC 9110 section 10.1.3; curl's `-e ';auto'`). It takes the
  /// place of the caller's. A request over http has none if the one before went over https.
  public var setsReferer = false

  /// Creates a policy.
  public init(limit: Int = 20, allowsInsecure: Bool = false, confidentialFields: Set<String> = []) {
    self.limit = limit
    self.allowsInsecure = allowsInsecure
    self.confidentialFields = confidentialFields
  }

  /// Whether a request has a body, and how often it can be sent.
  public enum Body: Sendable, Hashable {
    /// There is none.
    case none
    /// It can be sent again.
    case replayable
    /// Its source can be read only once.
    case once
  }

  /// A request, as far as redirections depend on it.
  public struct Request: Sendable, Equatable {
    /// The method.
    public var method: String
    /// The URL. Its user and password stand for credentials that are sent with the request.
    public var url: HTTPURL
    /// The fields that the caller has given.
    public var headers: HTTPMessage
    /// The body.
    public var body: Body

    /// Creates a request.
    public init(_ method: String, _ url: HTTPURL, headers: HTTPMessage = HTTPMessage(), body: Body = .none) {
      self.method = method
      self.url = url
      self.headers = headers
      self.body = body
    }
  }

  /// What to do.
  public enum Decision: Sendable, Equatable {
    /// The response is the result.
    case deliver
    /// This request is to be sent next. Its body is `none`, or that of the request before.
    case follow(Request)
  }

  /// Decides about a response. `history` has the URLs that were requested before this request, because of redirections.
  ///
  /// Throws `redirect` for a redirection that must not or can't be followed. The error has the history; it shows neither the `Location` nor
  /// any user information.
  public func decide(
    _ request: Request, status: Int, headers: HTTPMessage, history: [HTTPURL] = []
  ) throws(HTTPException) -> Decision {
    let hop = RedirectHop(policy: self, request: request, status: status, headers: headers, history: history)
    return hop.isFollowed ? .follow(try next(hop)) : .deliver
  }

  private func next(_ hop: RedirectHop) throws(HTTPException) -> Request {
    var next = hop.request
    next.url = try hop.location()
    if !schemes.contains(next.url.scheme) { throw hop.failure(.unsupportedScheme(next.url.scheme.rawValue)) }
    if hop.request.url.scheme == .https, next.url.scheme == .http, !allowsInsecure { throw hop.failure(.insecure) }
    if hop.history.count >= max(limit, 0) { throw hop.failure(.tooMany(limit: max(limit, 0))) }
    next.method = hop.method
    if !hop.keepsBody {
      next.body = .none
      next.headers = RedirectFields.withoutContent(next.headers)
    } else if next.body == .once {
      throw hop.failure(.bodyNotReplayable)
    }
    let isSame = next.url.origin == hop.request.url.origin
    if !isSame {
      next.headers =
        trustsOtherOrigins
        ? RedirectFields.without(["host"], next.headers) : RedirectFields.withoutSecrets(next.headers, also: confidentialFields)
    }
    if isSame || trustsOtherOrigins, hop.request.url.user != nil {
      next.url = next.url.changed { ($0.user, $0.password) = (hop.request.url.user, hop.request.url.password) }
    }
    if setsReferer {
      next.headers.remove("Referer")
      if let referer = hop.referer(for: next.url) { next.headers.add("Referer", referer) }
    }
    return next
  }
}
