#if TLS
import COpenSSL

extension TLSSessionCache.Offer {
  /// Whether it can be resumed at all.
  var isResumable: Bool {
    // Unsafe: here and below, this value keeps the session alive, and the session is only read.
    unsafe SSL_SESSION_is_resumable(session.pointer) == 1
  }

  /// Whether it must be offered only once, as a TLS 1.3 session (RFC 8446 appendix C.4).
  var isSingleUse: Bool { unsafe SSL_SESSION_get_protocol_version(session.pointer) >= TLS1_3_VERSION }

  /// How long the server will accept it.
  var lifetime: Duration { .seconds(Int64(unsafe SSL_SESSION_get_timeout(session.pointer))) }

  /// The same value with a copy of the session, for a connection to write to. Nil if there is no memory.
  func copy() -> Self? {
    // Unsafe: the object owns the copy, and nobody writes to the original.
    let copy = unsafe OpenSSLObject(SSL_SESSION_dup(session.pointer), { unsafe SSL_SESSION_free($0) })
    return copy.map { Self(session: $0, chain: chain) }
  }
}
#endif
