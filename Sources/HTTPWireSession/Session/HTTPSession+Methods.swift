extension HTTPSession {
  /// Fetches a resource. The other calls of this kind differ in the method only.
  ///
  /// ```swift
  /// let page = try session.get("https://example.org/", deadline: .now + .seconds(5))
  /// ```
  ///
  /// Throws `invalidURL` and `unsupportedScheme` for a URL that is not valid, and what ``send(_:)`` throws.
  public func get(
    _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try send("GET", url, nil, headers, deadline)
  }

  /// Fetches the head of a resource.
  public func head(
    _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try send("HEAD", url, nil, headers, deadline)
  }

  /// Sends a body to a resource for processing. The body's content type is sent unless `headers` has one.
  public func post(
    _ url: some HTTPURLConvertible, body: RequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try send("POST", url, body, headers, deadline)
  }

  /// Puts a body in the place of a resource. The body's content type is sent unless `headers` has one.
  public func put(
    _ url: some HTTPURLConvertible, body: RequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try send("PUT", url, body, headers, deadline)
  }

  /// Changes a part of a resource. The body's content type is sent unless `headers` has one.
  public func patch(
    _ url: some HTTPURLConvertible, body: RequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try send("PATCH", url, body, headers, deadline)
  }

  /// Removes a resource.
  public func delete(
    _ url: some HTTPURLConvertible, body: RequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try send("DELETE", url, body, headers, deadline)
  }

  /// Asks what can be done with a resource.
  public func options(
    _ url: some HTTPURLConvertible, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try send("OPTIONS", url, nil, headers, deadline)
  }

  private func send(
    _ method: String, _ url: some HTTPURLConvertible, _ body: RequestBody?, _ headers: HTTPMessage, _ deadline: ContinuousClock.Instant?
  ) throws(HTTPException) -> Response {
    try send(Request(method, try url.httpURL(), headers, body?.literalInUTF8, deadline))
  }
}
