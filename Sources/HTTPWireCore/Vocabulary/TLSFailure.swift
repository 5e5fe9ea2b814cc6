/// What went wrong in TLS (Python's `ssl.SSLError` and `ssl.SSLCertVerificationError`).
public struct TLSFailure: Sendable, Hashable {
  /// The sorts of failure, which differ in what can be done about them.
  public enum Kind: Sendable, Hashable {
    /// The peer's certificate was refused. Nothing of the request has been sent.
    case certificate(CertificateFailure)
    /// The peer ended the handshake or the connection with this alert (RFC 8446 section 6.2).
    case alert(UInt8)
    /// The peer, or somebody between, broke the protocol; or both sides have no version or cipher in common.
    case protocolViolation
    /// The stream ended without the peer's close_notify: what came before may be cut short (RFC 8446 section 6.1).
    case truncated
    /// The peer does not speak TLS. Holds the first bytes that it sent.
    case notTLS(received: [UInt8])
    /// The context can't be built: a file that is missing, a wrong passphrase, a key that does not fit its certificate.
    case configuration
  }

  /// The sort of failure.
  public let kind: Kind
  /// OpenSSL's name for it, as in Python's messages (`SSL: WRONG_VERSION_NUMBER`), or nil where OpenSSL has none.
  public let identifier: String?
  /// The failure in words.
  public let message: String

  /// Describes a failure; the TLS layer fills it in.
  public init(_ kind: Kind, identifier: String? = nil, message: String) {
    self.kind = kind
    self.identifier = identifier
    self.message = message
  }
}

extension TLSFailure: CustomStringConvertible {
  /// The failure as Python prints an `SSLError`.
  public var description: String { identifier.map { "[\($0)] \(message)" } ?? message }

  var fault: HTTPException.Fault {
    if case .configuration = kind { .caller } else { .peer }
  }
}
