/// The properties of a request's head that decide how its body ends and how the response is framed (RFC 9112 section 6). They are
/// recorded field by field, and a field that would hide the request's end from a server is refused.
struct RequestFacts: Sendable, Hashable {
  /// The methods with rules of their own. Method names are case-sensitive (RFC 9110 section 9.1).
  enum Method: Sendable, Hashable { case head, connect, trace, other }

  var method = Method.other
  var version = HTTPVersion.http11
  /// Whether the head has `Host`.
  var hasHost = false
  /// Whether the head has `Connection: close`.
  var asksToClose = false
  /// Whether the head has `Upgrade`, so that 101 may come.
  var asksToUpgrade = false
  /// Whether the head has `Proxy-Authorization`, which an origin must not get.
  var hasProxyCredentials = false
  /// The value of `Content-Length`. Nil if there is none or it is not a number.
  private(set) var contentLength: UInt64?
  private(set) var hasTransferCoding = false

  /// The length of the request's body in bytes, or nil if a transfer coding marks its end. Without framing fields it is 0: the server
  /// takes any bytes after the head for the next request (RFC 9112 section 6.3 step 7).
  var bodyLength: UInt64? { contentLength ?? (hasTransferCoding ? nil : 0) }

  // MARK: Fields

  /// Records a `Host` field. `isLoose` says that all values are accepted, as in CPython.
  ///
  /// Throws `invalidArgument` for a second one, and for a value that is not a host. Servers must refuse both, and those that do not would
  /// choose different ones (RFC 9112 section 3.2).
  mutating func noteHost(_ value: ArraySlice<UInt8>, isLoose: Bool) throws(HTTPException) {
    if !isLoose {
      if hasHost {
        throw .invalidArgument("a request has one Host, and this one has a Host already: leave out \(Self.shown(value))")
      }
      guard HostPort.isField(value.trimmingWhitespace()) else {
        throw .invalidArgument("Host must be one host, with a port or without, and not \(Self.shown(value))")
      }
    }
    hasHost = true
  }

  /// Records a `Content-Length` field.
  ///
  /// Throws `invalidHeaderValue` for a value that is not a number, for a second one, even if they are equal, and beside a
  /// `Transfer-Encoding`: servers would disagree about the request's end and take the rest for another request (RFC 9112 section 6.3).
  /// Throws `invalidArgument` for content with TRACE.
  mutating func noteLength(_ value: ArraySlice<UInt8>, isLoose: Bool) throws(HTTPException) {
    let digits = value.trimmingWhitespace()
    let length = digits.allSatisfy(ASCII.isDigit) ? UInt64(Latin1.string(digits)) : nil
    if !isLoose {
      guard let length, contentLength == nil, !hasTransferCoding else { throw .invalidHeaderValue(Array(value)) }
      if length > 0 { try allowContent() }
    }
    contentLength = length
  }

  /// Records a `Transfer-Encoding` field.
  ///
  /// Throws `invalidHeaderValue` beside a `Content-Length`. Throws `invalidArgument` in HTTP/1.0, with TRACE, for a second field, and for
  /// codings whose last is not `chunked`, or that have `chunked` more than once (RFC 9112 section 6.1).
  mutating func noteTransferCoding(_ value: ArraySlice<UInt8>, isLoose: Bool) throws(HTTPException) {
    if !isLoose {
      if contentLength != nil { throw .invalidHeaderValue(Array(value)) }
      if version == .http10 { throw .invalidArgument("HTTP/1.0 has no Transfer-Encoding: leave it out, or use HTTP/1.1") }
      guard !hasTransferCoding, RequestChecks.endsInChunked(value) else {
        throw .invalidArgument(
          "a request has one Transfer-Encoding, whose last coding is its only chunked: \(Self.shown(value)) hides where the body ends")
      }
      try allowContent()
    }
    hasTransferCoding = true
  }

  // MARK: The body

  /// Checks a body that is sent with the head and is the request's whole body. `isChunked` says that it is sent in chunks.
  ///
  /// Throws `invalidArgument` if it is not the body that the head announces.
  func check(_ body: RequestPlan.Body, isChunked: Bool) throws(HTTPException) {
    if hasTransferCoding, !isChunked || body == .absent {
      throw .invalidArgument(
        "the headers announce chunks, but none would follow: pass a body and encodeChunked: true, or leave out Transfer-Encoding")
    }
    try check(firstPart: body)
    if case .length(let count) = body, let contentLength, contentLength != UInt64(count) { throw Self.otherLength(count, contentLength) }
  }

  /// Checks what is sent with the head of a request that is sent step by step: its whole body or a part of it. With a transfer coding it
  /// may be chunks of the caller's own.
  ///
  /// Throws `invalidArgument` for more than the head announces, and for content with TRACE.
  func check(firstPart body: RequestPlan.Body) throws(HTTPException) {
    switch body {
    case .absent, .length(0): break
    case .length(let count):
      try allowContent()
      if let contentLength, contentLength < UInt64(count) { throw Self.otherLength(count, contentLength) }
    case .unknownLength: try allowContent()
    }
  }

  /// Throws for TRACE, whose request a server repeats to whoever asked for it (RFC 9110 section 9.3.8).
  private func allowContent() throws(HTTPException) {
    if method == .trace { throw .invalidArgument("TRACE must not have content: leave out the body and the fields that announce one") }
  }

  private static func otherLength(_ count: Int, _ declared: UInt64) -> HTTPException {
    .invalidArgument("the body has a length of \(count), but Content-Length is \(declared): correct it or leave it out")
  }

  private static func shown(_ value: ArraySlice<UInt8>) -> String { PythonRepr.string(Latin1.string(value)) }
}
