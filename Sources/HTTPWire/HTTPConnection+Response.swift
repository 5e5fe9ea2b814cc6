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
    guard state == .requestSent, let link, !link.isReadingBody else { throw .responseNotReady(state.rawValue) }
    // The previous response was given up, and the connection with it: what was asked for since can't come any more.
    if link.isClosed {
      giveUp()
      throw .closed
    }
    let reply: Reply
    do {
      reply = try HTTPResponse.awaitReply(on: link, debug: debug, onInterim: settings.onInterimResponse)
    } catch {
      giveUp()
      throw error
    }
    // After 101 or CONNECT the stream is the caller's to speak another protocol on.
    let isLast = reply.closes && !reply.framing.leavesHTTP
    let response = HTTPResponse(reply, link: link, debugLevel: debugLevel, leniency: leniency)
    state = .idle
    sendingFailed = false
    if isLast {
      response.adoptLink()
      self.link = nil
    }
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
}
