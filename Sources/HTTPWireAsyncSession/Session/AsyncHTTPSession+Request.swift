extension AsyncHTTPSession {
  /// A request to be sent by a session.
  ///
  /// ```swift
  /// var request = try AsyncHTTPSession.Request("PUT", "https://example.org/report", body: .file(path: "report.pdf"))
  /// request.expectContinue = .wait(upTo: .seconds(1))
  /// let response = try await session.send(request)
  /// ```
  public struct Request: Sendable {
    /// The method, a token. Case matters.
    public var method: String
    /// The URL. Its user and password are sent as Basic credentials.
    public var url: HTTPURL
    /// Fields of the request's own. They replace those of the configuration and of the body.
    public var headers: HTTPMessage
    /// The names of fields that the request does not get unless ``headers`` has them; see
    /// ``/HTTPWireSession/HTTPSession/Request/omittedFields``.
    public var omittedFields: Set<String> = []
    /// The body. One that is awaited piece by piece can be sent only once: no redirection takes it along, and no attempt repeats it.
    public var body: AsyncRequestBody?
    /// The moment by which the last byte of the response must have come, with all redirections.
    public var deadline: ContinuousClock.Instant?
    /// Whether the session's cookies are sent with those of the request's own `Cookie` field, behind them. By default that field replaces
    /// them.
    public var joinsCookies = false
    /// Whether to ask the server before the body is sent.
    public var expectContinue: ExpectContinue?
    /// Called as the body is sent, where the connection runs: it must not block.
    public var onUpload: (@Sendable (TransferProgress) -> Void)?

    /// Creates a request.
    public init(_ method: String, _ url: HTTPURL, headers: HTTPMessage = HTTPMessage(), body: AsyncRequestBody? = nil) {
      self.method = method
      self.url = url
      self.headers = headers
      self.body = body
    }

    /// Creates a request. Throws `invalidURL` and `unsupportedScheme` for a URL that is not valid.
    public init(
      _ method: String, _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), body: AsyncRequestBody? = nil
    ) throws(HTTPException) {
      self.init(method, try url.httpURL(), headers: headers, body: body)
    }
  }
}

extension AsyncHTTPSession.Request: SessionRequest {
  package var bodyKind: RedirectPolicy.Body { body.map { $0.isReplayable ? .replayable : .once } ?? .none }
  package var bodyType: String? { body?.contentType }
}
