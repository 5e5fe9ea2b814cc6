#if TLS
import COpenSSL
package import HTTPWire

/// The server's side of TLS, and what it may do during a connection, for the servers in tests.
extension TLSStream {
  /// Performs the handshake with a client, as the server.
  package convenience init(accepting lower: any ByteStream, context: TLSServerContext, timeout: Duration? = nil) throws(HTTPException) {
    try self.init(accepting: lower, serverContext: context.context, timeout: timeout)
  }

  /// Changes the keys of this side and asks the peer to change its own (RFC 8446 section 4.6.3).
  package func updateKeys() throws(HTTPException) {
    // Unsafe: here and below, the stream owns the connection.
    try unsafe control { unsafe SSL_key_update($0, SSL_KEY_UPDATE_REQUESTED) }
  }

  /// Requests a TLS 1.3 client's certificate after the handshake (RFC 8446 section 4.6.2).
  package func requestCertificate() throws(HTTPException) {
    try unsafe control { unsafe SSL_verify_client_post_handshake($0) }
  }

  /// Requests another handshake from a TLS 1.2 client, in which it is asked for a certificate, and waits for its end. With `other`, the
  /// server shows that context's certificate in it.
  package func renegotiate(requiringCertificate isRequired: Bool, as other: TLSServerContext? = nil) throws(HTTPException) {
    try unsafe control { ssl in
      unsafe httpwire_SSL_allow_renegotiation(ssl)
      if let other { _ = unsafe SSL_set_SSL_CTX(ssl, other.context.pointer) }
      unsafe SSL_set_verify(ssl, SSL_VERIFY_PEER | (isRequired ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nil)
      return unsafe SSL_renegotiate(ssl)
    }
    try unsafe control { unsafe httpwire_SSL_finish_renegotiation($0) }
  }

  /// Requests another handshake from a TLS 1.2 client (RFC 5246 section 7.4.1.1).
  package func renegotiate() throws(HTTPException) {
    try unsafe control { ssl in
      unsafe httpwire_SSL_allow_renegotiation(ssl)
      return unsafe SSL_renegotiate(ssl)
    }
  }
}
#endif
