#if TLS
/// Owns one reference to an object of OpenSSL's and gives it back in the end.
///
/// Sendable because OpenSSL counts references atomically; what else may be done from which thread is its user's to know.
@safe package final class OpenSSLObject: @unchecked Sendable {
  /// The object; valid for as long as this owner lives.
  @unsafe package let pointer: OpaquePointer
  @unsafe private let release: @convention(c) (OpaquePointer?) -> Void

  /// Takes over a reference, unless OpenSSL had no memory for it.
  package init?(_ pointer: OpaquePointer?, _ release: @escaping @convention(c) (OpaquePointer?) -> Void) {
    // Unsafe: the reference is the caller's until here, and nobody else gives it back.
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
    unsafe self.release = unsafe release
  }

  // Unsafe: the reference that was taken over is given back, once.
  deinit { unsafe release(pointer) }
}
#endif
