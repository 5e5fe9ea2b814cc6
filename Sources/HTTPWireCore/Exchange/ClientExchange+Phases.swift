/// The phases of the state machine.
extension ClientExchange {
  /// How far the current request has come.
  public enum RequestPhase: Sendable, Hashable, CaseIterable {
    /// No request is under way; one may start.
    case idle
    /// The head has been started, and a body may follow.
    case sending
    /// The request is complete and waits for the response's head.
    case sent

    /// The state's name in `http.client`, for error messages.
    var pythonState: String {
      switch self {
      case .idle: "Idle"
      case .sending: "Request-started"
      case .sent: "Request-sent"
      }
    }
  }

  /// How far the current response has come.
  public enum ResponsePhase: Sendable, Hashable, CaseIterable {
    /// No response is expected.
    case idle
    /// A head is expected next.
    case awaitingHead
    /// A body is being read.
    case body
    /// Where the next response would start is unknown.
    case failed
  }
}
