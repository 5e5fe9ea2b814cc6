#if TLS
/// A passphrase for OpenSSL's callback.
final class Passphrase {
  private let bytes: [UInt8]?
  private(set) var wasAsked = false

  init(_ bytes: [UInt8]?) { self.bytes = bytes }

  /// Copies the passphrase into OpenSSL's buffer. If there is none, or it is too long, returns -1, which ends the decryption.
  static func answer(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _ isWriting: Int32, _ argument: UnsafeMutableRawPointer?
  ) -> Int32 {
    // Unsafe: the argument is a `Passphrase` that the caller keeps alive, and the buffer has the size that OpenSSL passes.
    guard let argument = unsafe argument, let buffer = unsafe buffer else { return -1 }
    let passphrase = unsafe Unmanaged<Passphrase>.fromOpaque(argument).takeUnretainedValue()
    passphrase.wasAsked = true
    guard let bytes = passphrase.bytes, bytes.count <= Int(size) else { return -1 }
    unsafe UnsafeMutableRawPointer(buffer).copyMemory(from: bytes, byteCount: bytes.count)
    return Int32(bytes.count)
  }
}
#endif
