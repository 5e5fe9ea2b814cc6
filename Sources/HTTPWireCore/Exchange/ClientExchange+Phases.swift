/// What the state machine is made of, and what it says.
extension ClientExchange {
  /// How far the current request has come.
  public enum RequestPhase: Sendable, Hashable, CaseIterable {
    /// None is under way; one may start.
    case idle
    /// Its head was started, its body may follow.
    case sending
    /// It is complete and waits for its response's head.
    case sent

    /// What `http.client` calls the state, for the errors.
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
    /// None is expected.
    case idle
    /// A head is expected next.
    case awaitingHead
    /// A body is being read.
    case body
    /// Where the next response would begin is unknown.
    case failed
  }

  /// What `nextHead` found.
  public enum HeadEvent: Sendable {
    /// The head is not complete: append what was received, or set `isAtEnd`, and ask again.
    case needMore
    /// A 1xx response; the final one is still to come.
    case interim(ResponseHead)
    /// The final response; its body follows.
    case final(ResponseHead)
  }

  /// What `nextBody` found.
  public enum BodyEvent: Sendable, Hashable {
    /// More input is needed.
    case needMore
    /// This many body bytes stand at the front of the input, at least one; take as many as you like.
    case data(Int)
    /// The body has ended.
    case end
  }
}
