#if TLS
/// A certificate, those between it and its root, and its private key: what one side shows the other (`SSLContext.load_cert_chain`).
public struct TLSIdentity: Sendable, Hashable {
  let certificate: TLSSource
  let key: TLSSource?
  let passphrase: [UInt8]?

  /// Files in PEM: the certificate comes first, then the ones that lead to its root. Without a file for the key, it is in the same.
  ///
  /// The passphrase is for a key that is encrypted; nobody is ever asked for it on the terminal.
  public static func files(certificate: String, key: String? = nil, passphrase: String? = nil) -> TLSIdentity {
    TLSIdentity(certificate: .file(certificate), key: key.map { .file($0) }, passphrase: passphrase.map { Array($0.utf8) })
  }

  /// Bytes in PEM, as the files have them, or one certificate and one key in DER.
  public static func bytes(certificate: [UInt8], key: [UInt8]? = nil, passphrase: String? = nil) -> TLSIdentity {
    TLSIdentity(certificate: .bytes(certificate), key: key.map { .bytes($0) }, passphrase: passphrase.map { Array($0.utf8) })
  }
}
#endif
