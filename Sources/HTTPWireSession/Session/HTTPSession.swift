import HTTPWire

/// What programs do with HTTP, on top of connections (Python: `urllib.request`, and requests): redirections, kept connections, proxies,
/// content codings, credentials and, if asked for, cookies.
///
/// ```swift
/// let session = HTTPSession()
/// let page = try session.get("https://example.org/docs?q=1")
/// print(page.status, page.url, try page.text())
/// let made = try session.post("https://example.org/items", body: .json("{\"name\": \"spam\"}"), headers: ["Prefer": "return=minimal"])
/// ```
///
/// A session may be used by any number of threads and tasks. Each call has a connection for itself, in the thread that calls; a connection
/// whose response was read to its end is kept for the next request to the same server. If a kept connection turns out to be dead, a request
/// that can do no harm is sent once more on a new one, as `HTTPConnection.retriesOnce` has it.
///
/// All that is done is done by `HTTPConnection`: ``connection(for:_:)`` hands one out, and ``Configuration/prepare`` sees each.
public final class HTTPSession: Sendable {
  /// How the session behaves.
  public let configuration: Configuration
  private let state: SessionState<ParkedConnection>

  /// Creates a session, which opens nothing before its first request.
  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
    state = SessionState(configuration)
  }

  /// The cookies of this moment; nil if they are off.
  public var cookies: CookieJar? { state.cookies }

  /// Changes the cookies while no response adds any. With nil they are off.
  ///
  /// ```swift
  /// session.withCookies { $0?.endSession() }
  /// ```
  public func withCookies<Result: Sendable, Failure: Error>(
    _ body: (inout CookieJar?) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withCookies(body)
  }

  /// The number of connections that wait for a next request.
  public var keptConnections: Int { state.keptConnections }

  /// Closes the connections that wait for a next request. What is under way goes on, and the session can be used as before.
  public func closeConnections() {
    for kept in state.removeConnections() { kept.connection.close() }
  }

  // MARK: Exchanges

  /// Sends a request, and returns the whole response.
  ///
  /// Responses of any status are returned; see ``Response/checkStatus()``. Throws what a connection throws, `redirect`, `limitExceeded`
  /// for a body beyond ``Configuration/bodyLimit``, and `custom` with a `ContentDecodingError` for content that can't be decoded.
  public func send(_ request: Request) throws(HTTPException) -> Response {
    let deadline = configuration.deadline(request)
    return try repeating(request, deadline) { (request, retries) throws(HTTPException) in
      let arrival = try exchange(request, deadline, retries)
      let response = arrival.response
      defer { release(arrival.connection, arrival.url.origin, after: response) }
      let body = try arrival.read(self, upTo: configuration.bodyLimit)
      return Response(
        status: response.status, reason: response.reason, url: arrival.url, headers: response.headers, trailers: response.trailers,
        history: arrival.history, body: body)
    }
  }

  /// Sends a request, and returns the response once its head has come. Its body is read as it arrives.
  ///
  /// ```swift
  /// let stream = try session.open(HTTPSession.Request("GET", "https://example.org/log"))
  /// try stream.forEachChunk { print($0.count) }
  /// ```
  ///
  /// Only the request's own deadline holds for it, and not ``Configuration/timeLimit``. Throws as ``send(_:)`` does.
  public func open(_ request: Request) throws(HTTPException) -> StreamedResponse {
    try repeating(request, request.deadline) { (request, retries) throws(HTTPException) in try open(request, retries) }
  }

  /// Opens a response as a part of a call that may make several attempts.
  func open(_ request: Request, _ retries: Retries?) throws(HTTPException) -> StreamedResponse {
    StreamedResponse(try exchange(request, request.deadline, retries), self)
  }

  /// Makes attempts until one does not fail, or the policy says that it was the last.
  func repeating<Result>(
    _ request: Request, _ deadline: ContinuousClock.Instant?, _ attempt: (Request, Retries?) throws(HTTPException) -> Result
  ) throws(HTTPException) -> Result {
    guard let policy = configuration.retries else { return try attempt(request, nil) }
    var request = request
    // Each attempt starts where the first one does.
    request.body = request.body?.fixed
    let retries = Retries(policy, request, deadline)
    while true {
      do throws(HTTPException) {
        return try attempt(request, retries)
      } catch {
        guard let pause = retries.pause(after: .failure(error)) else { throw error }
        try Pause.wait(pause, request.canceller)
      }
    }
  }

  /// Sends a request and what it leads to, until there is a response for the caller that is not to be asked for again.
  private func exchange(_ request: Request, _ deadline: ContinuousClock.Instant?, _ retries: Retries?) throws(HTTPException) -> Arrival {
    while true {
      let arrival = try exchange(request, deadline)
      guard let pause = retries?.pause(after: .response(status: arrival.response.status, headers: arrival.response.headers)) else {
        return arrival
      }
      release(arrival.connection, arrival.url.origin, after: arrival.response)
      try Pause.wait(pause, request.canceller)
    }
  }

  /// Sends a request and what it leads to, until there is a response for the caller.
  private func exchange(_ request: Request, _ deadline: ContinuousClock.Instant?) throws(HTTPException) -> Arrival {
    var journey = Journey(request, state.rules)
    let body = request.body?.fixed
    while true {
      let url = journey.hop.url
      let (fields, kept, isRemembered) = try state.nextStep(&journey)
      let connection = try connection(kept, to: url)
      let response = try send(
        request, journey.hop, journey.omitted, journey.hop.body == .none ? nil : body, fields, deadline, on: connection)
      var goesOn = false
      if response.status >= 300 || isRemembered {
        do throws(HTTPException) {
          goesOn = try state.goesOn(&journey, after: response.status, response.headers)
        } catch {
          release(connection, url.origin, after: response)
          throw error
        }
      }
      if !goesOn { return Arrival(response: response, url: url, history: journey.history, connection: connection) }
      release(connection, url.origin, after: response)
    }
  }

  private func send(
    _ request: Request, _ hop: RedirectPolicy.Request, _ omitted: OmittedFields, _ body: RequestBody?, _ fields: HTTPMessage,
    _ deadline: ContinuousClock.Instant?, on connection: HTTPConnection
  ) throws(HTTPException) -> HTTPResponse {
    let watch = body == nil ? nil : request.onUpload.map { UploadWatch($0) }
    if let watch { connection.observers.append(watch) }
    defer { if let watch { connection.observers.removeAll { $0 === watch } } }
    if let canceller = request.canceller { connection.lend(canceller) }
    let usual = omitted.isEmpty ? nil : connection.automaticFields
    if let usual { connection.automaticFields = usual.intersection(omitted.automatic) }
    defer { if let usual { connection.automaticFields = usual } }
    let target = hop.url.target
    do throws(HTTPException) {
      if let deadline {
        try connection.request(
          hop.method, target, body: body, headers: fields, encodeChunked: true, deadline: deadline, expectContinue: request.expectContinue)
      } else {
        try connection.request(hop.method, target, body: body, headers: fields, encodeChunked: true, expectContinue: request.expectContinue)
      }
      return try connection.getResponse()
    } catch {
      connection.close()
      throw error
    }
  }

  // MARK: Connections

  /// Lends a connection to the server of a URL, as the session's requests use it: a kept one, or a new one that its first request opens.
  ///
  /// ```swift
  /// let length = try session.connection(for: "https://example.org/") { connection in
  ///   try connection.request("HEAD", "/")
  ///   return try connection.getResponse().getHeader("Content-Length")
  /// }
  /// ```
  ///
  /// Afterwards the connection belongs to the session again; don't keep it. Its time limits, observers and handlers are set back. It is
  /// closed if something else was changed, such as its route, its opener, its stream, its limits or its version, and if its canceller was
  /// asked for. Its requests get neither the session's fields nor its cookies and credentials.
  ///
  /// Throws what making a connection throws, and an error of `body`, inside `custom` unless it is an `HTTPException`.
  public func connection<Result, Failure: Error>(
    for url: some HTTPURLConvertible, _ body: (HTTPConnection) throws(Failure) -> Result
  ) throws(HTTPException) -> Result {
    let url = try url.httpURL()
    let connection = try connection(state.take(url.origin), to: url)
    let settings = ConnectionSettings(of: connection)
    defer {
      if settings.putBack(on: connection) { release(connection, url.origin) } else { connection.close() }
    }
    do {
      return try body(connection)
    } catch {
      throw HTTPException(error)
    }
  }

  /// The connection that was kept for a server, or a new one. Those that have waited too long are closed.
  private func connection(
    _ kept: (taken: ParkedConnection?, old: [ParkedConnection]), to url: HTTPURL
  ) throws(HTTPException) -> HTTPConnection {
    for kept in kept.old { kept.connection.close() }
    if let taken = kept.taken { return taken.connection }
    return try configuration.makeConnection(url)
  }

  /// Keeps a connection for the next request. The rest of a response is read for that if it is short.
  func release(_ connection: HTTPConnection, _ origin: HTTPURL.Origin, after response: HTTPResponse? = nil) {
    if let response, !response.isClosed {
      if !response.willClose, response.remainingLength ?? 0 <= ConnectionLimits.readToKeep {
        let deadline = connection.deadline
        connection.deadline = .now + ConnectionLimits.timeToKeep
        _ = try? response.read(ConnectionLimits.readToKeep)
        connection.deadline = deadline
      }
      response.close()
    }
    connection.endLending()
    guard connection.isIdle else { return connection.close() }
    for kept in state.put(ParkedConnection(connection), origin) { kept.connection.close() }
  }
}

/// A connection that nobody uses.
struct ParkedConnection: @unchecked Sendable {
  // Only one thread uses a connection at a time: who puts it on the shelf uses it no more, and the shelf does nothing with it. What its
  // closures have captured came from `prepare`, which is Sendable.
  let connection: HTTPConnection

  init(_ connection: HTTPConnection) { self.connection = connection }
}
