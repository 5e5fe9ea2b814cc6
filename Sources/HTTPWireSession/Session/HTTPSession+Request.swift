extension HTTPSession {
  /// A request to be sent by a session.
  ///
  /// ```swift
  /// var request = HTTPSession.Request("PUT", try HTTPURL("https://example.org/report"), body: .file(path: "report.pdf"))
  /// request.expectContinue = .wait(upTo: .seconds(1))
  /// let response = try session.send(request)
  /// ```
  public struct Request {
    /// The method, a token. Case matters.
    public var method: String
    /// The URL. Its user and password are sent as Basic credentials.
    public var url: HTTPURL
    /// Fields of the request's own. They replace those of the configuration and of the body.
    public var headers: HTTPMessage
    /// The names of fields that the request does not get unless ``headers`` has them: those of the configuration, of the body, of cookies
    /// and credentials, and `Host`, `Accept-Encoding` and `Content-Length`. Case does not matter. It holds for all redirections, too.
    ///
    /// ```swift
    /// var request = try HTTPSession.Request("GET", "https://example.org/")
    /// request.omittedFields = ["User-Agent", "Cookie"]
    /// ```
    ///
    /// Without `Content-Length`, a body is sent in chunks.
    public var omittedFields: Set<String> = []
    /// The body.
    public var body: RequestBody?
    /// The moment by which the last byte of the response must have come, with all redirections.
    public var deadline: ContinuousClock.Instant?
    /// Whether the session's cookies are sent with those of the request's own `Cookie` field, behind them. By default that field replaces
    /// them.
    public var joinsCookies = false
    /// Ends the request from any thread: opening, sending, reading, and the waits between attempts throw `cancelled`. One canceller may be
    /// that of many requests. The canceller of a connection is not for this; make one.
    ///
    /// ```swift
    /// let canceller = Canceller()
    /// var request = try HTTPSession.Request("GET", "https://example.org/")
    /// request.canceller = canceller
    /// Task { canceller.cancel() }
    /// ```
    public var canceller: Canceller?
    /// Whether to ask the server before the body is sent.
    public var expectContinue: ExpectContinue?
    /// Called as the body is sent, in the thread that sends it.
    public var onUpload: (@Sendable (TransferProgress) -> Void)?

    init(_ method: String, _ url: HTTPURL, _ headers: HTTPMessage, _ body: RequestBody?, _ deadline: ContinuousClock.Instant?) {
      self.method = method
      self.url = url
      self.headers = headers
      self.body = body
      self.deadline = deadline
    }

    /// Creates a request. A body of a string literal is sent as UTF-8.
    public init(_ method: String, _ url: HTTPURL, headers: HTTPMessage = HTTPMessage(), body: RequestBody? = nil) {
      self.init(method, url, headers, body?.literalInUTF8, nil)
    }

    /// Creates a request. Throws `invalidURL` and `unsupportedScheme` for a URL that is not valid.
    public init(
      _ method: String, _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), body: RequestBody? = nil
    ) throws(HTTPException) {
      self.init(method, try url.httpURL(), headers: headers, body: body)
    }
  }
}
