public import HTTPWire

extension AsyncHTTPConnection {
  /// Sends a request, and returns the response once its head has come. Opens the connection if it is not open.
  ///
  /// The fields are those that `HTTPConnection.request` adds. While a body is sent, the response is listened for: a final one that is not
  /// a success ends the sending, and after an early success, what is left of the body is sent while the response is read.
  ///
  /// - Parameters:
  ///   - method: The method, a token. Case matters.
  ///   - target: The request target, sent as it is. An empty one is sent as "/".
  ///   - body: What to send after the headers.
  ///   - headers: Further headers.
  ///   - expectContinue: Whether to ask the server before the body is sent.
  ///
  /// Throws `cannotSendRequest` while another task uses the connection or the last response is unread, `cancelled` if the task is, and what
  /// `HTTPConnection.request` and `getResponse` throw.
  public nonisolated(nonsending) func request(
    _ method: String, _ target: String, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    expectContinue: ExpectContinue? = nil
  ) async throws(HTTPException) -> AsyncHTTPResponse {
    try enter()
    defer { occupancy.leave() }
    let call = RequestCall(method, target, body, headers, nil, expectContinue)
    return try await response(to: call)
  }

  /// Sends a request whose exchange must be done by a moment, to the last byte of the response, with opening and waiting for a place.
  ///
  /// Throws `deadlineExceeded` if it is not, with what was being waited for, and what the form without a deadline throws.
  public nonisolated(nonsending) func request(
    _ method: String, _ target: String, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant, expectContinue: ExpectContinue? = nil
  ) async throws(HTTPException) -> AsyncHTTPResponse {
    try enter()
    defer { occupancy.leave() }
    let call = RequestCall(method, target, body, headers, ExchangeDeadline(deadline), expectContinue)
    return try await response(to: call)
  }

  /// Sends a request within a deadline by a clock of any kind, such as a `SuspendingClock` or that of a test.
  ///
  /// ```swift
  /// let clock = SuspendingClock()
  /// let response = try await connection.request("GET", "/", deadline: clock.now.advanced(by: .seconds(5)), clock: clock)
  /// ```
  public nonisolated(nonsending) func request<C: Clock>(
    _ method: String, _ target: String, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(), deadline: C.Instant,
    clock: C, expectContinue: ExpectContinue? = nil
  ) async throws(HTTPException) -> AsyncHTTPResponse where C.Instant: Sendable {
    try enter()
    defer { occupancy.leave() }
    let alarm = ClockAlarm(deadline, clock, canceller)
    return try await exchange(RequestCall(method, target, body, headers, nil, expectContinue), alarm)
  }

  /// Sends a request, and returns its response with the whole body. For a small answer this is one call instead of several.
  ///
  /// ```swift
  /// let page = try await connection.fetch("GET", "/", upTo: 1 << 20)
  /// print(page.status, String(decoding: page.body, as: UTF8.self))
  /// ```
  ///
  /// Throws `limitExceeded` if the body has more than `limit` bytes, and what ``request(_:_:body:headers:expectContinue:)`` and reading
  /// throw.
  public nonisolated(nonsending) func fetch(
    _ method: String, _ target: String, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(), upTo limit: Int,
    expectContinue: ExpectContinue? = nil
  ) async throws(HTTPException) -> CollectedResponse {
    try enter()
    defer { occupancy.leave() }
    let call = RequestCall(method, target, body, headers, nil, expectContinue)
    return try await collect(response(to: call), limit)
  }

  /// Fetches likewise, within a deadline for the whole exchange.
  public nonisolated(nonsending) func fetch(
    _ method: String, _ target: String, body: AsyncRequestBody? = nil, headers: HTTPMessage = HTTPMessage(), upTo limit: Int,
    deadline: ContinuousClock.Instant, expectContinue: ExpectContinue? = nil
  ) async throws(HTTPException) -> CollectedResponse {
    try enter()
    defer { occupancy.leave() }
    let call = RequestCall(method, target, body, headers, ExchangeDeadline(deadline), expectContinue)
    return try await collect(response(to: call), limit)
  }

  @inline(__always)
  private nonisolated(nonsending) func collect(
    _ response: AsyncHTTPResponse, _ limit: Int
  ) async throws(HTTPException) -> CollectedResponse {
    if let rest = try response.restAtHand(upTo: limit) { return CollectedResponse(response, rest) }
    return CollectedResponse(response, try await response.rest(upTo: limit))
  }
}

extension AsyncHTTPConnection {
  /// Takes the connection for a request. A cancel from now on holds for it, also if it comes before the request has begun.
  nonisolated func enter() throws(HTTPException) {
    try occupancy.enter()
    canceller.markBeginning()
  }
}

/// What a request is made of.
struct RequestCall {
  let method: String
  let target: String
  let body: AsyncRequestBody?
  let headers: HTTPMessage
  let deadline: ExchangeDeadline?
  let expectContinue: ExpectContinue?
  /// What a session wants besides; nil for callers.
  var extras: RequestExtras?

  init(
    _ method: String, _ target: String, _ body: AsyncRequestBody?, _ headers: HTTPMessage, _ deadline: ExchangeDeadline?,
    _ expectContinue: ExpectContinue?
  ) {
    self.method = method
    self.target = target
    self.body = body
    self.headers = headers
    self.deadline = deadline
    self.expectContinue = expectContinue
  }
}

/// A response with its whole body.
public struct CollectedResponse: Sendable {
  /// The status line and the header fields.
  public let head: ResponseHead
  /// The body.
  public let body: [UInt8]
  /// The trailer fields of a chunked body; nil for others.
  public let trailers: HTTPMessage?

  /// The status code.
  public var status: Int { head.status }
  /// The reason phrase.
  public var reason: String { head.reason }
  /// The header fields.
  public var headers: HTTPMessage { head.headers }

  init(_ response: AsyncHTTPResponse, _ body: [UInt8]) {
    head = response.head
    trailers = response.trailers
    self.body = body
  }
}
