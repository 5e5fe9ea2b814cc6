// What is known after a failure, and the second try on a new connection.

extension HTTPConnection {
  /// Notes what is known about the request that has failed, and reports it.
  func noteFailure(_ error: HTTPException, on channel: Channel?) {
    keepFailure(on: channel)
    if let channel { channel.report(.failed(error)) } else { control.report(.failed(error)) }
  }

  /// Keeps what is known about the request that has failed, and at which proxy, if it was at one.
  func keepFailure(on channel: Channel?, at proxy: String? = nil) {
    let wasAnythingSent = channel?.hasSent ?? false
    let sawResponse = channel.map { $0.hasInput || !$0.earlyHeads.isEmpty } ?? false
    failure = RequestFailure(
      wasAnythingSent: wasAnythingSent, isSafeToRetry: !wasAnythingSent || isRepeatable && !sawResponse,
      proxy: proxy ?? (isForwarding && channel != nil ? routing?.httpProxy?.address : nil))
  }

  /// Sends the request again on a new connection, if ``retriesOnce`` is on and the kept connection that it was sent on has turned out to be
  /// dead. Returns false if there is no second try.
  func repeatRequest(after error: HTTPException, on channel: Channel?) throws(HTTPException) -> Bool {
    guard retriesOnce, let request = repeatable, channel?.isKept == true, error.isConnectionReset, requestFailure?.isSafeToRetry == true
    else {
      return false
    }
    try sendOnceMore(request)
    return true
  }

  /// Answers the challenge of the proxy that forwards the requests, by sending the request again with the credentials. Returns false if
  /// the response is no challenge, or was the answer to the credentials or to those of the caller, or if the request can't be sent again.
  func answerChallenge(_ head: ResponseHead) throws(HTTPException) -> Bool {
    guard let routing, routing.isChallenge(head.status, head.headers) else { return false }
    if let request = repeatable, request.headers.contains("Proxy-Authorization") { return false }
    routing.noteChallenge()
    guard let request = repeatable, request.body?.isReplayable != false else { return false }
    if let channel, channel.isObserved { _ = channel.reportResponse(head) }
    // Nobody reads the challenge's body, for which a release would keep the connection open.
    channel?.close()
    try sendOnceMore(request)
    return true
  }

  private func sendOnceMore(_ request: RepeatableRequest) throws(HTTPException) {
    failure = nil
    releaseAfterFailure()
    if let polling, polling.opensElsewhere, !polling.isLent {
      polling.postponed = request
      throw .timedOut(.connecting)
    }
    try sendAgain(request)
  }
}
