#if TLS
import COpenSSL

/// The C functions that OpenSSL calls. None of them throws or traps; what goes wrong is kept in the conduit.
extension TLSConduit {
  /// The conduit of a connection.
  static func of(_ ssl: OpaquePointer?) -> TLSConduit? {
    // Unsafe: each connection is made with its conduit at this place, and its engine keeps the conduit for as long as the connection.
    guard let ssl = unsafe ssl, let pointer = unsafe SSL_get_ex_data(ssl, 0) else { return nil }
    return unsafe Unmanaged<TLSConduit>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Ties a connection to this conduit, which has to live as long as it. False when there is no memory.
  func attach(to ssl: OpaquePointer) -> Bool {
    // Unsafe: neither pointer is retained, as the engine owns both ends; the connection takes over the BIO, for both directions.
    let pointer = unsafe Unmanaged.passUnretained(self).toOpaque()
    guard let method = Self.method, unsafe SSL_set_ex_data(ssl, 0, pointer) == 1, let bio = unsafe BIO_new(method.pointer) else {
      return false
    }
    unsafe BIO_set_data(bio, pointer)
    unsafe BIO_set_init(bio, 1)
    unsafe SSL_set_bio(ssl, bio, bio)
    return true
  }

  /// The functions of the BIO that stands for a conduit; nil when there was no memory for them.
  private static let method: OpenSSLObject? = {
    // Unsafe: the table is filled before anybody sees it, and is never freed as this constant keeps it.
    let kind = BIO_get_new_index() | BIO_TYPE_SOURCE_SINK
    guard let method = unsafe OpenSSLObject(BIO_meth_new(kind, "HTTPWire"), { unsafe BIO_meth_free($0) }) else { return nil }
    unsafe BIO_meth_set_read_ex(method.pointer) { unsafe TLSConduit.readBIO($0, $1, $2, $3) }
    unsafe BIO_meth_set_write_ex(method.pointer) { unsafe TLSConduit.writeBIO($0, $1, $2, $3) }
    // Bytes have left when a write returns; of everything else that is asked, no is the answer.
    unsafe BIO_meth_set_ctrl(method.pointer) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    return method
  }()

  private static func conduit(of bio: OpaquePointer?) -> TLSConduit? {
    // Unsafe: as `of(_:)`, by way of the BIO.
    guard let bio = unsafe bio, let pointer = unsafe BIO_get_data(bio) else { return nil }
    return unsafe Unmanaged<TLSConduit>.fromOpaque(pointer).takeUnretainedValue()
  }

  private static func readBIO(
    _ bio: OpaquePointer?, _ address: UnsafeMutablePointer<CChar>?, _ length: Int, _ count: UnsafeMutablePointer<Int>?
  ) -> Int32 {
    // Unsafe: OpenSSL lends its buffer, with the length, and a place for the count.
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
    // Unsafe: OpenSSL lends the bytes, with their length, and a place for the count.
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

  /// Writes a line of secrets to the context's key log.
  static func logKeys(_ ssl: OpaquePointer?, _ line: UnsafePointer<CChar>?) {
    // Unsafe: OpenSSL lends the line, ended by NUL.
    guard let line = unsafe line, let keyLog = unsafe of(ssl)?.keyLog else { return }
    keyLog.write(unsafe String(cString: line))
  }

  /// Keeps a copy of a session that the server has offered: the connection goes on writing to its own. The newest are kept.
  static func keepSession(_ ssl: OpaquePointer?, _ session: OpaquePointer?) -> Int32 {
    // Unsafe: the copy is owned by the object; returning 0 leaves the session to OpenSSL.
    guard let conduit = unsafe of(ssl), let session = unsafe session,
      let copy = unsafe OpenSSLObject(SSL_SESSION_dup(session), { unsafe SSL_SESSION_free($0) })
    else { return 0 }
    if conduit.newSessions.count == mostNewSessions { conduit.newSessions.removeFirst() }
    conduit.newSessions.append(copy)
    return 0
  }
}
#endif
