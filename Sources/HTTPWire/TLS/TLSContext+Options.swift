#if TLS
extension TLSContext {
  /// The options of a context. The defaults are those of Python's `ssl.create_default_context()` and, for ALPN, of `http.client`.
  public struct Options: Sendable {
    /// The authorities whose certificates are trusted. An empty array trusts nobody.
    public var trust: [Trust] = [.system]
    /// Whether the peer's certificate must be valid (`SSLContext.verify_mode`).
    public var verification = Verification.required
    /// Whether the certificate must match the name or address that is connected to (`SSLContext.check_hostname`). Only its subject
    /// alternative names count, never its common name (RFC 9525 section 6.3).
    public var checkHostname = true
    /// The certificate that this side presents when the peer asks for one.
    public var identity: TLSIdentity?
    /// The oldest version to accept.
    public var minimumVersion = TLSVersion.tls12
    /// The newest version to accept; nil accepts every newer version.
    public var maximumVersion: TLSVersion?
    /// The ciphers of TLS 1.2 and before, in OpenSSL's notation (`SSLContext.set_ciphers`); nil for CPython's choice. Ciphers without
    /// authentication or without encryption are always excluded (`!aNULL:!eNULL`).
    public var cipherList: String?
    /// The ciphers of TLS 1.3, separated by colons; nil for OpenSSL's choice.
    public var cipherSuites: String?
    /// OpenSSL's security level, 0 to 5. Level 2 refuses keys with less than 112 bits of strength (RSA below 2048 bits) and SHA-1
    /// signatures.
    public var securityLevel = 2
    /// The protocols to offer, in order of preference (RFC 7301; `SSLContext.set_alpn_protocols`). An empty array sends no offer.
    ///
    /// A server that chooses what was not offered is refused (`tls` of the kind `protocolViolation`). So is one that chooses `h2` for an
    /// ``HTTPSConnection``, which speaks HTTP/1.1; a ``TLSStream`` of your own may speak it.
    public var alpn = ["http/1.1"]
    /// Whether the server name is sent to the peer (RFC 6066 section 3). Addresses are never sent.
    public var sendsServerName = true
    /// The name to send and to check instead of the host.
    public var serverName: String?
    /// Where to write the secrets with which other programs can decrypt recorded connections (`SSLContext.keylog_filename`). A new file is
    /// readable only by its owner.
    public var keyLog = KeyLog.environment
    /// Lists of certificates that their issuers have revoked.
    public var revocationLists: [TLSSource] = []
    /// Which certificates to look up in ``revocationLists`` (`SSLContext.verify_flags`).
    public var revocationCheck = RevocationCheck.automatic
    /// The number of servers to keep sessions of, for resumption (RFC 8446 section 2.2). 0 keeps no sessions; a negative number is
    /// refused.
    public var sessionCacheSize = 100
    /// A check of your own, for example for pinning.
    public var peerCheck: TLSPeerCheck?
    /// Whether a stream may end without the peer's close_notify. Otherwise such an end is an error, because an attacker could have cut the
    /// connection (RFC 9112 section 9.8).
    public var toleratesRaggedEnd = false
    /// Whether a TLS 1.3 server may ask for a certificate after the handshake (RFC 8446 section 4.6.2; `SSLContext.post_handshake_auth`).
    /// For TLS 1.2 see ``renegotiation``.
    public var postHandshakeAuthentication = true
    /// Whether a TLS 1.2 server may start another handshake, as IIS and Apache do to ask for a certificate for some paths only.
    public var renegotiation = Renegotiation.refused
    /// Whether to refuse certificates that violate RFC 5280 in minor points (`ssl.VERIFY_X509_STRICT`, on in Python 3.13).
    public var requiresStrictCertificates = false
    /// Whether a chain may end at a trusted certificate that is not a root (`ssl.VERIFY_X509_PARTIAL_CHAIN`, on in Python 3.13).
    public var acceptsPartialChains = false

    /// Makes options with the default values.
    public init() {}
  }

  /// A source of trusted authorities.
  public enum Trust: Sendable, Hashable {
    /// The system's: OpenSSL's default file and directory, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. If there are no
    /// certificates in the defaults, those of the first well-known place of a Linux distribution that has some.
    ///
    /// A `SSL_CERT_FILE` that can't be read or has no certificate is an error, and so is having nobody to trust.
    case system
    /// The certificates in a PEM file.
    case file(String)
    /// The certificates in a directory whose files are named by hash (`openssl rehash`).
    case directory(String)
    /// The certificates in bytes: PEM, or concatenated DER.
    case bytes([UInt8])
  }

  /// Whether a peer's certificate must be valid.
  public enum Verification: Sendable, Hashable {
    /// Any certificate is accepted (`ssl.CERT_NONE`). An attacker on the way can then read and change everything.
    case none
    /// It must be valid (`ssl.CERT_REQUIRED`).
    case required
  }

  /// Whether a server may start another handshake on an open connection (RFC 5246 section 7.4.1.1). TLS 1.3 has none.
  public enum Renegotiation: Sendable, Hashable {
    /// It may not (`ssl.OP_NO_RENEGOTIATION`). If the server does not go on without, reading throws `tls` of the kind `renegotiation`.
    case refused
    /// It may, a few times in a connection. The server must show the certificate of the first handshake, which is verified again, and must
    /// secure the handshake by the one before (RFC 5746).
    ///
    /// While it lasts, a server accepts no data: send a large body with `expectContinue`, so that it has asked before the body is sent.
    case allowed
  }

  /// Where the secrets of connections are written, in NSS's format.
  public enum KeyLog: Sendable, Hashable {
    /// Nowhere.
    case none
    /// To the file that `SSLKEYLOGFILE` names when the context is made, if it is set.
    case environment
    /// To this file; lines are appended.
    case file(String)
  }

  /// Which certificates to look up in the revocation lists.
  public enum RevocationCheck: Sendable, Hashable {
    /// The peer's own if there are lists, otherwise none.
    case automatic
    /// None, even if there are lists.
    case none
    /// The peer's own (`ssl.VERIFY_CRL_CHECK_LEAF`).
    case leaf
    /// All certificates of the chain (`ssl.VERIFY_CRL_CHECK_CHAIN`).
    case chain
  }
}
#endif
