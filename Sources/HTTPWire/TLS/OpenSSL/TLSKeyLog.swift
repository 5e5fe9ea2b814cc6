#if TLS
import COpenSSL
import Synchronization

/// A file that gets the secrets of connections, a line each.
final class TLSKeyLog: Sendable {
  private let file: Mutex<OpenSSLObject>

  /// Opens the file, and makes one that only its owner can read if there is none; nil where none is wanted. Throws `tls` of the kind
  /// `configuration` when it can't be opened.
  init?(_ choice: TLSContext.KeyLog) throws(HTTPException) {
    let path: String
    switch choice {
    case .none: return nil
    case .file(let name): path = name
    case .environment:
      guard let name = Self.environmentPath(), !name.isEmpty else { return nil }
      path = name
    }
    // Unsafe: the texts are lent for the call; the stream that it returns is owned by the object.
    guard let stream = unsafe OpenSSLObject(httpwire_key_log_open(path), { unsafe BIO_free_all($0) }) else {
      throw OpenSSLErrors.configuration("the key log file \(PythonRepr.string(path)) can't be opened")
    }
    file = Mutex(stream)
  }

  /// Adds a line; that it can't be written is no reason to fail.
  func write(_ line: String) {
    file.withLock { stream in
      // Unsafe: the text is lent for the call; one thread at a time uses the stream.
      unsafe BIO_puts(stream.pointer, line + "\n")
      _ = unsafe httpwire_BIO_flush(stream.pointer)
    }
  }

  /// What `SSLKEYLOGFILE` says.
  private static func environmentPath() -> String? {
    // Unsafe: the text is copied at once.
    unsafe httpwire_key_log_path().map { unsafe String(cString: $0) }
  }
}
#endif
