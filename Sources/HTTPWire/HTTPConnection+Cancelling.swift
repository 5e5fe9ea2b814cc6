// A canceller that is not the connection's own, for as long as a session's request uses the connection.

extension HTTPConnection {
  /// Lets another canceller, which was made for requests, cancel the exchanges in place of ``canceller``.
  package func lend(_ canceller: Canceller) {
    forgetCanceller()
    control.lend(canceller)
    watchCanceller()
  }

  /// Makes the canceller that was lent leave this connection alone. If it was cancelled meanwhile, the connection is closed: its stream may
  /// have been ended.
  package func endLending() {
    guard let lent = control.lentCanceller else { return }
    forgetCanceller()
    control.endLending()
    watchCanceller()
    if lent.isCancelled { close() }
  }

  private func forgetCanceller() {
    channel?.endCancelling()
    givenAway?.endCancelling()
  }

  private func watchCanceller() {
    channel?.followCanceller()
    givenAway?.followCanceller()
  }
}
