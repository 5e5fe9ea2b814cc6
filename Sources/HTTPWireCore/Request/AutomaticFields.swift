/// The fields that a connection adds to a request by itself (`HTTPConnection.automaticFields`).
///
/// ```swift
/// connection.automaticFields.remove(.acceptEncoding)
/// ```
public struct AutomaticFields: OptionSet, Sendable, Hashable {
  /// A bit for each field.
  public let rawValue: UInt8

  /// Creates the set of the fields whose bits are set.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `Host`. Without it, a server of HTTP/1.1 must refuse the request (RFC 9112 section 3.2), so this is for other servers.
  public static let host = AutomaticFields(rawValue: 1 << 0)
  /// `Accept-Encoding: identity`.
  public static let acceptEncoding = AutomaticFields(rawValue: 1 << 1)
  /// `Content-Length`. Without it, a body is sent in chunks, and a PUT, POST or PATCH without a body has no framing field.
  public static let contentLength = AutomaticFields(rawValue: 1 << 2)

  /// All of them.
  public static let all: AutomaticFields = [.host, .acceptEncoding, .contentLength]
}
