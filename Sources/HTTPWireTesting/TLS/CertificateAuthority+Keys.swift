#if TLS
public import HTTPWire

extension CertificateAuthority {
  /// Makes a root with the key of another certificate: the same authority again, with other dates or extensions.
  public convenience init(root request: TestCertificate.Request, keyOf owner: TestCertificate) throws(HTTPException) {
    self.init(root: try CertificateMaker.make(request, issuer: nil, chain: [], keyOf: owner))
  }

  /// Issues a certificate for the key of another certificate. With the other's name it is a cross-certificate: clients that trust this
  /// authority then also trust the certificates issued by the other one (RFC 5280 section 3.2).
  public func issue(_ request: TestCertificate.Request, keyOf owner: TestCertificate) throws(HTTPException) -> TestCertificate {
    try CertificateMaker.make(request, issuer: own, chain: chainOfIssues, keyOf: owner)
  }
}
#endif
