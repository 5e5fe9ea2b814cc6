extension AsyncHTTPSession {
  /// Fetches a resource. The other calls of this kind differ in the method only.
  ///
  /// ```swift
  /// let page = try await session.get("https://example.org/", deadline: .now + .seconds(5))
  /// ```
  ///
  /// Throws `invalidURL` and `unsupportedScheme` for a URL that is not valid, and what ``send(_:)`` throws.
  public nonisolated(nonsending) func get(
    _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) async throws(HTTPException) -> HTTPSession.Response {
    try await send("GET", url, nil, headers, deadline)
  }

  /// Fetches the head of a resource.
  public nonisolated(nonsending) func head(
    _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) async throws(HTTPException) -> HTTPSession.Response {
    try await send("HEAD", url, nil, headers, deadline)
  }

  /// Sends a body to a resource for processing. The body's content type is sent unless `headers` has one.
  public nonisolated(nonsending) func post(
    _ url: some HTTPURLConvertible, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) async throws(HTTPException) -> HTTPSession.Response {
    try await send("POST", url, body, headers, deadline)
  }

  /// Puts a body in the place of a resource. The body's content type is sent unless `headers` has one.
  public nonisolated(nonsending) func put(
    _ url: some HTTPURLConvertible, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) async throws(HTTPException) -> HTTPSession.Response {
    try await send("PUT", url, body, headers, deadline)
  }

  /// Changes a part of a resource. The body's content type is sent unless `headers` has one.
  public nonisolated(nonsending) func patch(
    _ url: some HTTPURLConvertible, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) async throws(HTTPException) -> HTTPSession.Response {
    try await send("PATCH", url, body, headers, deadline)
  }

  /// Removes a resource.
  public nonisolated(nonsending) func delete(
    _ url: some HTTPURLConvertible, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) async throws(HTTPException) -> HTTPSession.Response {
    try await send("DELETE", url, body, headers, deadline)
  }

  /// Asks what can be done with a resource.
  public nonisolated(nonsending) func options(
    _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) async throws(HTTPException) -> HTTPSession.Response {
    try await send("OPTIONS", url, nil, headers, deadline)
  }

  private nonisolated(nonsending) func send(
    _ method: String, _ url: some HTTPURLConvertible, _ body: AsyncRequestBody?, _ headers: HTTPMessage,
    _ deadline: ContinuousClock.Instant?
  ) async throws(HTTPException) -> HTTPSession.Response {
    var request = Request(method, try url.httpURL(), headers: headers, body: body)
    request.deadline = deadline
    return try await send(request)
  }
}
