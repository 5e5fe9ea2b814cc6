#if TLS
extension TLSContext {
  /// What a context is made of. The defaults are those of Python's `ssl.create_default_context()` and, for ALPN, of `http.client`.
  public struct Options: Sendable {
    /// Whose certificates vouch for a peer's; an empty array trusts nobody.
    public var trust: [Trust] = [.system]
    /// Whether the peer's certificate has to be good (`SSLContext.verify_mode`).
    public var verification = Verification.required
    /// Whether the certificate has to be for the name or address that is connected to (`SSLContext.check_hostname`). Only its subject
    /// alternative names count, never its common name (RFC 9525 section 6.3).
    public var checkHostname = true
    /// What this side shows when it is asked for a certificate.
    public var identity: TLSIdentity?
    /// The oldest version to agree to.
    public var minimumVersion = TLSVersion.tls12
    /// The newest version to agree to; nil for the newest there is.
    public var maximumVersion: TLSVersion?
    /// The ciphers of TLS 1.2 and before, in OpenSSL's notation (`SSLContext.set_ciphers`); nil for CPython's choice. Whatever the list
    /// says, ciphers without authentication or without encryption are left out (`!aNULL:!eNULL`).
    public var cipherList: String?
    /// The ciphers of TLS 1.3, separated by colons; nil for OpenSSL's choice.
    public var cipherSuites: String?
    /// OpenSSL's security level, 0 to 5: at 2, keys below 112 bits of strength (RSA below 2048) and SHA-1 signatures are refused.
    public var securityLevel = 2
    /// The protocols to offer, the most wanted first (RFC 7301; `SSLContext.set_alpn_protocols`); none sends no offer.
    public var alpn = ["http/1.1"]
    /// Whether the peer is told the name that is wanted (RFC 6066 section 3). It is never told an address.
    public var sendsServerName = true
    /// The name to ask for and to check instead of the host's.
    public var serverName: String?
    /// Where to write the secrets that let other programs decrypt what was recorded (`SSLContext.keylog_filename`). A file that is not
    /// there is made for its owner alone.
    public var keyLog = KeyLog.environment
    /// Lists of certificates that their issuers have revoked.
    public var revocationLists: [TLSSource] = []
    /// Which certificates have to be looked up in the lists (`SSLContext.verify_flags`).
    public var revocationCheck = RevocationCheck.automatic
    /// How many servers' sessions to keep for resumption (RFC 8446 section 2.2); 0 keeps none, and less is refused.
    public var sessionCacheSize = 100
    /// A check of one's own, for pinning.
    public var peerCheck: TLSPeerCheck?
    /// Whether the end of the stream without the peer's close_notify is a normal end. Otherwise it is an error, because anybody
    /// between could have cut the connection (RFC 9112 section 9.8).
    public var toleratesRaggedEnd = false
    /// Whether a server may ask for a certificate after the handshake (RFC 8446 section 4.6.2; `SSLContext.post_handshake_auth`).
    public var postHandshakeAuthentication = true
    /// Whether certificates that break RFC 5280 in small ways are refused (`ssl.VERIFY_X509_STRICT`, on in Python 3.13).
    public var requiresStrictCertificates = false
    /// Whether a trusted certificate that is no root ends a chain (`ssl.VERIFY_X509_PARTIAL_CHAIN`, on in Python 3.13).
    public var acceptsPartialChains = false

    /// The defaults.
    public init() {}
  }

  /// Whose certificates vouch for a peer's.
  public enum Trust: Sendable, Hashable {
    /// Those the system trusts: OpenSSL's default file and directory, or what `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    case system
    /// Those in a file, in PEM.
    case file(String)
    /// Those in a directory whose files are named by hash (`openssl rehash`).
    case directory(String)
    /// Those in bytes: PEM, or DER one after the other.
    case bytes([UInt8])
  }

  /// Whether a peer's certificate has to be good.
  public enum Verification: Sendable, Hashable {
    /// Whatever it is, it will do (`ssl.CERT_NONE`). Anybody between can read and change everything.
    case none
    /// It must be good (`ssl.CERT_REQUIRED`).
    case required
  }

  /// Where the secrets of connections are written, in NSS's format.
  public enum KeyLog: Sendable, Hashable {
    /// Nowhere.
    case none
    /// To the file that `SSLKEYLOGFILE` names when the context is made, if it is set.
    case environment
    /// To the end of this file.
    case file(String)
  }

  /// Which certificates have to be looked up in the revocation lists.
  public enum RevocationCheck: Sendable, Hashable {
    /// The peer's own where lists are given, and none where there are none.
    case automatic
    /// None, whatever lists are given.
    case none
    /// The peer's own (`ssl.VERIFY_CRL_CHECK_LEAF`).
    case leaf
    /// All of the chain (`ssl.VERIFY_CRL_CHECK_CHAIN`).
    case chain
  }
}
#endif
