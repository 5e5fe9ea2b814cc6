// Calls with a `String` or bytes where a `RequestBody` is wanted. They are unavailable, and the compiler's message says what to pass. A
// string literal is a `RequestBody`, which the compiler prefers.

extension HTTPSession {
  /// A `String` does not say its charset: pass `.utf8(text)`.
  @available(*, unavailable, message: "pass body: .utf8(text)")
  public func post(
    _ url: some HTTPURLConvertible, body: String, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try post(url, body: .utf8(body), headers: headers)
  }

  /// Bytes are passed as `.bytes(bytes)`.
  @available(*, unavailable, message: "pass body: .bytes(bytes)")
  public func post(
    _ url: some HTTPURLConvertible, body: some Sequence<UInt8>, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try post(url, body: .bytes(Array(body)), headers: headers)
  }

  /// A `String` does not say its charset: pass `.utf8(text)`.
  @available(*, unavailable, message: "pass body: .utf8(text)")
  public func put(
    _ url: some HTTPURLConvertible, body: String, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try put(url, body: .utf8(body), headers: headers)
  }

  /// Bytes are passed as `.bytes(bytes)`.
  @available(*, unavailable, message: "pass body: .bytes(bytes)")
  public func put(
    _ url: some HTTPURLConvertible, body: some Sequence<UInt8>, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try put(url, body: .bytes(Array(body)), headers: headers)
  }

  /// A `String` does not say its charset: pass `.utf8(text)`.
  @available(*, unavailable, message: "pass body: .utf8(text)")
  public func patch(
    _ url: some HTTPURLConvertible, body: String, headers: HTTPMessage = HTTPMessage(), deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try patch(url, body: .utf8(body), headers: headers)
  }

  /// Bytes are passed as `.bytes(bytes)`.
  @available(*, unavailable, message: "pass body: .bytes(bytes)")
  public func patch(
    _ url: some HTTPURLConvertible, body: some Sequence<UInt8>, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil
  ) throws(HTTPException) -> Response {
    try patch(url, body: .bytes(Array(body)), headers: headers)
  }
}
