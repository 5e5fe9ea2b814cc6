#if TLS
public import HTTPWire

extension TestCertificate {
  /// What a server or a client shows to use it: the chain and the key.
  public var identity: TLSIdentity { .bytes(certificate: chain, key: key) }

  /// The private key in PEM, encrypted with a passphrase.
  public func encryptedKey(passphrase: String) throws(HTTPException) -> [UInt8] {
    try CertificateMaker.encrypt(key, passphrase: passphrase)
  }
}
#endif
