#if TLS
public import HTTPWire

extension CertificateAuthority {
  /// Makes a root whose key another certificate has too: the same authority once more, with other dates or other extensions.
  public convenience init(root request: TestCertificate.Request, keyOf owner: TestCertificate) throws(HTTPException) {
    self.init(root: try CertificateMaker.make(request, issuer: nil, chain: [], keyOf: owner))
  }

  /// Issues a certificate for the key that another certificate has. With the other's name it is a cross-certificate, which lets the
  /// other's issues be trusted by those who trust this authority (RFC 5280 section 3.2).
  public func issue(_ request: TestCertificate.Request, keyOf owner: TestCertificate) throws(HTTPException) -> TestCertificate {
    try CertificateMaker.make(request, issuer: own, chain: chainOfIssues, keyOf: owner)
  }
}
#endif
