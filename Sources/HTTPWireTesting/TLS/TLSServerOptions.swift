#if TLS
public import HTTPWire
import HTTPWireSupport

/// What a server's side of TLS is like.
public struct TLSServerOptions: Sendable {
  /// The certificate that the server shows.
  public var certificate: TestCertificate
  /// The oldest version to agree to.
  public var minimumVersion = TLSVersion.tls12
  /// The newest version to agree to; nil for the newest there is.
  public var maximumVersion: TLSVersion?
  /// The ciphers of TLS 1.2 and before, in OpenSSL's notation; nil for OpenSSL's choice.
  public var cipherList: String?
  /// OpenSSL's security level: certificates with weak keys are shown at 0 only.
  public var securityLevel = 0
  /// The protocols to choose from, the most wanted first; none chooses none.
  public var alpn = ["http/1.1"]
  /// The authority that clients' certificates must come from, in PEM; nil asks for none.
  public var clientAuthority: [UInt8]?
  /// Whether a client without a certificate is refused.
  public var requiresClientCertificate = true
  /// Whether no certificate is asked for in the handshake, but may be later (TLS 1.3).
  public var asksForClientCertificateLater = false
  /// How many tickets a client gets in TLS 1.3; 0 allows no resumption in any version.
  public var tickets = 2

  /// A server that shows this certificate.
  public init(certificate: TestCertificate) { self.certificate = certificate }

  /// The options as the library has them.
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
