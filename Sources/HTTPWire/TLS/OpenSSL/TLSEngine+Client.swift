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
