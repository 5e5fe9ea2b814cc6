#if TLS
/// Where certificates, keys and revocation lists come from.
public enum TLSSource: Sendable, Hashable {
  /// A file in PEM, or in DER.
  case file(String)
  /// Bytes in PEM, or in DER.
  case bytes([UInt8])

  func contents() throws(HTTPException) -> [UInt8] {
    switch self {
    case .file(let path): try OpenSSLBytes.contents(ofFile: path)
    case .bytes(let bytes): bytes
    }
  }

  /// What it is called in messages.
  var name: String {
    switch self {
    case .file(let path): PythonRepr.string(path)
    case .bytes: "the bytes given"
    }
  }
}
#endif
