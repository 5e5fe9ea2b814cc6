// What is known after a failure, and the second try on a new connection.

extension HTTPConnection {
  /// Notes what is known about the request that has failed, and reports it.
  func noteFailure(_ error: HTTPException, on channel: Channel?) {
    let wasAnythingSent = channel?.hasSent ?? false
    let sawResponse = channel.map { $0.hasInput || !$0.earlyHeads.isEmpty } ?? false
    failure = RequestFailure(
      wasAnythingSent: wasAnythingSent, isSafeToRetry: !wasAnythingSent || isRepeatable && !sawResponse)
    if let channel { channel.report(.failed(error)) } else { report(.failed(error)) }
  }

  /// Sends the request again on a new connection, if ``retriesOnce`` is on and the kept connection that it was sent on has turned out to be
  /// dead. Returns false if there is no second try.
  func repeatRequest(after error: HTTPException, on channel: Channel?) throws(HTTPException) -> Bool {
    guard let request = repeatable, channel?.isKept == true, error.isConnectionReset, requestFailure?.isSafeToRetry == true else {
      return false
    }
    repeatable = nil
    failure = nil
    releaseAfterFailure()
    try sendAgain(request)
    return true
  }
}
