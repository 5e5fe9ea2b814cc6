#if TLS
/// Owns one reference to an OpenSSL object, and releases it at the end.
///
/// It is Sendable because OpenSSL counts references atomically. Which other calls are allowed on which thread depends on the object; its
/// user must know.
@safe package final class OpenSSLObject: @unchecked Sendable {
  /// The object. It is valid as long as this owner lives.
  @unsafe package let pointer: OpaquePointer
  @unsafe private let release: @convention(c) (OpaquePointer?) -> Void

  /// Takes over a reference. Returns nil for nil, which OpenSSL returns if it has no memory.
  package init?(_ pointer: OpaquePointer?, _ release: @escaping @convention(c) (OpaquePointer?) -> Void) {
    // Unsafe: the caller gives its reference away, and nobody else releases it.
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
    unsafe self.release = unsafe release
  }

  // Unsafe: the reference that was taken over is released exactly once.
  deinit { unsafe release(pointer) }
}
#endif
