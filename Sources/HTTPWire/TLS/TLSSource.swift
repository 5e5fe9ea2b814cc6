#if TLS
/// A source of certificates, keys or revocation lists.
public enum TLSSource: Sendable, Hashable {
  /// A file in PEM or DER.
  case file(String)
  /// Bytes in PEM or DER.
  case bytes([UInt8])

  func contents() throws(HTTPException) -> [UInt8] {
    switch self {
    case .file(let path): try OpenSSLBytes.contents(ofFile: path)
    case .bytes(let bytes): bytes
    }
  }

  /// Its name in messages.
  var name: String {
    switch self {
    case .file(let path): PythonRepr.string(path)
    case .bytes: "the bytes given"
    }
  }
}
#endif
