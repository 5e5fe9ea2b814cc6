#if TLS
public import HTTPWire

extension TestCertificate {
  /// The chain and the key, for a server or client that presents the certificate.
  public var identity: TLSIdentity { .bytes(certificate: chain, key: key) }

  /// The private key in PEM, encrypted with a passphrase.
  public func encryptedKey(passphrase: String) throws(HTTPException) -> [UInt8] {
    try CertificateMaker.encrypt(key, passphrase: passphrase)
  }
}
#endif
