/// Why a certificate was refused.
public struct CertificateFailure: Sendable, Hashable {
  /// The common reasons. OpenSSL distinguishes more; see ``CertificateFailure/code``.
  public enum Problem: String, Sendable, Hashable, CaseIterable {
    /// It has expired.
    case expired
    /// It is not valid yet.
    case notYetValid
    /// It, or the root of its chain, is self-signed and not trusted.
    case selfSigned
    /// No trusted authority has issued it.
    case unknownIssuer
    /// It is not valid for the requested host name.
    case hostnameMismatch
    /// Its issuer has revoked it.
    case revoked
    /// Revocation checking is on, and there is no valid revocation list.
    case noRevocationList
    /// Its key is too short for the security level.
    case weakKey
    /// Its signature uses a digest that is too weak for the security level.
    case weakSignature
    /// Its signature does not match its issuer's key.
    case badSignature
    /// It may not be used for servers, or a certificate above it may not be used for issuing.
    case wrongPurpose
    /// The TLS context's own check refused it.
    case refusedByCheck
    /// Any other reason.
    case other
  }

  /// The reason, as one of the common ones.
  public let problem: Problem
  /// OpenSSL's verify code (an `X509_V_ERR_` constant; Python's `verify_code`).
  public let code: Int32
  /// The reason in words (Python's `verify_message`).
  public let reason: String
  /// The position of the refused certificate in the chain: 0 is the peer's own, and each further one is the issuer of the one before.
  public let depth: Int
  /// The subject of that certificate, if it has one.
  public let subject: String?
  /// For a host name mismatch, the names and addresses that the certificate is valid for.
  public let names: [String]

  /// Creates a failure. The TLS layer does this; tests may, too.
  package init(_ problem: Problem, code: Int32, reason: String, depth: Int, subject: String? = nil, names: [String] = []) {
    self.problem = problem
    self.code = code
    self.reason = reason
    self.depth = depth
    self.subject = subject
    self.names = names
  }
}
