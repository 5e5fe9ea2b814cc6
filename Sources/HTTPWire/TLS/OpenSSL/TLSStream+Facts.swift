#if TLS
import COpenSSL

/// The results of the handshake. They can also be read after ``TLSStream/close()``.
extension TLSStream {
  /// The version of TLS (`SSLSocket.version()`); nil for a version that ``TLSVersion`` does not have.
  public var version: TLSVersion? {
    // Unsafe: here and below, the engine owns the connection, and what its pointers refer to is copied at once.
    UInt16(exactly: unsafe SSL_version(engine.ssl.pointer)).flatMap(TLSVersion.init(rawValue:))
  }

  /// OpenSSL's name of the cipher (`SSLSocket.cipher()`): `TLS_AES_256_GCM_SHA384`.
  public var cipher: String {
    unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(engine.ssl.pointer)).map { unsafe String(cString: $0) } ?? ""
  }

  /// The strength of the cipher's secret in bits.
  public var cipherBits: Int { Int(unsafe SSL_CIPHER_get_bits(SSL_get_current_cipher(engine.ssl.pointer), nil)) }

  /// The verified chain, from the peer's own certificate to the trusted root. Without verification, the certificates that the peer sent.
  /// For a resumed session, those of its first handshake. On a server, empty if the client was not asked for a certificate.
  public var peerCertificates: [TLSCertificate] {
    verifiedChain.map { unsafe TLSCertificate.chain($0.pointer) } ?? engine.sentChain
  }

  /// The result of the verification as OpenSSL's text: "ok" if it succeeded. Without verification it has no meaning.
  public var verifyResult: String { TLSVerification.reason(verifyCode, engine.conduit.expectedName) }

  /// The result of the verification as OpenSSL's code; 0 if it succeeded.
  package var verifyCode: Int32 { Int32(clamping: unsafe SSL_get_verify_result(engine.ssl.pointer)) }

  /// Whether the handshake resumed an earlier session (`SSLSocket.session_reused`).
  public var isResumed: Bool { unsafe SSL_session_reused(engine.ssl.pointer) == 1 }

  /// On a server, the name that the client sent (RFC 6066 section 3); nil if it sent none.
  package var requestedServerName: String? {
    unsafe SSL_get_servername(engine.ssl.pointer, TLSEXT_NAMETYPE_host_name).map { unsafe String(cString: $0) }
  }
}
#endif
