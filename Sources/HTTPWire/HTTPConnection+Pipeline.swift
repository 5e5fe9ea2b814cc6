extension HTTPConnection {
  /// Sends requests without waiting for the response to each, and calls `body` with each request and its response, in their order
  /// (RFC 9112 section 9.3.2). Returns the requests that were not answered: a server may close the connection after any response. They can
  /// be sent again.
  ///
  /// The first request goes alone. The others follow once its response was read and shows that the server keeps the connection and speaks
  /// HTTP/1.1. What the server does not accept at once is sent while the responses are read, so neither waits for the other.
  ///
  /// - Parameters:
  ///   - requests: Requests with idempotent methods (RFC 9110 section 9.2.2) and bodies of text or bytes, or none.
  ///   - depth: The largest number of requests that wait for their responses at a time.
  ///   - body: Reads the response. It must not use the connection. A response that it does not read to its end closes the connection.
  ///
  /// Throws `invalidArgument` for another method, body or `depth`, and what `request` throws for an invalid request, before a byte is sent.
  /// Throws what `request` and `getResponse()` throw, but returns normally if the connection ends behind a response. An error of `body` is
  /// thrown inside `custom`, unless it is an `HTTPException`. After an error, the connection is closed if a response is outstanding; the
  /// requests that `body` was not called with are unanswered.
  ///
  /// ```swift
  /// var left = (1...100).map { PipelinedRequest("GET", "/items/\($0)") }
  /// while !left.isEmpty {
  ///   left = try connection.pipeline(left) { request, response in print(request.url, try response.read().count) }
  /// }
  /// ```
  public func pipeline<Failure: Error>(
    _ requests: [PipelinedRequest], depth: Int = 16, _ body: (PipelinedRequest, HTTPResponse) throws(Failure) -> Void
  ) throws(HTTPException) -> [PipelinedRequest] {
    guard depth > 0 else { throw .invalidArgument("depth must be at least 1, not \(depth)") }
    var line = WaitingLine(depth: depth)
    if hasNewRoute { adoptRoute() }
    for request in requests { line.prepared.append(try prepare(request)) }
    defer { if line.waiting > 0 { releaseAfterFailure() } }
    while line.answered < requests.count {
      let request = requests[line.answered]
      do throws(HTTPException) {
        if line.answered > 0, control.isCancelled { throw .cancelled }
        let response = try nextResponse(to: request, &line)
        line.answered += 1
        guard try serve(request, response, &line, body) else { break }
      } catch {
        if channel?.hasFailedSending == true { releaseAfterFailure() }
        guard line.answered > 0, error.isConnectionReset, !line.isServing else { throw error }
        break
      }
    }
    return Array(requests[line.answered...])
  }

  /// The requests of a pipeline, and how many of them were sent and answered.
  private struct WaitingLine {
    var prepared: [(head: RequestHead, body: [UInt8])] = []
    let depth: Int
    var sent = 0
    var answered = 0
    /// Whether the caller's closure is running, whose errors are thrown in any case.
    var isServing = false
    /// Why further requests could not be sent.
    var failure: HTTPException?
    /// How many requests wait for their responses.
    var waiting: Int { sent - answered }
  }

  /// Puts a request together, so that an invalid one is found before the first is sent.
  private func prepare(_ request: PipelinedRequest) throws(HTTPException) -> (head: RequestHead, body: [UInt8]) {
    guard RequestFailure.isIdempotent(request.method) else {
      throw .invalidArgument(
        "\(request.method) is not idempotent, so it can't be pipelined: if the connection is lost, nobody knows whether the server has "
          + "acted on it; send it with `request`")
    }
    var body: [UInt8] = []
    var length = RequestPlan.Body.absent
    if let given = request.body {
      guard given.isInMemory, case .bytes(let bytes) = try prepared(given) else {
        throw .invalidArgument("the body of a pipelined request must be text or bytes; send others with `request`")
      }
      body = bytes
      length = .length(bytes.count)
    }
    var head = RequestHead(leniency: leniency)
    try compose(&head, request.method, request.url, length, request.headers)
    return (head, body)
  }

  /// Sends a request in the ordinary way if none waits, and waits for the next response.
  private func nextResponse(to request: PipelinedRequest, _ line: inout WaitingLine) throws(HTTPException) -> HTTPResponse {
    if line.waiting == 0 {
      try self.request(request.method, request.url, body: request.body, headers: request.headers)
      line.sent += 1
    }
    return try getResponse()
  }

  /// Passes a response to the caller, and sends further requests. Returns false if the connection can't go on.
  private func serve<Failure: Error>(
    _ request: PipelinedRequest, _ response: HTTPResponse, _ line: inout WaitingLine,
    _ body: (PipelinedRequest, HTTPResponse) throws(Failure) -> Void
  ) throws(HTTPException) -> Bool {
    let current = channel
    let isKept = !response.willClose && response.status >= 200
    let goesOn = isKept && response.version > HTTPVersion.http10.rawValue && httpVersion == .http11
    // While requests wait, more may follow before the response was read. Otherwise the connection is looked at first, as before any
    // request.
    let isWaiting = line.waiting > 0
    if goesOn, isWaiting { fill(&line) }
    line.isServing = true
    do {
      try body(request, response)
    } catch {
      response.close()
      // If sending has failed, the closure could not read either.
      throw line.failure ?? HTTPException(error)
    }
    line.isServing = false
    response.close()
    if let failure = line.failure { throw failure }
    guard isKept else {
      // An interim response that is taken for a final one has another behind it.
      if response.status < 200, !response.framing.leavesHTTP { releaseAfterFailure() }
      return false
    }
    guard let channel, channel === current, !channel.isClosed else { return false }
    if goesOn, !isWaiting, try channel.canCarryRequest() { fill(&line) }
    if let failure = line.failure { throw failure }
    return true
  }

  /// Sends further requests, several in one write, once half of those that may wait were answered.
  private func fill(_ line: inout WaitingLine) {
    guard line.waiting <= line.depth / 2, let channel, !channel.isSending else { return }
    // Only a request that was sent in the ordinary way is repeated by `retriesOnce`.
    repeatable = nil
    var requests: [[UInt8]] = []
    for next in line.prepared[line.sent...].prefix(line.depth - line.waiting) {
      var head = next.head
      // A proxy may have asked for them since the request was prepared. They were checked with the route.
      if isForwarding { try? addProxyFields(to: &head) }
      guard channel.startBehind(head, body: next.body) else { break }
      if channel.isObserved {
        reportPrepared(head)
        channel.reportBehind(head, body: next.body)
      }
      debug?.sent(head.shownBytes)
      if !next.body.isEmpty { debug?.sent(next.body) }
      requests.append(Upload.joined(head.bytes, next.body, isChunked: false))
    }
    line.sent += requests.count
    if requests.isEmpty { return }
    do {
      try channel.sendBehind(requests)
    } catch {
      line.failure = error
    }
  }
}
