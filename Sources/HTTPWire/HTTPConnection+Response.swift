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
    guard let channel, channel.isRequestOut, !channel.isReadingBody else { throw .responseNotReady(state.rawValue) }
    try channel.refuseWithinStream()
    let head: ResponseHead
    do throws(HTTPException) {
      // Where the previous response was given up, and the connection with it, what was asked for since can't come any more.
      if channel.isClosed { throw .closed }
      head = try HTTPResponse.awaitHead(on: channel, debug: debug, onInterim: onInterimResponse)
    } catch {
      giveUp()
      throw error
    }
    let response = HTTPResponse(head, on: channel, debugLevel: debugLevel, leniency: leniency)
    // After 101 or CONNECT the stream is the caller's to speak another protocol on.
    if response.willClose, !response.framing.leavesHTTP {
      response.adoptChannel()
      self.channel = nil
    }
    return response
  }

  /// Waits for the response, hands it to `body`, and closes the response (`with connection.getresponse() as response`).
  ///
  /// Throws as `getResponse()` does, and what `body` throws, which is inside of `custom` unless it is an `HTTPException`.
  public func withResponse<Result, Failure: Error>(
    _ body: (HTTPResponse) throws(Failure) -> Result
  ) throws(HTTPException) -> Result {
    let response = try getResponse()
    defer { response.close() }
    do {
      return try body(response)
    } catch {
      throw HTTPException(error)
    }
  }
}
