/// How the end of a response's body is found (RFC 9112 section 6.3).
public enum BodyFraming: Sendable, Hashable {
  /// There is no body.
  case none
  /// The body has this many bytes.
  case length(UInt64)
  /// The body is in chunks.
  case chunked
  /// The body ends when the connection closes.
  case untilClose
  /// The bytes that follow belong to a CONNECT tunnel, until the connection closes (RFC 9110 section 9.3.6).
  case tunnel
  /// There is no body. The bytes that follow belong to the protocol that 101 switched to (RFC 9110 section 15.2.2).
  case switched

  /// Whether the connection leaves HTTP/1.1 after this response.
  public var leavesHTTP: Bool { self == .tunnel || self == .switched }
}
