#if TLS
import COpenSSL

extension TLSContext.Trust {
  /// Adds the certificates to those that the context trusts.
  package func load(into context: OpenSSLObject) throws(HTTPException) {
    OpenSSLErrors.clear()
    switch self {
    case .system:
      // Other sources may have certificates where the system has none.
      _ = try SystemAuthorities.load(into: context)
    case .file(let path):
      try Self.requireReadable(path)
      // Unsafe: the object owns the context, and the path is valid during the call.
      guard unsafe SSL_CTX_load_verify_file(context.pointer, path) == 1 else {
        throw OpenSSLErrors.configuration("no certificates in \(PythonRepr.string(path))")
      }
    case .directory(let path):
      try Self.requireReadable(path)
      guard unsafe SSL_CTX_load_verify_dir(context.pointer, path) == 1 else {
        throw OpenSSLErrors.configuration("no certificates in \(PythonRepr.string(path))")
      }
    case .bytes(let bytes):
      let certificates = try X509Reader.certificates(in: bytes, named: "the bytes given")
      for certificate in certificates {
        // Unsafe: the store belongs to the context, and retains the certificate.
        guard unsafe X509_STORE_add_cert(SSL_CTX_get_cert_store(context.pointer), certificate.pointer) == 1 else {
          throw OpenSSLErrors.configuration("a certificate can't be trusted")
        }
      }
    }
  }

  /// Throws if a path can't be read. OpenSSL reports no error for a missing directory, and an unclear one for a file.
  private static func requireReadable(_ path: String) throws(HTTPException) {
    do {
      Syscalls.release(try Syscalls.openForReading(path))
    } catch {
      throw OpenSSLErrors.configuration(words: error.description)
    }
  }
}
#endif
