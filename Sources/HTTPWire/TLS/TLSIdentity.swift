#if TLS
/// A certificate, its intermediate certificates and its private key, which one side presents to the other (`SSLContext.load_cert_chain`).
public struct TLSIdentity: Sendable, Hashable {
  let certificate: TLSSource
  let key: TLSSource?
  let passphrase: [UInt8]?

  /// An identity in PEM files. The certificate comes first, then the intermediate certificates up to its root. Without `key`, the key is
  /// in the same file.
  ///
  /// The passphrase is for an encrypted key. The user is never asked for it on the terminal.
  public static func files(certificate: String, key: String? = nil, passphrase: String? = nil) -> TLSIdentity {
    TLSIdentity(certificate: .file(certificate), key: key.map { .file($0) }, passphrase: passphrase.map { Array($0.utf8) })
  }

  /// An identity in bytes: PEM with the contents of such files, or one certificate and one key in DER.
  public static func bytes(certificate: [UInt8], key: [UInt8]? = nil, passphrase: String? = nil) -> TLSIdentity {
    TLSIdentity(certificate: .bytes(certificate), key: key.map { .bytes($0) }, passphrase: passphrase.map { Array($0.utf8) })
  }
}
#endif
