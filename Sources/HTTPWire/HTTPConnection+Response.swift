extension HTTPConnection {
  /// Waits for the response to the request that was sent, and returns it once its head has come (`HTTPConnection.getresponse`).
  ///
  /// Read the response to its end before the next call. If the response will close the connection, it owns the stream from now on, and the
  /// next request opens another.
  ///
  /// Throws `responseNotReady` if no request was sent or the previous response is unread; the connection stays as it was. After any other
  /// error the connection is closed, and the next request opens it again: `remoteDisconnected`, `badStatusLine` and the other errors of a
  /// head, `timedOut`, `system`, and `closed` if the previous response was closed unread after this request was sent.
  public func getResponse() throws(HTTPException) -> HTTPResponse {
    if polling != nil, let arrival = takeArrival() { return try response(to: arrival.head, on: arrival.channel) }
    guard let channel, channel.isRequestOut, !channel.isReadingBody || channel.hasEarlyAnswer else {
      throw .responseNotReady(state.rawValue)
    }
    try channel.refuseWithinStream()
    let head: ResponseHead
    do throws(HTTPException) {
      // The previous response was abandoned, and its channel closed with it. This request's response can't come any more.
      if channel.isClosed { throw .closed }
      if channel.hasFailedSending { channel.endReading(by: Deadline(after: Self.timeAfterFailedSending)) }
      head = try HTTPResponse.awaitHead(on: channel, debug: debug, onInterim: onInterimResponse)
    } catch {
      if control.wouldWait(error) { throw error }
      noteFailure(error, on: channel)
      if try repeatRequest(after: error, on: channel) { return try getResponse() }
      releaseAfterFailure()
      throw error
    }
    if isForwarding, try answerChallenge(head) { return try getResponse() }
    return try response(to: head, on: channel)
  }

  /// Makes the response of a final head.
  @inline(__always)
  private func response(to head: ResponseHead, on channel: Channel) throws(HTTPException) -> HTTPResponse {
    if channel.isSending { try finishSending(on: channel, after: head) }
    // It has the request's credentials and body, which nobody needs any more.
    if repeatable != nil { repeatable = nil }
    let response =
      channel.isObserved
      ? HTTPResponse.reported(head, on: channel, debugLevel: debugLevel, leniency: leniency)
      : HTTPResponse(head, on: channel, debugLevel: debugLevel, leniency: leniency)
    // After 101 or CONNECT the stream belongs to the caller, who speaks another protocol on it.
    if response.willClose, !response.framing.leavesHTTP {
      response.adoptChannel()
      givenAway = channel
      self.channel = nil
    }
    return response
  }

  /// Sends what is left of the request if its response has no body, during which it would be sent.
  private func finishSending(on channel: Channel, after head: ResponseHead) throws(HTTPException) {
    if channel.isReadingBody { return }
    do {
      try channel.finishSending()
    } catch {
      if control.wouldWait(error) {
        polling?.arrival = (head, channel)
        throw error
      }
      noteFailure(error, on: channel)
      releaseAfterFailure()
      throw error
    }
  }

  /// How long to wait for a response if the request could not be sent to its end. The peer has usually sent it already.
  private static let timeAfterFailedSending = Duration.seconds(2)

  /// Waits for the response, calls `body` with it, and closes the response (`with connection.getresponse() as response`).
  ///
  /// Throws as `getResponse()` does. An error of `body` is thrown inside `custom`, unless it is an `HTTPException`.
  ///
  /// ```swift
  /// let page = try connection.withResponse { try $0.read() }
  /// ```
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
