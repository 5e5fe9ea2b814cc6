#if TLS
import COpenSSL

extension TLSSource {
  /// Adds revocation lists to those in which the context looks certificates up.
  func loadRevocationList(into context: OpenSSLObject) throws(HTTPException) {
    for list in try X509Reader.revocationLists(in: contents(), named: name) {
      // Unsafe: the store belongs to the context, and retains the list.
      guard unsafe X509_STORE_add_crl(SSL_CTX_get_cert_store(context.pointer), list.pointer) == 1 else {
        throw OpenSSLErrors.configuration("a revocation list can't be used")
      }
    }
  }
}
#endif
