#if TLS
import COpenSSL

enum OpenSSLLibrary {
  /// Initializes OpenSSL at the first call. Programs that never use TLS don't pay for it.
  ///
  /// By default OpenSSL frees its memory when the process exits, while other threads may still use their connections. This is turned off:
  /// the system frees the memory anyway. If the program has initialized OpenSSL before, its own setting stays.
  static func begin() { _ = isReady }

  // If this fails, the next use of OpenSSL fails, too, and reports why.
  private static let isReady = OPENSSL_init_ssl(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1
}
#endif
