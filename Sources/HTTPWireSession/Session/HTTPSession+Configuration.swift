public import HTTPWireInflate

extension HTTPSession {
  /// How a session behaves. A session never changes its configuration; make another session for another one.
  ///
  /// ```swift
  /// var configuration = HTTPSession.Configuration()
  /// configuration.cookies = CookieJar()
  /// configuration.timeout = .seconds(5)
  /// let session = HTTPSession(configuration)
  /// ```
  ///
  /// <doc:SessionDefaults> has a table of all defaults and their reasons.
  public struct Configuration: Sendable {
    /// The fields that each request gets, unless it has a field of the same name. By default `User-Agent` and `Accept: */*`.
    public var headers: HTTPMessage = ["User-Agent": "HTTPWire/0.1", "Accept": "*/*"]

    // MARK: Time

    /// How long each blocking operation may take; nil waits for ever. See `HTTPConnection.timeout`.
    public var timeout: Duration? = .seconds(30)
    /// How long opening a connection may take as a whole; nil sets no limit but ``timeout`` for each step.
    public var openingTimeout: Duration? = .seconds(20)
    /// How long a call may take that returns the whole response, with all redirections and attempts; nil sets no limit. It is not for
    /// streamed responses, events and downloads, whose length nobody knows. It includes the time of sending a body: give a long upload a
    /// deadline of its own, which replaces it.
    public var timeLimit: Duration? = .seconds(300)

    /// Which requests are sent again, and when; by default none is but on a kept connection that is dead. Requests with a body that can be
    /// read only once are not sent again.
    public var retries: RetryPolicy?

    // MARK: What is followed and undone

    /// What becomes of redirections; nil delivers them like any other response.
    public var redirects: RedirectPolicy? = RedirectPolicy()
    /// Whether content codings are asked for and undone: gzip and deflate, and those of other traits. Without the trait `Compression`
    /// there is nothing to ask for.
    public var decodesContent = true
    /// What to do with a coding that is not known.
    public var unknownCodings = ContentCodings.Unknown.refused
    /// How much may come out of content codings.
    public var decoding = ContentDecoder.Limits()
    /// The largest body in bytes that is returned as a whole, once it is decoded; nil for any. A larger one throws `limitExceeded`.
    public var bodyLimit: Int? = 268_435_456

    // MARK: Who is asked

    /// Which proxies lead to which URLs.
    public var proxies = ProxyRules.environment
    /// Which server gets which credentials. A request's own `Authorization` comes first, and then the user and password of its URL.
    public var credentials = CredentialStore()
    /// The cookies to begin with; nil neither sends nor keeps any. See ``HTTPSession/cookies``.
    public var cookies: CookieJar?

    // MARK: Connections

    /// How many connections are kept, and for how long.
    public var connections = ConnectionLimits()
    /// Which deviations from the RFC are tolerated.
    public var leniency = ParsingLeniency.default
    #if TLS
    /// The settings for TLS to https servers.
    public var context = TLSContext.default
    /// The settings for TLS to https proxies.
    public var proxyContext = TLSContext.default
    #endif
    /// Called with each connection once, before it is opened: set an opener, observers, limits or whatever a connection has.
    ///
    /// ```swift
    /// configuration.prepare = { $0.observers = [recorder] }
    /// ```
    public var prepare: (@Sendable (HTTPConnection) -> Void)?

    /// Creates the configuration of the defaults. The rules for proxies are those of the environment at this moment.
    public init() {}
  }
}
