/// The HTTP version of a message, as `http.client` numbers it: 10 for HTTP/1.0, 11 for HTTP/1.1.
public enum HTTPVersion: Int, Sendable, Hashable, Comparable {
  /// HTTP/1.0 (RFC 1945). It does not require `Host` and has no chunked coding. Connections close unless both sides send `keep-alive`.
  case http10 = 10
  /// HTTP/1.1 (RFC 9112).
  case http11 = 11

  /// Orders HTTP/1.0 before HTTP/1.1.
  public static func < (a: HTTPVersion, b: HTTPVersion) -> Bool { a.rawValue < b.rawValue }

  /// The version as written in a start line: "HTTP/1.1" (RFC 9112 section 2.3).
  public var text: String { self == .http11 ? "HTTP/1.1" : "HTTP/1.0" }
}
