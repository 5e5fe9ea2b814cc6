extension HTTPConnection {
  /// Waits for the response to the request that was sent, and returns it when its head has come (`HTTPConnection.getresponse`).
  ///
  /// Read the response to its end before the next call. When it will close the connection, the connection lets go of it at once and
  /// the next request opens another.
  ///
  /// Throws `responseNotReady` when no request was sent or the previous response is unread; `remoteDisconnected`, `badStatusLine` and
  /// whatever else is wrong with the head; `timedOut` and `system`; `closed` when the previous response was given up after this request
  /// was sent. After any but the first the connection is closed, and the next request opens it anew.
  public func getResponse() throws(HTTPException) -> HTTPResponse {
    guard state == .requestSent, let link, link.exchange.responsePhase != .body else { throw .responseNotReady(state.rawValue) }
    // The previous response was given up, and the connection with it: what was asked for since can't come any more.
    if link.isClosed {
      giveUp()
      throw .closed
    }
    let response = HTTPResponse(link: link, debugLevel: debugLevel, sink: debugSink, leniency: leniency)
    response.onInterim = onInterimResponse
    do {
      try link.finishRequest()
      try response.begin()
    } catch {
      giveUp()
      throw error
    }
    state = .idle
    sendingFailed = false
    letGoIfClosing(link, response)
    return response
  }

  /// Waits for the response, hands it to `body`, and closes the response (`with connection.getresponse() as response`).
  ///
  /// Throws as `getResponse()` does, and whatever `body` throws.
  public func withResponse<Result>(_ body: (HTTPResponse) throws -> Result) throws -> Result {
    let response = try getResponse()
    defer { response.close() }
    return try body(response)
  }

  private func letGoIfClosing(_ link: Link, _ response: HTTPResponse) {
    guard response.willClose else { return }
    // After 101 or CONNECT the stream is the caller's to speak another protocol on.
    if link.exchange.framing.leavesHTTP { return }
    response.adoptLink()
    self.link = nil
  }
}
