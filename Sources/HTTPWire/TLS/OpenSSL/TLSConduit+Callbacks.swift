#if TLS
import COpenSSL

/// The C functions that OpenSSL calls. They neither throw nor trap; the conduit keeps their errors.
extension TLSConduit {
  /// The conduit of a connection.
  static func of(_ ssl: OpaquePointer?) -> TLSConduit? {
    // Unsafe: each connection stores its conduit here, and its engine keeps the conduit alive as long as the connection.
    guard let ssl = unsafe ssl, let pointer = unsafe SSL_get_ex_data(ssl, 0) else { return nil }
    return unsafe Unmanaged<TLSConduit>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Attaches this conduit to a connection. The conduit must live as long as the connection. Returns false if there is no memory.
  func attach(to ssl: OpaquePointer) -> Bool {
    // Unsafe: the pointers are not retained, because the engine owns both objects. The connection takes over the BIO, for both directions.
    let pointer = unsafe Unmanaged.passUnretained(self).toOpaque()
    guard let method = Self.method, unsafe SSL_set_ex_data(ssl, 0, pointer) == 1, let bio = unsafe BIO_new(method.pointer) else {
      return false
    }
    unsafe BIO_set_data(bio, pointer)
    unsafe BIO_set_init(bio, 1)
    unsafe SSL_set_bio(ssl, bio, bio)
    return true
  }

  /// The functions of the BIO of a conduit; nil if there was no memory for them.
  private static let method: OpenSSLObject? = {
    // Unsafe: the table is filled before it is used, and never freed, because this constant keeps it.
    let kind = BIO_get_new_index() | BIO_TYPE_SOURCE_SINK
    guard let method = unsafe OpenSSLObject(BIO_meth_new(kind, "HTTPWire"), { unsafe BIO_meth_free($0) }) else { return nil }
    unsafe BIO_meth_set_read_ex(method.pointer) { unsafe TLSConduit.readBIO($0, $1, $2, $3) }
    unsafe BIO_meth_set_write_ex(method.pointer) { unsafe TLSConduit.writeBIO($0, $1, $2, $3) }
    // A flush has nothing to do, because a write sends its bytes at once. No other command is supported.
    unsafe BIO_meth_set_ctrl(method.pointer) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    return method
  }()

  private static func conduit(of bio: OpaquePointer?) -> TLSConduit? {
    // Unsafe: `attach` stored the conduit in the BIO, and the engine keeps the conduit alive as long as the connection.
    guard let bio = unsafe bio, let pointer = unsafe BIO_get_data(bio) else { return nil }
    return unsafe Unmanaged<TLSConduit>.fromOpaque(pointer).takeUnretainedValue()
  }

  private static func readBIO(
    _ bio: OpaquePointer?, _ address: UnsafeMutablePointer<CChar>?, _ length: Int, _ count: UnsafeMutablePointer<Int>?
  ) -> Int32 {
    // Unsafe: OpenSSL passes a buffer with its length and a pointer for the count, all valid during the call.
    guard let conduit = unsafe conduit(of: bio), let address = unsafe address, let count = unsafe count, length > 0 else { return 0 }
    unsafe httpwire_BIO_clear_retry(bio)
    let received = unsafe conduit.read(into: UnsafeMutableRawBufferPointer(start: address, count: length))
    unsafe count.pointee = received
    if received > 0 { return 1 }
    unsafe httpwire_BIO_retry_read(bio)
    return 0
  }

  private static func writeBIO(
    _ bio: OpaquePointer?, _ address: UnsafePointer<CChar>?, _ length: Int, _ count: UnsafeMutablePointer<Int>?
  ) -> Int32 {
    // Unsafe: OpenSSL passes the bytes with their length and a pointer for the count, all valid during the call.
    guard let conduit = unsafe conduit(of: bio), let address = unsafe address, let count = unsafe count else { return 0 }
    unsafe httpwire_BIO_clear_retry(bio)
    if unsafe conduit.write(UnsafeRawBufferPointer(start: address, count: length)) {
      unsafe count.pointee = length
      return 1
    }
    unsafe count.pointee = 0
    unsafe httpwire_BIO_retry_write(bio)
    return 0
  }

  /// Notes that another handshake was started, or refused by an alert. Ends the connection of a server that starts too many.
  static func noteEvent(_ ssl: OpaquePointer?, _ event: Int32, _ value: Int32) {
    switch event {
    case SSL_CB_WRITE_ALERT where value == SSL3_AL_WARNING << 8 | SSL_AD_NO_RENEGOTIATION: unsafe of(ssl)?.hasRefusedHandshake = true
    // OpenSSL reports a ticket or a key update of TLS 1.3 as a handshake, too.
    case SSL_CB_HANDSHAKE_START where unsafe SSL_version(ssl) < TLS1_3_VERSION: unsafe of(ssl)?.noteHandshake()
    default: break
    }
  }

  /// Writes a line of secrets to the context's key log.
  static func logKeys(_ ssl: OpaquePointer?, _ line: UnsafePointer<CChar>?) {
    // Unsafe: OpenSSL passes a NUL-terminated line, valid during the call.
    guard let line = unsafe line, let keyLog = unsafe of(ssl)?.keyLog else { return }
    keyLog.write(unsafe String(cString: line))
  }

  /// Keeps a copy of a session that the server has offered, because the connection continues to write to its own. Only the newest are
  /// kept.
  static func keepSession(_ ssl: OpaquePointer?, _ session: OpaquePointer?) -> Int32 {
    // Unsafe: the object owns the copy. Returning 0 leaves the original to OpenSSL.
    guard let conduit = unsafe of(ssl), let session = unsafe session,
      let copy = unsafe OpenSSLObject(SSL_SESSION_dup(session), { unsafe SSL_SESSION_free($0) })
    else { return 0 }
    // Unsafe: nothing else uses the sessions while OpenSSL is running.
    if unsafe conduit.newSessions.count == mostNewSessions { unsafe conduit.newSessions.removeFirst() }
    unsafe conduit.newSessions.append(copy)
    return 0
  }
}
#endif
