#if TLS
import COpenSSL

extension TLSEngine {
  /// Makes the connection a client's, that asks for a name, expects a certificate for it, and offers a session.
  func prepareClient(_ name: TLSServerName, _ session: OpenSSLObject?, _ options: TLSContext.Options) throws(HTTPException) {
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
    if let session { unsafe SSL_set_session(ssl.pointer, session.pointer) }
  }

  /// Asks the context's own check about a peer whose session was resumed, as no certificate came that it could have been asked about.
  func checkResumedPeer(_ check: TLSPeerCheck?) throws(HTTPException) {
    // Unsafe: the connection is this engine's, and lends the certificates that were seen when the session began.
    guard let check, unsafe SSL_session_reused(ssl.pointer) == 1 else { return }
    if check.accepts(unsafe TLSCertificate.chain(SSL_get_peer_cert_chain(ssl.pointer))) { return }
    throw TLSVerification.refused.exception
  }
}
#endif
