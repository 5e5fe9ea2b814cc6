#if TLS
import COpenSSL

/// OpenSSL as a whole.
enum OpenSSLLibrary {
  /// Sets OpenSSL up, the first time that it is called: nobody who speaks no TLS pays for it.
  ///
  /// When the process exits, OpenSSL would free all it has, under the hands of threads that are still in the middle of a connection. It
  /// is told not to: the system does it right after, and in less time. A program that has used OpenSSL before this decides for itself.
  static func begin() { _ = isReady }

  // Should it fail, whatever is done next fails, too, and says why.
  private static let isReady = OPENSSL_init_ssl(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1
}
#endif
