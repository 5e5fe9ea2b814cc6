#if TLS
import COpenSSL
import HTTPWire

/// Makes certificates, keys and revocation lists with OpenSSL.
enum CertificateMaker {
  /// Makes a certificate that the issuer signs; without an issuer, it is self-signed.
  static func make(
    _ request: TestCertificate.Request, issuer: TestCertificate?, chain: [UInt8], keyOf owner: TestCertificate? = nil
  ) throws(HTTPException) -> TestCertificate {
    // Unsafe: here and below, each object is made, used and freed within a function, and texts are valid during the calls.
    let key = try unsafe owner.map { (owner) throws(HTTPException) in try unsafe readKey(owner.key) } ?? newKey(request.key)
    defer { unsafe EVP_PKEY_free(key) }
    let certificate = unsafe X509_new()
    defer { unsafe X509_free(certificate) }
    let issuerCertificate = try unsafe issuer.map { (own) throws(HTTPException) in try unsafe readCertificate(own.certificate) }
    defer { unsafe X509_free(issuerCertificate) }
    let issuerKey = try unsafe issuer.map { (own) throws(HTTPException) in try unsafe readKey(own.key) }
    defer { unsafe EVP_PKEY_free(issuerKey) }
    guard let key = unsafe key, let certificate = unsafe certificate else { throw failure("a key") }

    unsafe X509_set_version(certificate, request.version - 1)
    unsafe ASN1_INTEGER_set_int64(
      X509_get_serialNumber(certificate), request.serialNumber.map { Int64($0) } ?? .random(in: 1...(1 << 62)))
    unsafe X509_gmtime_adj(X509_getm_notBefore(certificate), Int(request.notBefore.components.seconds))
    unsafe X509_gmtime_adj(X509_getm_notAfter(certificate), Int(request.notAfter.components.seconds))
    let subject = unsafe X509_get_subject_name(certificate)
    if !request.commonName.isEmpty, unsafe X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, request.commonName, -1, -1, 0) != 1 {
      throw failure("the subject")
    }
    let issuerName = unsafe issuerCertificate.map { unsafe X509_get_subject_name($0) } ?? subject
    unsafe X509_set_issuer_name(certificate, issuerName)
    unsafe X509_set_pubkey(certificate, key)
    // Versions below 3 have no extensions.
    if request.version >= 3 { try unsafe addExtensions(request, to: certificate, issuer: issuerCertificate ?? certificate) }
    guard unsafe X509_sign(certificate, issuerKey ?? key, EVP_get_digestbyname(request.digest)) > 0 else { throw failure("the signature") }
    if request.hasBadSignature { unsafe spoilSignature(certificate) }

    let pem = unsafe written { unsafe PEM_write_bio_X509($0, certificate) }
    let keyPEM = unsafe written { unsafe PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
    return TestCertificate(certificate: pem, chain: pem + chain, key: keyPEM)
  }

  private static func addExtensions(
    _ request: TestCertificate.Request, to certificate: OpaquePointer, issuer: OpaquePointer
  ) throws(HTTPException) {
    let length = request.pathLength.map { ",pathlen:\($0)" } ?? ""
    let constraints = TestCertificate.Extension("basicConstraints", request.isAuthority ? "critical,CA:TRUE\(length)" : "critical,CA:FALSE")
    var extensions = request.hasBasicConstraints ? [constraints] : []
    if let usage = request.keyUsage { extensions.append(.init("keyUsage", usage)) }
    if let usage = request.extendedKeyUsage { extensions.append(.init("extendedKeyUsage", usage)) }
    if request.hasKeyIdentifiers {
      extensions += [.init("subjectKeyIdentifier", "hash"), .init("authorityKeyIdentifier", "keyid")]
    }
    extensions += request.extensions
    for item in extensions {
      // Unsafe: the call reads a local context, and the extension is freed after it was copied into the certificate.
      let made = unsafe httpwire_X509_extension(certificate, issuer, item.name, item.value)
      guard let made = unsafe made else { throw failure("the extension \(item.name)") }
      unsafe X509_add_ext(certificate, made, -1)
      unsafe X509_EXTENSION_free(made)
    }
    let names = request.dnsNames.map { Array($0.utf8) } + request.rawDNSNames
    if names.isEmpty, request.addresses.isEmpty { return }
    var isDone: Int32 = 1
    let list = unsafe httpwire_names_new()
    defer { unsafe httpwire_names_free(list) }
    for name in names { isDone &= unsafe httpwire_names_add(list, GEN_DNS, name, Int32(name.count)) }
    for address in request.addresses { isDone &= unsafe httpwire_names_add(list, GEN_IPADD, address, Int32(address.count)) }
    guard isDone == 1, unsafe httpwire_names_attach(certificate, list) == 1 else { throw failure("the names") }
  }

  private static func spoilSignature(_ certificate: OpaquePointer) {
    // Unsafe: the signature belongs to the certificate, and its last byte is changed in place.
    var signature: UnsafePointer<ASN1_BIT_STRING>?
    unsafe X509_get0_signature(&signature, nil, certificate)
    unsafe httpwire_spoil(signature)
  }

  // MARK: - Revocation

  static func revocationList(
    _ certificates: [TestCertificate], issuer: TestCertificate, notAfter: Duration
  ) throws(HTTPException) -> [UInt8] {
    let issuerCertificate = try unsafe readCertificate(issuer.certificate)
    defer { unsafe X509_free(issuerCertificate) }
    let issuerKey = try unsafe readKey(issuer.key)
    defer { unsafe EVP_PKEY_free(issuerKey) }
    let list = unsafe X509_CRL_new()
    defer { unsafe X509_CRL_free(list) }
    let begin = unsafe X509_gmtime_adj(nil, -3600)
    defer { unsafe ASN1_TIME_free(begin) }
    let end = unsafe X509_gmtime_adj(nil, Int(notAfter.components.seconds))
    defer { unsafe ASN1_TIME_free(end) }
    unsafe X509_CRL_set_version(list, 1)
    unsafe X509_CRL_set_issuer_name(list, X509_get_subject_name(issuerCertificate))
    unsafe X509_CRL_set1_lastUpdate(list, begin)
    unsafe X509_CRL_set1_nextUpdate(list, end)
    for revoked in certificates {
      let certificate = try unsafe readCertificate(revoked.certificate)
      defer { unsafe X509_free(certificate) }
      let entry = unsafe X509_REVOKED_new()
      unsafe X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate))
      unsafe X509_REVOKED_set_revocationDate(entry, begin)
      // The list owns the entry from now on.
      guard unsafe X509_CRL_add0_revoked(list, entry) == 1 else { throw failure("the entry of a revocation list") }
    }
    unsafe X509_CRL_sort(list)
    guard unsafe X509_CRL_sign(list, issuerKey, EVP_sha256()) > 0 else { throw failure("the signature of a revocation list") }
    return unsafe written { unsafe PEM_write_bio_X509_CRL($0, list) }
  }

  // MARK: - Keys and bytes

  static func encrypt(_ key: [UInt8], passphrase: String) throws(HTTPException) -> [UInt8] {
    let key = try unsafe readKey(key)
    defer { unsafe EVP_PKEY_free(key) }
    let secret = Array(passphrase.utf8)
    return unsafe written {
      unsafe PEM_write_bio_PrivateKey($0, key, EVP_aes_128_cbc(), secret, Int32(secret.count), nil, nil)
    }
  }

  static func subjectHash(_ pem: [UInt8]) -> String {
    // Unsafe: the certificate is read and freed here.
    guard let certificate = try? unsafe readCertificate(pem) else { return "" }
    defer { unsafe X509_free(certificate) }
    let digits = String(unsafe X509_subject_name_hash(certificate), radix: 16)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  private static func readCertificate(_ pem: [UInt8]) throws(HTTPException) -> OpaquePointer {
    // Unsafe: the stream has a copy of the bytes.
    let stream = unsafe reading(pem)
    defer { unsafe BIO_free_all(stream) }
    guard let certificate = unsafe PEM_read_bio_X509(stream, nil, { _, _, _, _ in 0 }, nil) else { throw failure("a certificate") }
    return unsafe certificate
  }

  private static func readKey(_ pem: [UInt8]) throws(HTTPException) -> OpaquePointer {
    let stream = unsafe reading(pem)
    defer { unsafe BIO_free_all(stream) }
    guard let key = unsafe PEM_read_bio_PrivateKey(stream, nil, { _, _, _, _ in 0 }, nil) else { throw failure("a key") }
    return unsafe key
  }

  private static func reading(_ bytes: [UInt8]) -> OpaquePointer? {
    let stream = unsafe BIO_new(BIO_s_mem())
    unsafe BIO_write(stream, bytes, Int32(clamping: bytes.count))
    return unsafe stream
  }

  private static func written(_ write: (OpaquePointer?) -> Int32) -> [UInt8] {
    let stream = unsafe BIO_new(BIO_s_mem())
    defer { unsafe BIO_free_all(stream) }
    _ = unsafe write(stream)
    var address: UnsafeMutablePointer<CChar>?
    let count = unsafe httpwire_BIO_memory(stream, &address)
    return unsafe Array(UnsafeRawBufferPointer(start: address, count: max(0, count)))
  }

  static func failure(_ what: String) -> HTTPException {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    let reason = unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return .tls(TLSFailure(.configuration, message: "\(what) can't be made: \(reason)"))
  }
}
#endif
