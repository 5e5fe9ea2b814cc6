#if TLS
import COpenSSL

extension CertificateMaker {
  /// Makes a key, which the caller must free. Returns nil for a kind that OpenSSL does not know.
  static func newKey(_ kind: TestCertificate.Key) -> OpaquePointer? {
    switch kind {
    case .ec: unsafe httpwire_EC_key("P-256")
    case .curve(let name): unsafe httpwire_EC_key(name)
    case .rsa(let bits): unsafe httpwire_RSA_key(max(0, bits))
    case .ed25519: unsafe newKey(ofAlgorithm: "ED25519")
    }
  }

  /// Makes a key of an algorithm without parameters.
  private static func newKey(ofAlgorithm name: String) -> OpaquePointer? {
    // Unsafe: the context is freed here, and the caller frees the key.
    let context = unsafe EVP_PKEY_CTX_new_from_name(nil, name, nil)
    defer { unsafe EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_generate(context, &key) == 1 else { return nil }
    return unsafe key
  }
}
#endif
