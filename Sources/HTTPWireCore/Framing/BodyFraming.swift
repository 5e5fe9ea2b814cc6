/// How the end of a response's body is found (RFC 9112 section 6.3).
public enum BodyFraming: Sendable, Hashable {
  /// There is no body.
  case none
  /// The body has this many bytes.
  case length(UInt64)
  /// The body is in chunks.
  case chunked
  /// The body ends with the connection.
  case untilClose
  /// What follows is the far end of a CONNECT tunnel, up to the end of the connection (RFC 9110 section 9.3.6).
  case tunnel
  /// There is no body; what follows is the protocol that 101 switched to (RFC 9110 section 15.2.2).
  case switched

  /// Whether what follows on the connection is no HTTP of ours.
  public var leavesHTTP: Bool { self == .tunnel || self == .switched }
}
