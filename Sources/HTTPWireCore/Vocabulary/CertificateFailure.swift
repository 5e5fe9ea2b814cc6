/// Why a certificate was refused.
public struct CertificateFailure: Sendable, Hashable {
  /// The usual reasons. OpenSSL has more: ``CertificateFailure/code`` tells them apart.
  public enum Problem: String, Sendable, Hashable, CaseIterable {
    /// Its time is over.
    case expired
    /// Its time has not begun.
    case notYetValid
    /// It, or the root of its chain, vouches for itself and is not trusted.
    case selfSigned
    /// Nobody trusted has issued it.
    case unknownIssuer
    /// It is for other names than the one that was asked for.
    case hostnameMismatch
    /// Its issuer has revoked it.
    case revoked
    /// A revocation list was asked for and there is none that is valid.
    case noRevocationList
    /// Its key is too short for the security level.
    case weakKey
    /// Its signature is made with a digest too weak for the security level.
    case weakSignature
    /// Its signature is not its issuer's.
    case badSignature
    /// It is not for servers, or one above it not for issuing.
    case wrongPurpose
    /// The context's own check refused it.
    case refusedByCheck
    /// Something else.
    case other
  }

  /// The reason as one of the usual ones.
  public let problem: Problem
  /// OpenSSL's verify code (an `X509_V_ERR_` constant; Python's `verify_code`).
  public let code: Int32
  /// The reason in words (Python's `verify_message`).
  public let reason: String
  /// Which certificate of the chain it is about: 0 is the peer's own, each further one has issued the one before.
  public let depth: Int
  /// Whom that certificate names as its subject, where there is one.
  public let subject: String?
  /// For a name mismatch, the names and addresses that the certificate is valid for.
  public let names: [String]

  /// Describes why a certificate was refused; the TLS layer fills it in.
  public init(_ problem: Problem, code: Int32, reason: String, depth: Int, subject: String? = nil, names: [String] = []) {
    self.problem = problem
    self.code = code
    self.reason = reason
    self.depth = depth
    self.subject = subject
    self.names = names
  }
}
