/// A proxy's reply to CONNECT that refuses the tunnel (RFC 9110 section 9.3.6), for example 407 with a challenge.
public struct TunnelRefusal: Sendable, Equatable {
  /// The status code.
  public let status: Int
  /// The reason phrase.
  public let reason: String
  /// The proxy's headers.
  public let headers: HTTPMessage
  /// The start of the body of the proxy's reply, at most ``bodyLimit`` bytes.
  public let body: [UInt8]
  /// The proxy as `host:port`.
  public package(set) var proxy: String?

  /// The number of body bytes that are kept.
  public static let bodyLimit = 65_536

  /// Creates a refusal.
  package init(status: Int, reason: String, headers: HTTPMessage, body: [UInt8]) {
    self.status = status
    self.reason = reason
    self.headers = headers
    self.body = body
  }
}
