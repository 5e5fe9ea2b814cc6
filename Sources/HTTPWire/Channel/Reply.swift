/// A response's head, and what it has decided.
struct Reply {
  let head: ResponseHead
  /// Whether another head follows.
  let isInterim: Bool
  let framing: BodyFraming
  /// Whether the connection ends with the response (RFC 9112 section 9.3).
  let closes: Bool
  /// The body is at its end already where there is none.
  let body: BodyState
}

/// How far a response's body has come.
enum BodyState {
  /// There may be more of it.
  case open
  /// It has ended, and the connection is free for what comes next: another request, or the protocol that HTTP was left for.
  case ended
  /// It has ended, and the connection is good for nothing else.
  case endedWithConnection
}
