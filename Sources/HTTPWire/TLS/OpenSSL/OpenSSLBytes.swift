#if TLS
import COpenSSL

/// Converts between byte arrays and OpenSSL's streams over memory.
enum OpenSSLBytes {
  /// Calls `body` with a stream that reads the bytes.
  static func reading<Result>(_ bytes: [UInt8], _ body: (OpaquePointer) throws(HTTPException) -> Result) throws(HTTPException) -> Result {
    guard let count = Int32(exactly: bytes.count) else { throw .invalidArgument("more bytes than a certificate or key can have") }
    // Unsafe: the stream reads the array's bytes in place, and is freed before the array can change.
    return try unsafe bytes.span.bytes.withUnsafeBytes { (bytes) throws(HTTPException) in
      // An empty array may have no address, which OpenSSL refuses.
      let address = unsafe bytes.isEmpty ? UnsafeRawPointer(bitPattern: 1) : bytes.baseAddress
      guard let stream = unsafe BIO_new_mem_buf(address, count) else { throw OpenSSLErrors.configuration("out of memory") }
      defer { unsafe BIO_free_all(stream) }
      return try unsafe body(stream)
    }
  }

  /// The bytes that a closure writes to a stream.
  static func written(by body: (OpaquePointer) -> Void) -> [UInt8] {
    // Unsafe: the stream's memory is copied, with the length the stream returns, before the stream is freed.
    guard let stream = unsafe BIO_new(BIO_s_mem()) else { return [] }
    defer { unsafe BIO_free_all(stream) }
    unsafe body(stream)
    var address: UnsafeMutablePointer<CChar>?
    let count = unsafe httpwire_BIO_memory(stream, &address)
    guard count > 0, let address = unsafe address else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: address, count: count))
  }

  /// The bytes that an `i2d_` function encodes. Called without memory it returns the length. Called with memory it fills it and moves the
  /// pointer.
  static func encoded(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8] {
    let count = Int(encode(nil))
    guard count > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // Unsafe: the buffer has the length that the same function has just returned for the same object.
      var address = buffer.baseAddress
      filled = unsafe max(0, min(count, Int(encode(&address))))
    }
  }

  /// SHA-256 of bytes.
  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    // Unsafe: the call reads the array within its length, and writes the 32 bytes of a SHA-256 digest.
    let isDone = unsafe bytes.withUnsafeBytes { unsafe EVP_Digest($0.baseAddress, $0.count, &digest, &count, EVP_sha256(), nil) }
    return isDone == 1 ? digest : []
  }

  /// The contents of a file.
  ///
  /// Throws `tls` of the kind `configuration` with the file's path and the system's error text.
  static func contents(ofFile path: String) throws(HTTPException) -> [UInt8] {
    do {
      let descriptor = try Syscalls.openForReading(path)
      defer { Syscalls.release(descriptor) }
      var bytes: [UInt8] = []
      while true {
        let count = bytes.count
        try bytes.append(addingCapacity: 65_536) { (free) throws(HTTPException) in _ = try Syscalls.readFile(descriptor, into: &free) }
        if bytes.count == count { return bytes }
      }
    } catch {
      throw OpenSSLErrors.configuration(words: error.description)
    }
  }
}
#endif
