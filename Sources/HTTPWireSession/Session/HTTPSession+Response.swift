extension HTTPSession {
  /// A response with its whole body, decoded.
  public struct Response: Sendable {
    /// The status code.
    public let status: Int
    /// The reason phrase.
    public let reason: String
    /// The URL that was requested last.
    public let url: HTTPURL
    /// The header fields as they came. `Content-Length` and `Content-Encoding` are about the body before it was decoded.
    public let headers: HTTPMessage
    /// The trailer fields of a chunked body; nil for others.
    public let trailers: HTTPMessage?
    /// The redirections that were followed, the first one first.
    public let history: [Redirection]
    /// The body, without its content codings.
    public let body: [UInt8]

    package init(
      status: Int, reason: String, url: HTTPURL, headers: HTTPMessage, trailers: HTTPMessage?, history: [Redirection], body: [UInt8]
    ) {
      self.status = status
      self.reason = reason
      self.url = url
      self.headers = headers
      self.trailers = trailers
      self.history = history
      self.body = body
    }

    /// Whether the status is one of 200 to 299.
    public var isSuccess: Bool { HTTPStatus(rawValue: status).isSuccess }

    /// Throws `custom` with an ``UnexpectedStatus`` unless the status is one of 200 to 299. Returns the response.
    ///
    /// ```swift
    /// let page = try session.get("https://example.org/").checkStatus().text()
    /// ```
    @discardableResult
    public func checkStatus() throws(HTTPException) -> Response {
      if isSuccess { return self }
      throw .custom(UnexpectedStatus(status: status, reason: reason, url: url))
    }

    /// The body as text, by the charset of `Content-Type`, or else as UTF-8. A byte order mark is left out.
    ///
    /// Throws `custom` with a ``TextDecodingError`` for another charset than UTF-8, UTF-16, ASCII, Latin-1 and windows-1252, and for bytes
    /// that are not of the charset. Write `String(decoding: page.body, as: UTF8.self)` to take whatever came.
    public func text() throws(HTTPException) -> String {
      try Charset.text(body, named: headers.getContentCharset())
    }
  }

  /// A redirection that was followed.
  public struct Redirection: Sendable, Equatable {
    /// The status code.
    public let status: Int
    /// The URL that was requested.
    public let url: HTTPURL
    /// The fields of the response, among them `Location`.
    public let headers: HTTPMessage
  }
}

/// A response whose status is not one of success.
public struct UnexpectedStatus: Error, Sendable, Hashable {
  /// The status code.
  public let status: Int
  /// The reason phrase that the server sent.
  public let reason: String
  /// The URL.
  public let url: HTTPURL
}

extension UnexpectedStatus: CustomStringConvertible {
  /// The status and the URL, without user and password.
  public var description: String {
    let phrase = reason.isEmpty ? HTTPStatus(rawValue: status).phrase : reason
    return "\(url): \(status)\(phrase.isEmpty ? "" : " " + phrase)"
  }
}

extension HTTPException {
  /// What ``HTTPSession/Response/checkStatus()`` or a download has thrown about a response; nil for other errors.
  public var unexpectedStatus: UnexpectedStatus? {
    if case .custom(let error) = self { error as? UnexpectedStatus } else { nil }
  }
}
