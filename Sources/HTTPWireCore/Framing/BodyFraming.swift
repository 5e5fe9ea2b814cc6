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
  /// What follows is another protocol: the far end of a CONNECT tunnel, or what 101 switched to.
  case tunnel
}
