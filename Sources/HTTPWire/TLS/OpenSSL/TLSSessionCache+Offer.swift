#if TLS
import COpenSSL

/// What OpenSSL says of a session.
extension TLSSessionCache.Offer {
  /// Whether it can be resumed at all.
  var isResumable: Bool {
    // Unsafe: here and below, the session is this value's, and only read.
    unsafe SSL_SESSION_is_resumable(session.pointer) == 1
  }

  /// Whether it must be offered only once: it is one of TLS 1.3 (RFC 8446 appendix C.4).
  var isSingleUse: Bool { unsafe SSL_SESSION_get_protocol_version(session.pointer) >= TLS1_3_VERSION }

  /// How long the server will accept it.
  var lifetime: Duration { .seconds(Int64(unsafe SSL_SESSION_get_timeout(session.pointer))) }

  /// The same with a copy of the session, for a connection to write to. Nil when there is no memory.
  func copy() -> Self? {
    // Unsafe: the copy is owned by the object; the original is not written to by anybody.
    let copy = unsafe OpenSSLObject(SSL_SESSION_dup(session.pointer), { unsafe SSL_SESSION_free($0) })
    return copy.map { Self(session: $0, chain: chain) }
  }
}
#endif
