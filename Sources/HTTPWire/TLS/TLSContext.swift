#if TLS
import Synchronization

/// The settings of TLS connections (`ssl.SSLContext`). A context does not change after it was made, and may be shared between connections
/// and threads. It also keeps the sessions of its connections, so that later connections to the same server can resume them.
///
/// ```swift
/// var options = TLSContext.Options()
/// options.trust = [.file("ca.pem")]
/// options.identity = .files(certificate: "client.pem", key: "client.key")
/// let connection = try HTTPSConnection("localhost", port: 8443, context: TLSContext(options))
/// ```
public final class TLSContext: Sendable {
  /// The options that the context was made from.
  public let options: Options
  let sessions: TLSSessionCache
  /// The settings, or the error of making them; nil until they are needed. `default` can't throw, so its error is thrown at the first use.
  /// Reading the system's authorities takes longer than all the rest of a request, and many programs never speak TLS.
  private let made: Mutex<Result<TLSSettings, HTTPException>?>

  /// The context with the default options. It verifies the peer against the authorities that the system trusts
  /// (`ssl._create_default_https_context()`). It is made when it is first used. If that fails, each connection that uses it throws the
  /// error.
  public static let `default` = TLSContext(deferred: Options())

  /// Makes a context from options, and reads the files that they name.
  ///
  /// Throws `invalidArgument` for options that contradict each other. Throws `tls` of the kind `configuration` for a file that is missing
  /// or invalid, a wrong passphrase, a key that does not match its certificate, or unknown ciphers.
  public init(_ options: Options = Options()) throws(HTTPException) {
    self.options = options
    made = Mutex(.success(try TLSSettings(options)))
    sessions = TLSSessionCache(capacity: options.sessionCacheSize)
  }

  private init(deferred options: Options) {
    self.options = options
    made = Mutex(nil)
    sessions = TLSSessionCache(capacity: options.sessionCacheSize)
  }

  /// Makes a context that verifies nothing (`ssl._create_unverified_context()`). An attacker on the way can then read and change
  /// everything.
  public static func unverified() -> TLSContext {
    var options = Options()
    options.checkHostname = false
    options.verification = .none
    return TLSContext(deferred: options)
  }

  /// Forgets all sessions. The next connections start with a full handshake.
  public func forgetSessions() { sessions.removeAll() }

  /// The settings. Throws the error of making them, if there was one.
  func settings() throws(HTTPException) -> TLSSettings {
    try made.withLock { (made) throws(HTTPException) in
      let settled = made ?? Self.settle(options)
      made = settled
      return try settled.get()
    }
  }

  private static func settle(_ options: Options) -> Result<TLSSettings, HTTPException> {
    do throws(HTTPException) {
      return .success(try TLSSettings(options))
    } catch {
      return .failure(error)
    }
  }
}
#endif
