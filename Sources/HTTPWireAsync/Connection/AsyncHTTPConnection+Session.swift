package import HTTPWire

// What a session needs of a connection beyond what callers can do.

/// What a session wants of a request. Its body is coded in chunks even if the fields say so themselves.
package struct RequestExtras: Sendable {
  /// Which fields the connection may add; nil for its usual ones.
  let automaticFields: AutomaticFields?
  /// Is told what happens until the head of the response has come.
  let observer: (any ConnectionObserver)?

  package init(automaticFields: AutomaticFields? = nil, observer: (any ConnectionObserver)? = nil) {
    self.automaticFields = automaticFields
    self.observer = observer
  }

  /// Sets the connection for a request. Returns what sets it back.
  func begin(on connection: HTTPConnection) -> RequestExtras {
    let usual = connection.automaticFields
    if let automaticFields { connection.automaticFields = usual.intersection(automaticFields) }
    if let observer { connection.observers.append(observer) }
    return RequestExtras(automaticFields: automaticFields == nil ? nil : usual, observer: observer)
  }

  /// Sets the connection back.
  func end(on connection: HTTPConnection) {
    if let automaticFields { connection.automaticFields = automaticFields }
    if let observer { connection.observers.removeAll { $0 === observer } }
  }
}

extension AsyncHTTPConnection {
  /// Sends a session's request, and returns the response once its head has come.
  package nonisolated(nonsending) func request(
    _ method: String, _ target: String, body: AsyncRequestBody?, headers: HTTPMessage, deadline: ContinuousClock.Instant?,
    expectContinue: ExpectContinue?, _ extras: RequestExtras
  ) async throws(HTTPException) -> AsyncHTTPResponse {
    try enter()
    defer { occupancy.leave() }
    var call = RequestCall(method, target, body, headers, deadline.map { ExchangeDeadline($0) }, expectContinue)
    call.extras = extras
    return try await response(to: call)
  }

  /// Whether the connection is open and can have a request.
  package var isIdle: Bool { !isLent && response == nil && connection.isIdle }

  /// How long each wait may take; nil for ever.
  public var timeout: Duration? { connection.timeout }

  /// Sets ``timeout``.
  package func wait(upTo timeout: Duration?) { connection.timeout = timeout }

  /// Reads what is left of a response if it is short, and abandons it otherwise. Returns whether the connection can have another request.
  nonisolated(nonsending) func finish(
    _ given: AsyncHTTPResponse, readingUpTo limit: Int, within time: Duration
  ) async -> Bool {
    guard (try? occupancy.enter()) != nil else { return false }
    defer { occupancy.leave() }
    return await readUnwanted(given, limit, time)
  }

  private func readUnwanted(_ given: AsyncHTTPResponse, _ limit: Int, _ time: Duration) async -> Bool {
    if let response, given.number == number, !isLent, !given.willClose, response.remainingLength ?? 0 <= limit {
      let deadline = connection.deadline
      connection.deadline = .now + time
      _ = try? await readRest(given, after: [], upTo: limit)
      connection.deadline = deadline
    }
    abandon(given.number)
    return isIdle
  }
}
