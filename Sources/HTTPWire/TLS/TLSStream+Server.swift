#if TLS
import COpenSSL

/// What a server may do in the middle of a connection, for the servers that tests talk to.
extension TLSStream {
  /// Changes the keys of this side and asks the peer to change its own (RFC 8446 section 4.6.3).
  package func updateKeys() throws(HTTPException) {
    // Unsafe: here and below, the connection is the engine's.
    try unsafe engine.control { unsafe SSL_key_update($0, SSL_KEY_UPDATE_REQUESTED) }
  }

  /// Asks a client of TLS 1.3 for its certificate, after the handshake (RFC 8446 section 4.6.2).
  package func requestCertificate() throws(HTTPException) {
    try unsafe engine.control { unsafe SSL_verify_client_post_handshake($0) }
  }

  /// Asks a client of TLS 1.2 for another handshake (RFC 5246 section 7.4.1.1).
  package func renegotiate() throws(HTTPException) {
    try unsafe engine.control { ssl in
      unsafe httpwire_SSL_allow_renegotiation(ssl)
      return unsafe SSL_renegotiate(ssl)
    }
  }
}
#endif
