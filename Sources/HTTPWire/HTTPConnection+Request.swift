extension HTTPConnection {
  /// Sends a request (`HTTPConnection.request`).
  ///
  /// It sends, in this order:
  /// 1. the request line
  /// 2. `Host` and `Accept-Encoding: identity`, each unless `headers` has it
  /// 3. `Content-Length` or `Transfer-Encoding: chunked`, unless `headers` has either of them
  /// 4. `headers` as they are, and then the body
  ///
  /// Text and bytes get a `Content-Length`. Files and sequences are sent in chunks. Without a body, methods that expect one (PUT, POST,
  /// PATCH) get `Content-Length: 0`. ``automaticFields`` says which of these fields are left out.
  ///
  /// - Parameters:
  ///   - method: The method, a token. Case matters.
  ///   - url: The request target, sent as it is. An empty one is sent as "/".
  ///   - body: What to send after the headers.
  ///   - headers: Further headers.
  ///   - encodeChunked: Whether to chunk the body when `headers` has a `Transfer-Encoding`. Otherwise it has no effect.
  ///   - expectContinue: Whether to ask the server before the body is sent. Without a body it has no effect.
  ///
  /// While a body is sent, the response is listened for. A final response that is not a success (300 or more) ends the sending: `request`
  /// returns, `getResponse()` has the response, and the connection closes after it. After an early success `request` returns, too, and what
  /// is left of the body is sent while the response is read.
  ///
  /// Throws `cannotSendRequest` while another request is in progress. Throws `invalidMethod`, `invalidURL`, `invalidHeaderName`,
  /// `invalidHeaderValue`, `notEncodable` and `invalidArgument` before a byte is sent; the connection can be used as before. These also
  /// stand for a request whose end the server could not find, or that it must refuse: a `Transfer-Encoding` that does not end in `chunked`
  /// or that no chunks follow, a `Content-Length` that is not the body's, a `Host` that is not one host, content with TRACE. Also throws
  /// what opening the connection and sending throw.
  ///
  /// ```swift
  /// try connection.request("POST", "/form", body: "spam=1", headers: ["Content-Type": "application/x-www-form-urlencoded"])
  /// ```
  public func request(
    _ method: String, _ url: String, body: RequestBody? = nil, headers: HTTPMessage = HTTPMessage(), encodeChunked: Bool = false,
    expectContinue: ExpectContinue? = nil
  ) throws(HTTPException) {
    try sendOnceOrTwice(method, url, body, headers, encodeChunked, nil, expectContinue)
  }

  /// Sends a request whose exchange must be done by a moment, to the last byte of the response. Apart from that, it behaves and throws as
  /// the form without a deadline. It is a form of its own because the compiler does not know the size of a `ContinuousClock.Instant`, so
  /// that even an absent one has its cost.
  ///
  /// ```swift
  /// try connection.request("GET", "/events", deadline: .now + .seconds(30))
  /// ```
  public func request(
    _ method: String, _ url: String, body: RequestBody? = nil, headers: HTTPMessage = HTTPMessage(), encodeChunked: Bool = false,
    deadline: ContinuousClock.Instant, expectContinue: ExpectContinue? = nil
  ) throws(HTTPException) {
    try sendOnceOrTwice(method, url, body, headers, encodeChunked, ExchangeDeadline(deadline), expectContinue)
  }

  /// Sends a request likewise, within a deadline if there is one.
  @inline(__always)
  package func sendOnceOrTwice(
    _ method: String, _ url: String, _ body: RequestBody?, _ headers: HTTPMessage, _ encodeChunked: Bool, _ deadline: ExchangeDeadline?,
    _ expectContinue: ExpectContinue?
  ) throws(HTTPException) {
    if retriesOnce || isForwarding || hasNewRoute {
      try sendRepeatably(RepeatableRequest(method, url, body, headers, encodeChunked: encodeChunked, deadline, expectContinue))
    } else {
      try sendRequest(method, url, body, headers, encodeChunked, deadline, expectContinue)
    }
  }

  private func sendRequest(
    _ method: String, _ url: String, _ body: RequestBody?, _ headers: HTTPMessage, _ encodeChunked: Bool, _ deadline: ExchangeDeadline?,
    _ expectContinue: ExpectContinue?, repeatable: RepeatableRequest? = nil
  ) throws(HTTPException) {
    let plan = plan(for: headers)
    var head = try takeHead(deadline: deadline)
    defer { keepMemory(of: &head) }
    if let repeatable, retriesOnce || routing?.mayBeChallenged == true { self.repeatable = repeatable }
    isRepeatable = RequestFailure.isIdempotent(method) && body?.isReplayable != false
    try start(&head, method, url, skipHost: plan.hasHost, skipAcceptEncoding: plan.hasAcceptEncoding)
    let prepared = try prepare(body, &head, headers)
    let trailers = body?.trailers
    let kind = trailers == nil ? prepared?.length ?? .absent : .unknownLength
    let isChunked = try plan.addFraming(to: &head, of: kind, method: method, version: httpVersion, encodeChunked: encodeChunked)
    if isChunked, plan.framesBody, trailers == nil, kind == .unknownLength { debug?.line("Unable to determine size of the body") }
    if let trailers { try trailers.announce(in: &head, isChunked: isChunked) }
    if expectContinue != nil, prepared != nil { try head.add("Expect", "100-continue") }
    if !headers.isEmpty { try head.add(headers) }
    try settleProxyCredentials(&head)
    try head.check(kind, isChunked: isChunked)
    let isWanted = try send(head, prepared, encodeChunked: isChunked, trailers: trailers, expecting: expectContinue)
    if isWanted || expectContinue?.repeatsRefused != true { return }
    if let channel, channel.isObserved, let head = channel.earlyHeads.last { _ = channel.reportResponse(head) }
    releaseAfterFailure()
    try sendAgain(RepeatableRequest(method, url, body, headers, encodeChunked: encodeChunked, exchangeDeadline, nil))
  }

  /// Sends a request that is to be repeated if its kept connection is dead, or if a proxy asks for credentials.
  private func sendRepeatably(_ request: RepeatableRequest) throws(HTTPException) {
    let channel = channel
    do {
      try sendRequest(
        request.method, request.url, request.body, request.headers, request.encodeChunked, request.deadline, request.expectContinue,
        repeatable: request)
    } catch {
      if try !repeatRequest(after: error, on: channel) { throw error }
    }
  }

  /// Sends a request once more, as a part of the same exchange.
  func sendAgain(_ request: RepeatableRequest) throws(HTTPException) {
    isRepeating = true
    defer { isRepeating = false }
    try sendRequest(
      request.method, request.url, request.body, request.headers, request.encodeChunked, request.deadline, request.expectContinue)
  }

  /// Sends a request whose body is the bytes of a span. Large bodies are not copied. Apart from that, it behaves and throws as the first
  /// form does with bytes.
  ///
  /// The span can't be kept, so a large one is sent whole before this returns, except after an early response that is not a success. If the
  /// peer sends more than 1 MiB before it has accepted the body, throws `limitExceeded`; a body of `RequestBody.bytes(_:)` has no such
  /// limit.
  public func request(
    _ method: String, _ url: String, body: Span<UInt8>, headers: HTTPMessage = HTTPMessage()
  ) throws(HTTPException) {
    // Only a body that is kept can be sent in chunks.
    if body.count <= Upload.joinLimit || !addsAllFields {
      return try request(method, url, body: .bytes(Array(copying: body)), headers: headers)
    }
    var head = try takeHead()
    defer { keepMemory(of: &head) }
    try compose(&head, method, url, .length(body.count), headers)
    try send(head, nil, encodeChunked: false)
    try send(body)
  }

  /// Puts the head together for a body that is in memory, or for none.
  func compose(
    _ head: inout RequestHead, _ method: String, _ url: String, _ body: RequestPlan.Body, _ headers: HTTPMessage
  ) throws(HTTPException) {
    let plan = plan(for: headers)
    try start(&head, method, url, skipHost: plan.hasHost, skipAcceptEncoding: plan.hasAcceptEncoding)
    _ = try plan.addFraming(to: &head, of: body, method: method, version: httpVersion, encodeChunked: false)
    if !headers.isEmpty { try head.add(headers) }
    try settleProxyCredentials(&head)
    try head.check(body, isChunked: false)
  }

  /// Which fields are added to the caller's.
  @inline(__always)
  private func plan(for headers: HTTPMessage) -> RequestPlan {
    addsAllFields ? RequestPlan(headers: headers) : RequestPlan(headers: headers, adding: automaticFields)
  }

  /// Prepares the body before anything is sent. If both a header and the body are invalid, the header is reported, as in CPython.
  private func prepare(
    _ body: RequestBody?, _ head: inout RequestHead, _ headers: HTTPMessage
  ) throws(HTTPException) -> PreparedBody? {
    guard let body else { return nil }
    do {
      return try prepared(body)
    } catch {
      if !headers.isEmpty { try head.add(headers) }
      throw error
    }
  }
}
