#if TLS
import COpenSSL

extension TLSEngine {
  /// Makes the connection a client's, that asks for a name, expects a certificate for it, and offers a session.
  func prepareClient(_ name: TLSServerName, _ offer: TLSSessionCache.Offer?, _ options: TLSContext.Options) throws(HTTPException) {
    // Unsafe: the connection is this engine's and takes references of its own; names and bytes are lent for the calls.
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

  /// The chain that was verified: in this handshake, or in the one in which the session that it has resumed began.
  func verifiedChain(_ offer: TLSSessionCache.Offer?) -> OpenSSLObject? {
    // Unsafe: the connection is this engine's; the copy is owned by the object.
    if unsafe SSL_session_reused(ssl.pointer) == 1 { return offer?.chain }
    return unsafe OpenSSLObject(httpwire_X509_chain_copy(SSL_get0_verified_chain(ssl.pointer)), { unsafe httpwire_X509_chain_free($0) })
  }

  /// The certificates that the peer has sent, in this handshake or in the one in which the session began.
  var sentChain: [TLSCertificate] {
    // Unsafe: the connection is this engine's, and what it lends is copied at once.
    let sent = unsafe TLSCertificate.chain(SSL_get_peer_cert_chain(ssl.pointer))
    // Of a client, OpenSSL keeps its own certificate apart from what it sent with it.
    guard unsafe SSL_is_server(ssl.pointer) == 1, let own = unsafe SSL_get0_peer_certificate(ssl.pointer) else { return sent }
    return [unsafe TLSCertificate(own)] + sent
  }

  /// Makes sure that a peer that has to be known is: anonymous ciphers, which a context may be told to allow, show no certificate, and
  /// OpenSSL then verifies nothing.
  func checkPeerWasSeen(_ options: TLSContext.Options) throws(HTTPException) {
    if options.verification == .none, options.peerCheck == nil { return }
    // Unsafe: the connection is this engine's, and what it lends is only compared.
    let hasCertificate = unsafe SSL_get0_peer_certificate(ssl.pointer) != nil
    let code = unsafe SSL_get_verify_result(ssl.pointer)
    if hasCertificate, options.verification == .none || code == Int(X509_V_OK) { return }
    throw CertificateFailure(
      .other, code: hasCertificate ? Int32(clamping: code) : X509_V_ERR_UNSPECIFIED,
      reason: hasCertificate ? TLSVerification.reason(Int32(clamping: code), conduit.expectedName) : "the peer has shown no certificate",
      depth: 0
    ).exception
  }

  /// Asks the context's own check about a peer whose session was resumed, as no certificate came that it could have been asked about.
  func checkResumedPeer(_ check: TLSPeerCheck?, _ chain: OpenSSLObject?) throws(HTTPException) {
    // Unsafe: the connection is this engine's, and the object keeps the chain.
    guard let check, unsafe SSL_session_reused(ssl.pointer) == 1 else { return }
    if check.accepts(chain.map { unsafe TLSCertificate.chain($0.pointer) } ?? sentChain) { return }
    throw TLSVerification.refused.exception
  }
}
#endif
