import HTTPWire

/// What programs do with HTTP, awaited: redirections, kept connections, proxies, content codings, credentials, attempts and, if asked for,
/// cookies. It is the sibling of ``/HTTPWireSession/HTTPSession``: both have the same configuration and follow the same rules.
///
/// ```swift
/// let session = AsyncHTTPSession()
/// let page = try await session.get("https://example.org/docs?q=1")
/// print(page.status, page.url, try page.text())
/// ```
///
/// A session may be used by any number of tasks. Each call has a connection for itself. A connection whose response was read to its end is
/// kept for the next request to the same server. If a kept connection turns out to be dead, a request that can do no harm is sent once more
/// on a new one.
///
/// **Cancelling** the task ends whatever a call is at, the waits between attempts included: it throws `cancelled`, and its connection is
/// closed.
///
/// Connections have threads of their own, unless `connecting` puts them on an event loop:
///
/// ```swift
/// let session = AsyncHTTPSession { AsyncHTTPConnection($0, on: group) }      // with HTTPWireNIO
/// ```
///
/// It is a product of its own, so that programs that want no more than a connection need not build what a session is made of.
public final class AsyncHTTPSession: Sendable {
  /// How the session behaves.
  public let configuration: HTTPSession.Configuration
  private let state: SessionState<AsyncHTTPConnection>
  private let connecting: @Sendable (sending HTTPConnection) -> AsyncHTTPConnection

  /// Creates a session, which opens nothing before its first request. `connecting` says where a connection runs.
  public init(
    _ configuration: HTTPSession.Configuration = HTTPSession.Configuration(),
    connecting: @escaping @Sendable (sending HTTPConnection) -> AsyncHTTPConnection = { AsyncHTTPConnection($0) }
  ) {
    self.configuration = configuration
    self.connecting = connecting
    state = SessionState(configuration)
  }

  /// The cookies of this moment; nil if they are off.
  public var cookies: CookieJar? { state.cookies }

  /// Changes the cookies while no response adds any. With nil they are off.
  public func withCookies<Result: Sendable, Failure: Error>(
    _ body: (inout CookieJar?) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withCookies(body)
  }

  /// The number of connections that wait for a next request.
  public var keptConnections: Int { state.keptConnections }

  /// Closes the connections that wait for a next request. What is under way goes on, and the session can be used as before.
  public nonisolated(nonsending) func closeConnections() async {
    for kept in state.removeConnections() { await kept.close() }
  }

  // MARK: Exchanges

  /// Sends a request, and returns the whole response.
  ///
  /// Responses of any status are returned; see ``/HTTPWireSession/HTTPSession/Response/checkStatus()``. Throws what a connection throws,
  /// `redirect`, `limitExceeded` for a body beyond the configuration's `bodyLimit`, and `custom` with a `ContentDecodingError` for content
  /// that can't be decoded.
  public nonisolated(nonsending) func send(_ request: Request) async throws(HTTPException) -> HTTPSession.Response {
    let deadline = configuration.deadline(request)
    let retries = retries(request, deadline)
    while true {
      do throws(HTTPException) {
        let stream = try await open(request, deadline, retries)
        let body = try await stream.collect(upTo: configuration.bodyLimit)
        return HTTPSession.Response(
          status: stream.status, reason: stream.reason, url: stream.url, headers: stream.headers, trailers: stream.trailers,
          history: stream.history, body: body)
      } catch {
        try await pause(after: error, retries)
      }
    }
  }

  /// Sends a request, and returns the response once its head has come. Its body is read as it arrives.
  ///
  /// ```swift
  /// let stream = try await session.open(AsyncHTTPSession.Request("GET", "https://example.org/log"))
  /// for try await piece in stream.body { print(piece.count) }
  /// ```
  ///
  /// Only the request's own deadline holds for it, and not the configuration's `timeLimit`. Throws as ``send(_:)`` does.
  public nonisolated(nonsending) func open(_ request: Request) async throws(HTTPException) -> AsyncStreamedResponse {
    let retries = retries(request, request.deadline)
    while true {
      do throws(HTTPException) {
        return try await open(request, request.deadline, retries)
      } catch {
        try await pause(after: error, retries)
      }
    }
  }

  // MARK: Attempts

  /// The attempts of a call; nil if there is one only.
  func retries(_ request: Request, _ deadline: ContinuousClock.Instant?) -> Retries? {
    configuration.retries.map { Retries($0, request, deadline) }
  }

  /// Waits for the next attempt. Throws the error if that attempt was the last one.
  nonisolated(nonsending) func pause(after error: HTTPException, _ retries: Retries?) async throws(HTTPException) {
    guard let pause = retries?.pause(after: .failure(error)) else { throw error }
    try await Self.wait(pause)
  }

  /// Waits. Throws `cancelled`.
  static nonisolated(nonsending) func wait(_ pause: Duration) async throws(HTTPException) {
    if pause > .zero { try? await Task.sleep(for: pause) }
    if Task.isCancelled { throw .cancelled }
  }

  /// Sends a request and what it leads to, until there is a response for the caller that is not to be asked for again.
  nonisolated(nonsending) func open(
    _ request: Request, _ deadline: ContinuousClock.Instant?, _ retries: Retries?
  ) async throws(HTTPException) -> AsyncStreamedResponse {
    while true {
      let arrival = try await exchange(request, deadline)
      let response = arrival.response
      guard let pause = retries?.pause(after: .response(status: response.status, headers: response.headers)) else {
        return try await begin(arrival)
      }
      await release(arrival)
      try await Self.wait(pause)
    }
  }

  /// Gives out a response. Throws `custom` if there is no way to decode it.
  private nonisolated(nonsending) func begin(_ arrival: AsyncArrival) async throws(HTTPException) -> AsyncStreamedResponse {
    do throws(HTTPException) {
      return try AsyncStreamedResponse(arrival, self)
    } catch {
      await release(arrival)
      throw error
    }
  }

  /// Sends a request and what it leads to, until there is a response for the caller.
  private nonisolated(nonsending) func exchange(
    _ request: Request, _ deadline: ContinuousClock.Instant?
  ) async throws(HTTPException) -> AsyncArrival {
    var journey = Journey(request, state.rules)
    while true {
      let url = journey.hop.url
      let (fields, kept, isRemembered) = try state.nextStep(&journey)
      let connection = try await connection(kept, to: url)
      let response = try await send(request, journey, fields, deadline, on: connection)
      let arrival = AsyncArrival(response: response, url: url, history: journey.history, connection: connection)
      var goesOn = false
      if response.status >= 300 || isRemembered {
        do throws(HTTPException) {
          goesOn = try state.goesOn(&journey, after: response.status, response.headers)
        } catch {
          await release(arrival)
          throw error
        }
      }
      if !goesOn { return arrival }
      await release(arrival)
    }
  }

  private nonisolated(nonsending) func send(
    _ request: Request, _ journey: Journey, _ fields: HTTPMessage, _ deadline: ContinuousClock.Instant?,
    on connection: AsyncHTTPConnection
  ) async throws(HTTPException) -> AsyncHTTPResponse {
    let hop = journey.hop
    let body = hop.body == .none ? nil : request.body
    let extras = RequestExtras(
      automaticFields: journey.omitted.isEmpty ? nil : journey.omitted.automatic,
      observer: body == nil ? nil : request.onUpload.map { UploadWatch($0) })
    do throws(HTTPException) {
      return try await connection.request(
        hop.method, hop.url.target, body: body, headers: fields, deadline: deadline, expectContinue: request.expectContinue, extras)
    } catch {
      await connection.close()
      throw error
    }
  }

  // MARK: Connections

  /// Lends a connection to the server of a URL, as the session's requests use it: a kept one, or a new one that its first request opens.
  ///
  /// ```swift
  /// let length = try await session.connection(for: "https://example.org/") { connection in
  ///   try await connection.fetch("HEAD", "/", upTo: 0).headers["Content-Length"]
  /// }
  /// ```
  ///
  /// Afterwards the connection belongs to the session again; don't keep it. It is closed if its last response was not read to its end. Its
  /// requests get neither the session's fields nor its cookies and credentials.
  ///
  /// Throws what making a connection throws, and an error of `body`, inside `custom` unless it is an `HTTPException`.
  public nonisolated(nonsending) func connection<Result: Sendable>(
    for url: some HTTPURLConvertible, _ body: @Sendable (isolated AsyncHTTPConnection) async throws -> Result
  ) async throws(HTTPException) -> Result {
    let url = try url.httpURL()
    let connection = try await connection(state.take(url.origin), to: url)
    do {
      let result = try await body(connection)
      await keep(connection, url.origin, isIdle: connection.isIdle)
      return result
    } catch {
      await keep(connection, url.origin, isIdle: connection.isIdle)
      throw HTTPException(error)
    }
  }

  /// The connection that was kept for a server, or a new one. Those that have waited too long are closed.
  private nonisolated(nonsending) func connection(
    _ kept: SessionState<AsyncHTTPConnection>.Found, to url: HTTPURL
  ) async throws(HTTPException) -> AsyncHTTPConnection {
    for kept in kept.old { await kept.close() }
    if let taken = kept.taken { return taken }
    return connecting(try configuration.makeConnection(url))
  }

  /// Keeps a response's connection for the next request. The rest of the response is read for that if it is short.
  nonisolated(nonsending) func release(_ arrival: AsyncArrival) async {
    let isIdle = await arrival.response.finish(readingUpTo: ConnectionLimits.readToKeep, within: ConnectionLimits.timeToKeep)
    await keep(arrival.connection, arrival.url.origin, isIdle: isIdle)
  }

  private nonisolated(nonsending) func keep(_ connection: AsyncHTTPConnection, _ origin: HTTPURL.Origin, isIdle: Bool) async {
    // A cancel may have ended the stream just after the last byte.
    guard isIdle, !Task.isCancelled else { return await connection.close() }
    for surplus in state.put(connection, origin) { await surplus.close() }
  }
}

/// A response that has come, with what led to it.
struct AsyncArrival: Sendable {
  let response: AsyncHTTPResponse
  let url: HTTPURL
  let history: [HTTPSession.Redirection]
  let connection: AsyncHTTPConnection
}
