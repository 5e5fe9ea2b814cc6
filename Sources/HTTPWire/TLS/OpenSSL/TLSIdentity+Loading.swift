#if TLS
import COpenSSL

extension TLSIdentity {
  /// Makes the context present this identity. Throws `tls` of the kind `configuration` if it can't be used.
  package func load(into context: OpenSSLObject) throws(HTTPException) {
    let certificateBytes = try certificate.contents()
    let chain = try X509Reader.certificates(in: certificateBytes, named: certificate.name)
    let keyBytes = try key?.contents() ?? certificateBytes
    let privateKey = try X509Reader.privateKey(in: keyBytes, passphrase: passphrase, named: (key ?? certificate).name)
    OpenSSLErrors.clear()
    // Unsafe: the context retains what it keeps.
    for (index, certificate) in chain.enumerated() {
      let isDone =
        unsafe index == 0
        ? SSL_CTX_use_certificate(context.pointer, certificate.pointer)
        : httpwire_SSL_CTX_add1_chain_cert(context.pointer, certificate.pointer)
      guard isDone == 1 else { throw OpenSSLErrors.configuration("the certificate in \(self.certificate.name) can't be used") }
    }
    guard unsafe SSL_CTX_use_PrivateKey(context.pointer, privateKey.pointer) == 1, unsafe SSL_CTX_check_private_key(context.pointer) == 1
    else { throw OpenSSLErrors.configuration("the private key does not fit the certificate in \(certificate.name)") }
  }
}
#endif
