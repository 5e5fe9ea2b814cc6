/// The HTTP version of a message, as `http.client` numbers it: 10 for HTTP/1.0, 11 for HTTP/1.1.
public enum HTTPVersion: Int, Sendable, Hashable, Comparable {
  /// HTTP/1.0 (RFC 1945): no `Host` obligation, no chunked coding, connections close unless kept alive by name.
  case http10 = 10
  /// HTTP/1.1 (RFC 9112).
  case http11 = 11

  /// Older versions order before newer ones.
  public static func < (a: HTTPVersion, b: HTTPVersion) -> Bool { a.rawValue < b.rawValue }

  /// The version as it stands in a start line (RFC 9112 section 2.3).
  public var text: String { self == .http11 ? "HTTP/1.1" : "HTTP/1.0" }
}
