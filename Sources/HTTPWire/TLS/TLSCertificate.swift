#if TLS
/// What a certificate says (RFC 5280): the facts that a program looks at, and all of its bytes.
public struct TLSCertificate: Sendable, Hashable {
  /// The whole certificate in DER (`SSLSocket.getpeercert(binary_form=True)`).
  public let der: [UInt8]
  /// Whom it is about (`CN=example.org,O=Example`), as RFC 2253 writes names.
  public let subject: String
  /// Who has signed it.
  public let issuer: String
  /// The DNS names it is valid for.
  public let dnsNames: [String]
  /// The addresses it is valid for, as text.
  public let ipAddresses: [String]
  /// When it begins to be valid, in seconds since 1970 in UTC.
  public let notBefore: Int64
  /// When it ends to be valid, in seconds since 1970 in UTC.
  public let notAfter: Int64
  /// Its number with its issuer, in hexadecimal digits.
  public let serialNumber: String
  /// SHA-256 of the whole certificate.
  public let sha256Fingerprint: [UInt8]
  /// SHA-256 of its public key (SubjectPublicKeyInfo), which pins are made of.
  public let publicKeySHA256: [UInt8]
}
#endif
