// What looks like a body and is none yet. The calls are unavailable: the compiler answers one with what to pass. A string literal is a
// `RequestBody`, which the compiler prefers to what is unavailable.

extension HTTPConnection {
  /// A `String` does not say its charset. Pass ``RequestBody/utf8(_:)``, or ``RequestBody/text(_:)`` for Latin-1 as in Python.
  @available(*, unavailable, message: "pass body: .utf8(text), or body: .text(text) for Latin-1 as in Python")
  public func request(
    _ method: String, _ url: String, body: String, headers: HTTPMessage = HTTPMessage(), encodeChunked: Bool = false,
    deadline: ContinuousClock.Instant? = nil, expectContinue: ExpectContinue? = nil
  ) throws(HTTPException) {
    try request(method, url, body: .utf8(body), headers: headers)
  }

  /// Bytes are passed as ``RequestBody/bytes(_:)``.
  @available(*, unavailable, message: "pass body: .bytes(bytes)")
  public func request(
    _ method: String, _ url: String, body: some Sequence<UInt8>, headers: HTTPMessage = HTTPMessage(), encodeChunked: Bool = false,
    deadline: ContinuousClock.Instant? = nil, expectContinue: ExpectContinue? = nil
  ) throws(HTTPException) {
    try request(method, url, body: .bytes(Array(body)), headers: headers)
  }
}
