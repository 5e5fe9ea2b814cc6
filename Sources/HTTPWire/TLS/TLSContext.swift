#if TLS
/// The settings of TLS connections, ready to be used (`ssl.SSLContext`). It never changes, and may be shared between connections and
/// threads; the sessions that connections leave behind are kept in it, for later ones to the same server.
///
/// ```swift
/// var options = TLSContext.Options()
/// options.trust = [.file("ca.pem")]
/// options.identity = .files(certificate: "client.pem", key: "client.key")
/// let connection = try HTTPSConnection("localhost", port: 8443, context: TLSContext(options))
/// ```
public final class TLSContext: Sendable {
  /// What the context was made of.
  public let options: Options
  let sessions: TLSSessionCache
  /// Kept until it is used, as the default context has nobody to throw it to.
  private let made: Result<TLSSettings, HTTPException>

  /// Verifies the peer against the certificates that the system trusts (`ssl._create_default_https_context()`). It is made when it is
  /// first used; should that fail, each connection throws why.
  public static let `default` = TLSContext(deferringFailure: Options())

  /// Reads the files, and makes a context of all that the options say.
  ///
  /// Throws `invalidArgument` for options that contradict each other, and `tls` of the kind `configuration` for a file that is missing
  /// or not what it should be, a wrong passphrase, a key that does not fit, ciphers that nobody knows.
  public init(_ options: Options = Options()) throws(HTTPException) {
    self.options = options
    made = .success(try TLSSettings(options))
    sessions = TLSSessionCache(capacity: options.sessionCacheSize)
  }

  private init(deferringFailure options: Options) {
    self.options = options
    do {
      made = .success(try TLSSettings(options))
    } catch {
      made = .failure(error)
    }
    sessions = TLSSessionCache(capacity: options.sessionCacheSize)
  }

  /// A new context that verifies nothing (`ssl._create_unverified_context()`). Anybody between can read and change everything.
  public static func unverified() -> TLSContext {
    var options = Options()
    options.checkHostname = false
    options.verification = .none
    return TLSContext(deferringFailure: options)
  }

  /// Forgets all sessions, so that the next connections begin with a full handshake.
  public func forgetSessions() { sessions.removeAll() }

  /// What was made of the options. Throws why it could not be made.
  func settings() throws(HTTPException) -> TLSSettings { try made.get() }
}
#endif
