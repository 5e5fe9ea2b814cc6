#if TLS
import COpenSSL

/// The `SSL_CTX` made from a context's options, and the key log that its callbacks write to.
package final class TLSSettings: Sendable {
  let context: OpenSSLObject
  let keyLog: TLSKeyLog?

  /// CPython's choice of ciphers (`_ssl.c`, `PY_SSL_DEFAULT_CIPHERS`): forward secrecy, no SHA-1, no anonymous keys.
  private static let ciphers = "ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM"

  /// The size of the read buffer in bytes. It holds several records, so that one read takes everything a socket has.
  private static let readBuffer = 65_536

  init(_ options: TLSContext.Options) throws(HTTPException) {
    if options.checkHostname, options.verification == .none {
      throw .invalidArgument("cannot set verification to none when checkHostname is enabled")
    }
    guard options.sessionCacheSize >= 0 else { throw .invalidArgument("a cache can't keep \(options.sessionCacheSize) servers' sessions") }
    OpenSSLErrors.clear()
    context = try Self.newContext(forServer: false)
    keyLog = try TLSKeyLog(options.keyLog)
    try setProtocol(options)
    try setVerification(options)
    if let identity = options.identity { try identity.load(into: context) }
    observe(options)
  }

  /// Makes a context with the settings that clients and servers share.
  package static func newContext(forServer: Bool) throws(HTTPException) -> OpenSSLObject {
    // Unsafe: the object that is returned owns the new context. The calls only set values in it.
    guard
      let context = unsafe OpenSSLObject(SSL_CTX_new(forServer ? TLS_server_method() : TLS_client_method()), { unsafe SSL_CTX_free($0) })
    else { throw OpenSSLErrors.configuration("a TLS context can't be made") }
    unsafe httpwire_SSL_CTX_read_ahead(context.pointer, readBuffer)
    unsafe httpwire_SSL_CTX_harden(context.pointer)
    // Otherwise OpenSSL would ask for a passphrase on the terminal.
    unsafe SSL_CTX_set_default_passwd_cb(context.pointer) { _, _, _, _ in 0 }
    return context
  }

  // MARK: - Protocol

  private func setProtocol(_ options: TLSContext.Options) throws(HTTPException) {
    if let maximum = options.maximumVersion, maximum < options.minimumVersion {
      throw .invalidArgument("the maximum version \(maximum) is below the minimum version \(options.minimumVersion)")
    }
    guard (0...5).contains(options.securityLevel) else { throw .invalidArgument("security level \(options.securityLevel) is not 0 to 5") }
    let highest = options.maximumVersion.map { Int32($0.rawValue) } ?? 0
    let protocols = try Self.wireFormat(ofProtocols: options.alpn)
    let ciphers = try options.cipherList.map { (list) throws(HTTPException) in try Self.withoutOpenCiphers(list) } ?? Self.ciphers
    // Unsafe: this object owns the context. The calls set values in it, and copy the texts and bytes that they get.
    unsafe SSL_CTX_set_security_level(context.pointer, Int32(options.securityLevel))
    guard unsafe httpwire_SSL_CTX_set_versions(context.pointer, Int32(options.minimumVersion.rawValue), highest) == 1 else {
      throw OpenSSLErrors.configuration("the versions of TLS can't be set")
    }
    guard unsafe SSL_CTX_set_cipher_list(context.pointer, ciphers) == 1 else {
      throw OpenSSLErrors.configuration("no cipher can be selected from \(PythonRepr.string(options.cipherList ?? ""))")
    }
    if let suites = options.cipherSuites, unsafe SSL_CTX_set_ciphersuites(context.pointer, suites) != 1 {
      throw OpenSSLErrors.configuration("no cipher of TLS 1.3 can be selected from \(PythonRepr.string(suites))")
    }
    if !protocols.isEmpty, unsafe SSL_CTX_set_alpn_protos(context.pointer, protocols, UInt32(protocols.count)) != 0 {
      throw OpenSSLErrors.configuration("the ALPN protocols can't be set")
    }
    if options.renegotiation == .allowed { unsafe httpwire_SSL_CTX_allow_renegotiation(context.pointer) }
    unsafe SSL_CTX_set_post_handshake_auth(context.pointer, options.postHandshakeAuthentication ? 1 : 0)
  }

  /// A cipher list without ciphers that lack authentication (`aNULL`) or encryption (`eNULL`). `!` excludes them wherever it stands. A NUL
  /// is refused, because OpenSSL would ignore everything behind it.
  private static func withoutOpenCiphers(_ list: String) throws(HTTPException) -> String {
    guard !list.utf8.contains(0) else { throw .invalidArgument("a list of ciphers has no NUL") }
    return list + ":!aNULL:!eNULL"
  }

  /// The names, each with its length in front (RFC 7301 section 3.1).
  package static func wireFormat(ofProtocols names: [String]) throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    for name in names {
      guard let length = UInt8(exactly: name.utf8.count), length > 0 else {
        throw .invalidArgument("an ALPN protocol has 1 to 255 bytes, not \(name.utf8.count)")
      }
      bytes += [length] + Array(name.utf8)
    }
    guard bytes.count <= 65_535 else { throw .invalidArgument("the ALPN protocols have more than 65535 bytes") }
    return bytes
  }

  // MARK: - Verification

  private func setVerification(_ options: TLSContext.Options) throws(HTTPException) {
    let isChecked = options.verification == .required || options.peerCheck != nil
    // Unsafe: the calls set values and functions in the context and in its parameters.
    unsafe SSL_CTX_set_verify(context.pointer, isChecked ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
    unsafe SSL_CTX_set_cert_verify_callback(context.pointer, { store, _ in unsafe TLSVerification.verify(store) }, nil)
    var flags = UInt(X509_V_FLAG_TRUSTED_FIRST)
    switch options.revocationCheck {
    case .none: break
    case .automatic: flags |= options.revocationLists.isEmpty ? 0 : UInt(X509_V_FLAG_CRL_CHECK)
    case .leaf: flags |= UInt(X509_V_FLAG_CRL_CHECK)
    case .chain: flags |= UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL)
    }
    if options.requiresStrictCertificates { flags |= UInt(X509_V_FLAG_X509_STRICT) }
    if options.acceptsPartialChains { flags |= UInt(X509_V_FLAG_PARTIAL_CHAIN) }
    let parameters = unsafe SSL_CTX_get0_param(context.pointer)
    unsafe X509_VERIFY_PARAM_set_flags(parameters, flags)
    unsafe X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
    if options.trust == [.system], options.verification == .required {
      guard try SystemAuthorities.load(into: context) else { throw SystemAuthorities.nothingFound }
    } else {
      for trust in options.trust where options.verification == .required || trust != .system { try trust.load(into: context) }
    }
    for list in options.revocationLists { try list.loadRevocationList(into: context) }
  }

  // MARK: - Observation

  private func observe(_ options: TLSContext.Options) {
    // Unsafe: the functions are called with connections of this context, whose conduits live as long as the connections.
    unsafe SSL_CTX_set_info_callback(context.pointer) { ssl, event, value in unsafe TLSConduit.noteEvent(ssl, event, value) }
    if keyLog != nil { unsafe SSL_CTX_set_keylog_callback(context.pointer) { ssl, line in unsafe TLSConduit.logKeys(ssl, line) } }
    if options.sessionCacheSize > 0 {
      unsafe httpwire_SSL_CTX_cache_sessions(context.pointer, Int(SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL))
      unsafe SSL_CTX_sess_set_new_cb(context.pointer) { ssl, session in unsafe TLSConduit.keepSession(ssl, session) }
    } else {
      unsafe httpwire_SSL_CTX_cache_sessions(context.pointer, Int(SSL_SESS_CACHE_OFF))
    }
  }
}
#endif
