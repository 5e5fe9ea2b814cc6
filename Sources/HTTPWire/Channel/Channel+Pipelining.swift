// Requests behind those that wait for their responses (RFC 9112 section 9.3.2).

extension Channel {
  /// Starts a request behind those that wait. Returns false if it can't be sent on this channel.
  func startBehind(_ head: RequestHead, body: [UInt8]) -> Bool {
    do {
      try use { (driver) throws(HTTPException) in
        try driver.exchange.start(head, pipelined: true)
        driver.exchange.noteSent(body.count)
        try driver.exchange.finishRequest()
      }
      return true
    } catch {
      return false
    }
  }

  /// Sends requests that were started. What the peer does not accept now is sent while the responses are read.
  func sendBehind(_ requests: [[UInt8]]) throws(HTTPException) {
    try send(Upload(pipelined: requests))
  }
}
