// How long an operation may wait, and what its failure means.

extension Channel {
  /// Sets the deadline of the exchange that begins, or none.
  @inline(__always)
  func setDeadline(_ new: ExchangeDeadline?) {
    if new == nil, !isLimited { return }
    deadline = new
    isLimited = deadline != nil || readingEnd != nil
  }

  /// Makes all further reading end by a moment. A read that has not finished by then times out.
  func endReading(by end: Deadline) {
    readingEnd = end
    isLimited = true
  }

  /// Lets the connection's canceller end the waits of this channel.
  func letCancel() {
    control.canceller?.watch(stream.interrupter, for: self, since: cancelsSeen)
  }

  /// Lets another canceller than before end them.
  func followCanceller() {
    cancelsSeen = control.cancelsSeen
    letCancel()
  }

  var isCancelled: Bool { control.hasCanceller && control.canceller?.hasCancelled(since: cancelsSeen) == true }

  /// How long the next wait may take; nil for ever.
  ///
  /// Throws `cancelled`, and `deadlineExceeded` if no time is left.
  @inline(__always)
  func timeLeft(_ phase: TimeoutPhase, atMost limit: Duration? = nil) throws(HTTPException) -> Duration? {
    if !control.hasCanceller, !isLimited, limit == nil { return control.timeout }
    return try limitedTime(phase, limit)
  }

  private func limitedTime(_ phase: TimeoutPhase, _ limit: Duration?) throws(HTTPException) -> Duration? {
    if isCancelled { throw failed(.cancelled, phase) }
    if control.isPolling { return try noTime(phase) }
    var left = Self.shorter(control.timeout, limit)
    if let deadline {
      let rest = deadline.remaining
      if rest == .zero { throw failed(.timedOut(phase), phase) }
      left = Self.shorter(left, rest)
    }
    return phase == .sending ? left : Self.shorter(left, readingEnd?.remaining)
  }

  /// The shorter of two times, of which nil is for ever. A minimum of an array would be an allocation for each wait.
  private static func shorter(_ a: Duration?, _ b: Duration?) -> Duration? {
    guard let a, let b else { return a ?? b }
    return min(a, b)
  }

  /// The error to throw for a failure of the stream. A timeout leaves everything as it was, and gets the phase it happened in. Any other
  /// failure ends the connection.
  func failed(_ error: HTTPException, _ phase: TimeoutPhase) -> HTTPException {
    if isCancelled {
      use { $0.exchange.readFailed() }
      return .cancelled
    }
    if case .timedOut = error {
      if control.isPolling, !control.hasWaitedTooLong { return .timedOut(phase) }
      return deadline?.endsWait == true ? deadline?.exceeded(phase) ?? error : .timedOut(phase)
    }
    if phase != .sending { use { $0.exchange.readFailed() } }
    return error
  }

  /// Whether a stream's failure can be read as its end. A body of known length or in chunks detects by itself that it was cut short, and
  /// throws the error that has the bytes received. A body that ends with the connection can't detect it (RFC 9112 section 9.8).
  func isMereEnd(_ error: HTTPException) -> Bool {
    guard case .tls(let failure) = error, failure.kind == .truncated else { return false }
    if leniency.contains(.raggedTLSEnd) || use({ $0.exchange.responsePhase == .awaitingHead }) { return true }
    return use { $0.exchange.framing != .untilClose && $0.exchange.framing != .tunnel }
  }
}
