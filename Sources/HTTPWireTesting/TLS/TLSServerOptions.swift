#if TLS
public import HTTPWire
import HTTPWireSupport

/// The TLS options of a test server.
public struct TLSServerOptions: Sendable {
  /// The certificate that the server presents.
  public var certificate: TestCertificate
  /// The oldest version to accept.
  public var minimumVersion = TLSVersion.tls12
  /// The newest version to accept; nil accepts every newer version.
  public var maximumVersion: TLSVersion?
  /// The ciphers of TLS 1.2 and before, in OpenSSL's notation; nil for OpenSSL's choice.
  public var cipherList: String?
  /// OpenSSL's security level. Certificates with weak keys can only be presented at level 0.
  public var securityLevel = 0
  /// The protocols to choose from, in order of preference. An empty array chooses none.
  public var alpn = ["http/1.1"]
  /// The authority that clients' certificates must come from, in PEM; nil requests no certificate.
  public var clientAuthority: [UInt8]?
  /// Whether a client without a certificate is refused.
  public var requiresClientCertificate = true
  /// Whether the certificate is not requested in the handshake, but may be requested later (TLS 1.3, or in another handshake).
  public var asksForClientCertificateLater = false
  /// The number of tickets that a client gets in TLS 1.3. 0 allows no resumption in any version.
  public var tickets = 2

  /// Makes options for a server that presents this certificate.
  public init(certificate: TestCertificate) { self.certificate = certificate }

  /// Makes a context from the options.
  func context() throws(HTTPException) -> TLSServerContext {
    var options = TLSServerContext.Options(identity: certificate.identity)
    options.minimumVersion = minimumVersion
    options.maximumVersion = maximumVersion
    options.cipherList = cipherList
    options.securityLevel = securityLevel
    options.alpn = alpn
    options.clientTrust = clientAuthority.map { [.bytes($0)] } ?? []
    options.requiresClientCertificate = requiresClientCertificate
    options.asksForClientCertificateLater = asksForClientCertificateLater
    options.tickets = tickets
    return try TLSServerContext(options)
  }
}
#endif
