#if TLS
import COpenSSL

extension TLSEngine {
  /// Makes the connection a client's. It sends a server name, expects a certificate for it, and offers a session.
  func prepareClient(_ name: TLSServerName, _ offer: TLSSessionCache.Offer?, _ options: TLSContext.Options) throws(HTTPException) {
    // Unsafe: the connection belongs to this engine and retains what it keeps; names and bytes are valid during the calls.
    unsafe SSL_set_connect_state(ssl.pointer)
    if options.sendsServerName, name.address == nil, unsafe httpwire_SSL_set_server_name(ssl.pointer, name.text) != 1 {
      throw OpenSSLErrors.configuration("the server name can't be set")
    }
    if options.checkHostname {
      let parameters = unsafe SSL_get0_param(ssl.pointer)
      let isDone =
        if let address = name.address {
          unsafe X509_VERIFY_PARAM_set1_ip(parameters, address, address.count)
        } else {
          unsafe X509_VERIFY_PARAM_set1_host(parameters, name.text, name.text.utf8.count)
        }
      guard isDone == 1 else { throw OpenSSLErrors.configuration("the name to check can't be set") }
    }
    if let offer { unsafe SSL_set_session(ssl.pointer, offer.session.pointer) }
  }

  /// The chain that was verified, in this handshake or in the first handshake of the session that was resumed.
  func verifiedChain(_ offer: TLSSessionCache.Offer?) -> OpenSSLObject? {
    // Unsafe: the connection belongs to this engine, and the object owns the copy.
    if unsafe SSL_session_reused(ssl.pointer) == 1 { return offer?.chain }
    return unsafe OpenSSLObject(httpwire_X509_chain_copy(SSL_get0_verified_chain(ssl.pointer)), { unsafe httpwire_X509_chain_free($0) })
  }

  /// Keeps the certificate that the server has shown. In a further handshake it must show the same: the first one decided whom this side
  /// speaks to, and what it has sent.
  func rememberPeer() {
    // Unsafe: the connection belongs to this engine, and the object owns the reference.
    conduit.knownPeer = unsafe OpenSSLObject(SSL_get1_peer_certificate(ssl.pointer), { unsafe X509_free($0) })
  }

  /// The protocol that was chosen from those offered; nil if none was.
  var chosenProtocol: String? {
    var address: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    // Unsafe: the connection belongs to this engine, and its text is copied at once.
    unsafe SSL_get0_alpn_selected(ssl.pointer, &address, &count)
    guard let address = unsafe address, count > 0 else { return nil }
    return unsafe String(decoding: UnsafeBufferPointer(start: address, count: Int(count)), as: UTF8.self)
  }

  /// Throws if the server has chosen a protocol that was not offered (RFC 7301 section 3.2). Not every OpenSSL 3 looks.
  func checkProtocol(_ chosen: String?, _ offered: [String]) throws(HTTPException) {
    guard let chosen, !offered.contains(chosen) else { return }
    throw .tls(
      TLSFailure(
        .protocolViolation, message: "the server chose the protocol \(PythonRepr.string(chosen)), which was not offered: \(offered)"))
  }

  /// The certificates that the peer sent, in this handshake or in the first handshake of the session.
  var sentChain: [TLSCertificate] {
    // Unsafe: the connection belongs to this engine, and its certificates are copied at once.
    let sent = unsafe TLSCertificate.chain(SSL_get_peer_cert_chain(ssl.pointer))
    // On a server, OpenSSL keeps the client's own certificate apart from the others the client sent.
    guard unsafe SSL_is_server(ssl.pointer) == 1, let own = unsafe SSL_get0_peer_certificate(ssl.pointer) else { return sent }
    return [unsafe TLSCertificate(own)] + sent
  }

  /// Throws if a certificate is required and the peer has sent none, as with anonymous ciphers. OpenSSL verifies nothing then.
  func checkPeerWasSeen(_ options: TLSContext.Options) throws(HTTPException) {
    if options.verification == .none, options.peerCheck == nil { return }
    // Unsafe: the connection belongs to this engine, and the pointers are only compared.
    let hasCertificate = unsafe SSL_get0_peer_certificate(ssl.pointer) != nil
    let code = unsafe SSL_get_verify_result(ssl.pointer)
    if hasCertificate, options.verification == .none || code == Int(X509_V_OK) { return }
    throw CertificateFailure(
      .other, code: hasCertificate ? Int32(clamping: code) : X509_V_ERR_UNSPECIFIED,
      reason: hasCertificate ? TLSVerification.reason(Int32(clamping: code), conduit.expectedName) : "the peer has shown no certificate",
      depth: 0
    ).exception
  }

  /// Runs the context's peer check for a resumed session. It did not run in the handshake, because no certificate came.
  func checkResumedPeer(_ check: TLSPeerCheck?, _ chain: OpenSSLObject?) throws(HTTPException) {
    // Unsafe: the connection belongs to this engine, and the object keeps the chain alive.
    guard let check, unsafe SSL_session_reused(ssl.pointer) == 1 else { return }
    if check.accepts(chain.map { unsafe TLSCertificate.chain($0.pointer) } ?? sentChain) { return }
    throw TLSVerification.refused.exception
  }
}
#endif
