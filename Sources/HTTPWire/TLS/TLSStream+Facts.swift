#if TLS
import COpenSSL

/// What was agreed in the handshake. It can be read after ``TLSStream/close()`` too.
extension TLSStream {
  /// The version of the protocol (`SSLSocket.version()`); nil for one that is unknown here.
  public var version: TLSVersion? {
    // Unsafe: here and below, the connection is the engine's, and what it lends is copied at once.
    UInt16(exactly: unsafe SSL_version(engine.ssl.pointer)).flatMap(TLSVersion.init(rawValue:))
  }

  /// The cipher, as OpenSSL names it (`SSLSocket.cipher()`): `TLS_AES_256_GCM_SHA384`.
  public var cipher: String {
    unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(engine.ssl.pointer)).map { unsafe String(cString: $0) } ?? ""
  }

  /// The strength of the cipher's secret in bits.
  public var cipherBits: Int { Int(unsafe SSL_CIPHER_get_bits(SSL_get_current_cipher(engine.ssl.pointer), nil)) }

  /// The protocol that the peer has chosen of those offered (`SSLSocket.selected_alpn_protocol()`); nil when it chose none.
  public var alpn: String? {
    var address: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    unsafe SSL_get0_alpn_selected(engine.ssl.pointer, &address, &count)
    guard let address = unsafe address, count > 0 else { return nil }
    return unsafe String(decoding: UnsafeBufferPointer(start: address, count: Int(count)), as: UTF8.self)
  }

  /// The peer's certificate and what it sent with it, or, once verified, the chain up to the root that is trusted. Of a session that
  /// was resumed, what was sent when it began. A client of a server that asked for none has none.
  public var peerCertificates: [TLSCertificate] {
    if let verified = unsafe SSL_get0_verified_chain(engine.ssl.pointer), !isResumed { return unsafe TLSCertificate.chain(verified) }
    let sent = unsafe TLSCertificate.chain(SSL_get_peer_cert_chain(engine.ssl.pointer))
    // Of a client, OpenSSL keeps its own certificate apart from what it sent with it.
    guard unsafe SSL_is_server(engine.ssl.pointer) == 1, let own = unsafe SSL_get0_peer_certificate(engine.ssl.pointer) else { return sent }
    return [unsafe TLSCertificate(own)] + sent
  }

  /// What verification has found, in OpenSSL's words: "ok" when all is good. Without verification it can be anything.
  public var verifyResult: String { TLSVerification.reason(verifyCode, engine.conduit.expectedName) }

  /// What verification has found, as OpenSSL's code; 0 when all is good.
  public var verifyCode: Int32 { Int32(clamping: unsafe SSL_get_verify_result(engine.ssl.pointer)) }

  /// Whether the handshake has resumed an earlier session (`SSLSocket.session_reused`).
  public var isResumed: Bool { unsafe SSL_session_reused(engine.ssl.pointer) == 1 }
}
#endif
