#if TLS
import COpenSSL
import Synchronization

/// A file to which the secrets of connections are written, a line each.
final class TLSKeyLog: Sendable {
  private let file: Mutex<OpenSSLObject>

  /// Opens the file; if it does not exist, creates one that only its owner can read. Returns nil if no key log is wanted. Throws `tls` of
  /// the kind `configuration` if the file can't be opened.
  init?(_ choice: TLSContext.KeyLog) throws(HTTPException) {
    let path: String
    switch choice {
    case .none: return nil
    case .file(let name): path = name
    case .environment:
      guard let name = Self.environmentPath(), !name.isEmpty else { return nil }
      path = name
    }
    // Unsafe: the texts are valid during the call, and the object owns the stream that it returns.
    guard let stream = unsafe OpenSSLObject(httpwire_key_log_open(path), { unsafe BIO_free_all($0) }) else {
      throw OpenSSLErrors.configuration("the key log file \(PythonRepr.string(path)) can't be opened")
    }
    file = Mutex(stream)
  }

  /// Adds a line. Errors are ignored: the connection works without the log.
  func write(_ line: String) {
    file.withLock { stream in
      // Unsafe: the text is valid during the call, and the lock lets one thread at a time use the stream.
      unsafe BIO_puts(stream.pointer, line + "\n")
      _ = unsafe httpwire_BIO_flush(stream.pointer)
    }
  }

  /// The value of `SSLKEYLOGFILE`.
  private static func environmentPath() -> String? {
    // Unsafe: the text is copied at once.
    unsafe httpwire_key_log_path().map { unsafe String(cString: $0) }
  }
}
#endif
