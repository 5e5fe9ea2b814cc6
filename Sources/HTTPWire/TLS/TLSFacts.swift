#if TLS
/// The results of a handshake, as an observer gets them (``ConnectionEvent/handshakeEnded(_:)``). For the properties see ``TLSStream``.
public struct TLSFacts: Sendable, Hashable {
  /// The name or address that the certificate had to match.
  public let name: String
  /// The version of TLS; nil for one that ``TLSVersion`` does not have.
  public let version: TLSVersion?
  /// OpenSSL's name of the cipher.
  public let cipher: String
  /// The strength of the cipher's secret in bits.
  public let cipherBits: Int
  /// The protocol that the peer chose; nil if it chose none.
  public let alpn: String?
  /// Whether the handshake resumed an earlier session.
  public let isResumed: Bool
  /// The verified chain, or without verification the certificates that the peer sent.
  public let peerCertificates: [TLSCertificate]
  /// The result of the verification as OpenSSL's text. Without verification it has no meaning.
  public let verifyResult: String

  init(_ stream: TLSStream, name: String) {
    self.name = name
    version = stream.version
    cipher = stream.cipher
    cipherBits = stream.cipherBits
    alpn = stream.alpn
    isResumed = stream.isResumed
    peerCertificates = stream.peerCertificates
    verifyResult = stream.verifyResult
  }
}

extension TLSStream {
  /// Performs the handshake with a server, and reports it to a target's observers.
  static func open(
    over lower: any ByteStream, context: TLSContext, serverName: String, port: Int, timeout: Duration?, for target: ConnectionTarget
  ) throws(HTTPException) -> TLSStream {
    target.report(.handshakeBegan(name: context.options.serverName ?? serverName))
    let stream = try TLSStream(over: lower, context: context, serverName: serverName, port: port, timeout: timeout)
    target.report(.handshakeEnded(TLSFacts(stream, name: context.options.serverName ?? serverName)))
    return stream
  }
}
#endif
