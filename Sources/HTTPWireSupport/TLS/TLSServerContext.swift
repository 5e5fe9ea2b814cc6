#if TLS
import COpenSSL
package import HTTPWire

/// The TLS settings of a server, for the servers in tests.
package final class TLSServerContext: Sendable {
  /// The options of a server's context.
  package struct Options: Sendable {
    package var identity: TLSIdentity
    package var minimumVersion = TLSVersion.tls12
    package var maximumVersion: TLSVersion?
    package var cipherList: String?
    package var securityLevel = 2
    /// The protocols to choose from, in order of preference. An empty array chooses none.
    package var alpn: [String] = []
    /// The authorities trusted to issue clients' certificates. If empty, no certificate is requested.
    package var clientTrust: [TLSContext.Trust] = []
    package var requiresClientCertificate = false
    /// Whether the certificate is not requested in the handshake, but may be requested later.
    package var asksForClientCertificateLater = false
    /// The number of tickets that a client gets in TLS 1.3. With 0 it gets none in TLS 1.2, either.
    package var tickets = 2

    package init(identity: TLSIdentity) { self.identity = identity }
  }

  let context: OpenSSLObject
  private let alpn: [UInt8]

  package init(_ options: Options) throws(HTTPException) {
    OpenSSLErrors.clear()
    context = try TLSSettings.newContext(forServer: true)
    alpn = try TLSSettings.wireFormat(ofProtocols: options.alpn)
    // Unsafe: this object owns the context. The calls set values in it, and copy the texts that they get.
    unsafe SSL_CTX_set_security_level(context.pointer, Int32(options.securityLevel))
    let highest = options.maximumVersion.map { Int32($0.rawValue) } ?? 0
    guard unsafe httpwire_SSL_CTX_set_versions(context.pointer, Int32(options.minimumVersion.rawValue), highest) == 1 else {
      throw OpenSSLErrors.configuration("the versions of TLS can't be set")
    }
    if let list = options.cipherList, unsafe SSL_CTX_set_cipher_list(context.pointer, list) != 1 {
      throw OpenSSLErrors.configuration("no cipher can be selected from \(PythonRepr.string(list))")
    }
    try options.identity.load(into: context)
    let name = Array("HTTPWire".utf8)
    guard unsafe SSL_CTX_set_session_id_context(context.pointer, name, UInt32(name.count)) == 1 else {
      throw OpenSSLErrors.configuration("sessions can't be used")
    }
    if options.tickets == 0 { unsafe httpwire_SSL_CTX_no_resumption(context.pointer) }
    unsafe SSL_CTX_set_num_tickets(context.pointer, max(0, options.tickets))
    try setClientVerification(options)
    if !alpn.isEmpty {
      // The pointer stays valid: whoever makes connections from the context keeps this object alive during their handshakes.
      let pointer = unsafe Unmanaged.passUnretained(self).toOpaque()
      unsafe SSL_CTX_set_alpn_select_cb(context.pointer, { unsafe TLSServerContext.chooseALPN($1, $2, $3, $4, $5) }, pointer)
    }
  }

  private func setClientVerification(_ options: Options) throws(HTTPException) {
    if options.clientTrust.isEmpty { return }
    for trust in options.clientTrust { try trust.load(into: context) }
    // TLS 1.2 asks in another handshake, for which the mode is set then.
    let asksFirst = !options.asksForClientCertificateLater || (options.maximumVersion ?? .tls13) >= .tls13
    // Unsafe: the calls set values and a function in the context.
    let asking =
      SSL_VERIFY_PEER | (options.requiresClientCertificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0)
      | (options.asksForClientCertificateLater ? SSL_VERIFY_POST_HANDSHAKE : 0)
    unsafe SSL_CTX_set_verify(context.pointer, asksFirst ? asking : SSL_VERIFY_NONE, nil)
    unsafe SSL_CTX_set_cert_verify_callback(context.pointer, { store, _ in unsafe TLSVerification.verify(store) }, nil)
  }

  /// Chooses the first of the server's protocols that the client has offered. If it has offered none of them, sends a fatal alert (RFC
  /// 7301 section 3.2).
  private static func chooseALPN(
    _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ length: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?,
    _ count: UInt32, _ argument: UnsafeMutableRawPointer?
  ) -> Int32 {
    // Unsafe: the offer and the pointers for the choice are valid during this call, and the choice points into the offer. `self` is alive
    // during the handshake.
    guard let chosen = unsafe chosen, let length = unsafe length, let offered = unsafe offered, let argument = unsafe argument else {
      return SSL_TLSEXT_ERR_NOACK
    }
    let wanted = unsafe Unmanaged<TLSServerContext>.fromOpaque(argument).takeUnretainedValue().alpn
    var start = 0
    while start < wanted.count {
      let end = min(wanted.count, start + 1 + Int(wanted[start]))
      let name = wanted[start..<end]
      var position = 0
      while position < Int(count) {
        let size = unsafe Int(offered[position])
        guard position + 1 + size <= Int(count) else { break }
        if unsafe UnsafeBufferPointer(start: offered + position, count: size + 1).elementsEqual(name) {
          unsafe chosen.pointee = unsafe offered + position + 1
          unsafe length.pointee = UInt8(size)
          return SSL_TLSEXT_ERR_OK
        }
        position += 1 + size
      }
      start = end
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
  }
}
#endif
