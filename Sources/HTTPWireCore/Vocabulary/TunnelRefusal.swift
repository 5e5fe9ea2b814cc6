/// A proxy's reply to CONNECT when it was no success (RFC 9110 section 9.3.6), for example 407 with its challenge.
public struct TunnelRefusal: Sendable, Equatable {
  /// The status code.
  public let status: Int
  /// The reason phrase.
  public let reason: String
  /// The proxy's headers.
  public let headers: HTTPMessage
  /// The beginning of the proxy's body, at most ``bodyLimit`` bytes.
  public let body: [UInt8]

  /// How many bytes of a refusing proxy's body are kept.
  public static let bodyLimit = 65_536

  /// A refusal of the given parts.
  public init(status: Int, reason: String, headers: HTTPMessage, body: [UInt8]) {
    self.status = status
    self.reason = reason
    self.headers = headers
    self.body = body
  }
}
