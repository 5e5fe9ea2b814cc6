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

  /// Once verified, the peer's certificate and what leads from it to the root that is trusted; otherwise what the peer has sent. Of a
  /// session that was resumed, those of the handshake in which it began. A client that was asked for none has none.
  public var peerCertificates: [TLSCertificate] {
    verifiedChain.map { unsafe TLSCertificate.chain($0.pointer) } ?? engine.sentChain
  }

  /// What verification has found, in OpenSSL's words: "ok" when all is good. Without verification it can be anything.
  public var verifyResult: String { TLSVerification.reason(verifyCode, engine.conduit.expectedName) }

  /// What verification has found, as OpenSSL's code; 0 when all is good.
  public var verifyCode: Int32 { Int32(clamping: unsafe SSL_get_verify_result(engine.ssl.pointer)) }

  /// Whether the handshake has resumed an earlier session (`SSLSocket.session_reused`).
  public var isResumed: Bool { unsafe SSL_session_reused(engine.ssl.pointer) == 1 }

  /// The name that a client has asked this server for (RFC 6066 section 3); nil when it has named none.
  public var requestedServerName: String? {
    unsafe SSL_get_servername(engine.ssl.pointer, TLSEXT_NAMETYPE_host_name).map { unsafe String(cString: $0) }
  }
}
#endif
