/// A header value for `putHeader`: text (sent as Latin-1), an integer (sent in decimal) or bytes (sent unchanged).
///
/// ```swift
/// try connection.putHeader("Content-Length", HeaderValue(42))
/// ```
public struct HeaderValue: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case text(String)
    case bytes([UInt8])
  }

  package let content: Content

  /// Creates a value of text. Sending throws if it is not Latin-1.
  public init(_ text: String) { content = .text(text) }

  /// Creates a value of an integer's decimal digits.
  public init(_ number: some BinaryInteger) { content = .text(String(number)) }

  /// Creates a value of bytes.
  public init(_ bytes: [UInt8]) { content = .bytes(bytes) }

  /// The bytes to send. Throws `notEncodable` for text beyond Latin-1.
  package func encoded() throws(HTTPException) -> [UInt8] {
    switch content {
    case .bytes(let bytes): return bytes
    case .text(let text):
      guard let bytes = Latin1.bytes(text) else { throw .notEncodable(part: "header value", text: text) }
      return bytes
    }
  }
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
  /// Creates a value of text.
  public init(stringLiteral value: String) { self.init(value) }

  /// Creates a value of an integer's decimal digits.
  public init(integerLiteral value: Int) { self.init(value) }
}
