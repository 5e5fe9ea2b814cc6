#if TLS
public import HTTPWire

/// An authority that issues certificates for tests. It is made in the test, and only trusted by contexts that name it.
///
/// ```swift
/// let authority = try CertificateAuthority()
/// let leaf = try authority.issue(TestCertificate.Request(dnsNames: ["localhost"]))
/// var options = TLSContext.Options()
/// options.trust = [.bytes(authority.certificate)]
/// ```
public final class CertificateAuthority: Sendable {
  /// The authority's own certificate in PEM, for `TLSContext.Options.trust`.
  public var certificate: [UInt8] { own.certificate }
  /// The authority's own certificate with its key.
  public let own: TestCertificate
  private let isRoot: Bool

  /// Makes a root, which is its own issuer. Throws `tls` of the kind `configuration` if OpenSSL refuses.
  public convenience init(named name: String = "Test Root") throws(HTTPException) {
    try self.init(root: Self.request(named: name))
  }

  /// Makes a root as requested, which is its own issuer.
  public convenience init(root request: TestCertificate.Request) throws(HTTPException) {
    self.init(root: try CertificateMaker.make(request, issuer: nil, chain: []))
  }

  init(root: TestCertificate) {
    own = root
    isRoot = true
  }

  private init(own: TestCertificate) {
    self.own = own
    isRoot = false
  }

  /// Issues a certificate.
  public func issue(_ request: TestCertificate.Request) throws(HTTPException) -> TestCertificate {
    try CertificateMaker.make(request, issuer: own, chain: chainOfIssues)
  }

  /// The certificates between one that this authority issues and its root.
  var chainOfIssues: [UInt8] { isRoot ? [] : own.chain }

  /// Makes an authority whose certificate this one issues. The chains of the certificates that it issues contain its own certificate.
  public func intermediate(named name: String = "Test Intermediate") throws(HTTPException) -> CertificateAuthority {
    try intermediate(Self.request(named: name))
  }

  /// Makes an authority as requested, whose certificate this one issues.
  public func intermediate(_ request: TestCertificate.Request) throws(HTTPException) -> CertificateAuthority {
    CertificateAuthority(own: try issue(request))
  }

  /// Makes a self-signed certificate.
  public static func selfSigned(_ request: TestCertificate.Request) throws(HTTPException) -> TestCertificate {
    try CertificateMaker.make(request, issuer: nil, chain: [])
  }

  /// Makes a list of revoked certificates in PEM, signed by this authority. It is valid from an hour ago until `notAfter` from now.
  public func revocationList(
    revoking certificates: [TestCertificate], notAfter: Duration = .seconds(86_400)
  ) throws(HTTPException) -> [UInt8] {
    try CertificateMaker.revocationList(certificates, issuer: own, notAfter: notAfter)
  }

  /// The file name, without its extension, of the authority in a directory whose files are named by hash (`openssl x509 -subject_hash`).
  public var subjectHash: String { CertificateMaker.subjectHash(certificate) }

  /// A request for an authority.
  public static func request(named name: String) -> TestCertificate.Request {
    var request = TestCertificate.Request()
    request.commonName = name
    request.isAuthority = true
    request.extendedKeyUsage = nil
    request.keyUsage = "critical,keyCertSign,cRLSign"
    return request
  }
}
#endif
