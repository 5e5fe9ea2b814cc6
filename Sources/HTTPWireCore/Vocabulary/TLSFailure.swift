/// A failure of TLS (Python's `ssl.SSLError` and `ssl.SSLCertVerificationError`).
public struct TLSFailure: Sendable, Hashable {
  /// The kinds of failure. Each needs another remedy.
  public enum Kind: Sendable, Hashable {
    /// The peer's certificate was refused. Nothing of the request has been sent.
    case certificate(CertificateFailure)
    /// The peer ended the handshake or the connection with an alert. The value is its number (RFC 8446 section 6.2).
    case alert(UInt8)
    /// The peer, or somebody between, broke the protocol, or the two sides have no version or cipher in common.
    case protocolViolation
    /// The stream ended without the peer's close_notify, so the data may be cut short (RFC 8446 section 6.1).
    case truncated
    /// The peer does not speak TLS. `received` holds the first bytes that it sent.
    case notTLS(received: [UInt8])
    /// The server wanted another handshake, usually to ask for a client's certificate, and did not go on without one. It is refused unless
    /// `TLSContext.Options.renegotiation` allows it.
    case renegotiation
    /// The context can't be built: for example, a file is missing, a passphrase is wrong, or a key does not match its certificate.
    case configuration
  }

  /// The kind of failure.
  public let kind: Kind
  /// OpenSSL's name of the error, as in Python's messages (`SSL: WRONG_VERSION_NUMBER`). Nil if OpenSSL has no name for it.
  public let identifier: String?
  /// The failure in words.
  public let message: String
  /// The proxy as `host:port`, if TLS to it failed. Nil if TLS to a server failed, also through a proxy.
  public package(set) var proxy: String?

  /// Creates a failure. The TLS layer does this; tests may, too.
  public init(_ kind: Kind, identifier: String? = nil, message: String) {
    self.kind = kind
    self.identifier = identifier
    self.message = message
  }
}

extension TLSFailure: CustomStringConvertible {
  /// The failure as Python prints an `SSLError`.
  public var description: String { (identifier.map { "[\($0)] \(message)" } ?? message) + HTTPException.note(proxy) }

  var fault: HTTPException.Fault {
    if case .configuration = kind { .caller } else { .peer }
  }
}
