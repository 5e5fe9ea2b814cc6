#if TLS
/// The contents of a certificate (RFC 5280): its main fields and all of its bytes.
public struct TLSCertificate: Sendable, Hashable {
  /// The whole certificate in DER (`SSLSocket.getpeercert(binary_form=True)`).
  public let der: [UInt8]
  /// The subject, in the form of RFC 2253 (`CN=example.org,O=Example`).
  public let subject: String
  /// The name of the authority that signed it, in the form of ``subject``.
  public let issuer: String
  /// The DNS names it is valid for.
  public let dnsNames: [String]
  /// The addresses it is valid for, as text.
  public let ipAddresses: [String]
  /// The start of its validity, in seconds since 1970 (UTC).
  public let notBefore: Int64
  /// The end of its validity, in seconds since 1970 (UTC).
  public let notAfter: Int64
  /// Its serial number, in hexadecimal digits.
  public let serialNumber: String
  /// SHA-256 of the whole certificate, 32 bytes.
  public let sha256Fingerprint: [UInt8]
  /// SHA-256 of its public key (SubjectPublicKeyInfo), 32 bytes. See ``TLSPeerCheck/publicKey(sha256:anywhereInChain:)``.
  public let publicKeySHA256: [UInt8]
}
#endif
