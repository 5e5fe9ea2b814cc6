/// A header value as `putHeader` takes it: text (sent as Latin-1), an integer (sent in decimal) or bytes (sent as they are).
public struct HeaderValue: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case text(String)
    case bytes([UInt8])
  }

  package let content: Content

  /// A value of text; it must be Latin-1 to be sent.
  public init(_ text: String) { content = .text(text) }

  /// A value of an integer's decimal digits.
  public init(_ number: some BinaryInteger) { content = .text(String(number)) }

  /// A value of bytes.
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
  /// A value of text.
  public init(stringLiteral value: String) { self.init(value) }

  /// A value of an integer's decimal digits.
  public init(integerLiteral value: Int) { self.init(value) }
}
