#if TLS
import COpenSSL

extension TLSCertificate {
  /// Reads a certificate in DER, or the first one in PEM.
  ///
  /// Throws `tls` of the kind `configuration` if the bytes hold no certificate.
  public init(_ bytes: [UInt8]) throws(HTTPException) {
    let certificates = try X509Reader.certificates(in: bytes, named: "the bytes given")
    guard let first = certificates.first else { throw .invalidArgument("no certificate in the bytes given") }
    // Unsafe: the object keeps the certificate alive while it is copied.
    self = withExtendedLifetime(first) { unsafe TLSCertificate(first.pointer) }
  }

  /// Copies the contents of a certificate.
  init(_ certificate: OpaquePointer) {
    // Unsafe: the caller keeps the certificate alive, and everything that its parts point to is copied before this returns.
    der = unsafe OpenSSLBytes.encoded { unsafe i2d_X509(certificate, $0) }
    subject = unsafe Self.text(X509_get_subject_name(certificate))
    issuer = unsafe Self.text(X509_get_issuer_name(certificate))
    let names = unsafe Self.alternativeNames(certificate)
    dnsNames = names.dns
    ipAddresses = names.addresses
    notBefore = unsafe Self.seconds(X509_get0_notBefore(certificate))
    notAfter = unsafe Self.seconds(X509_get0_notAfter(certificate))
    serialNumber = unsafe Self.digits(X509_get0_serialNumber(certificate))
    sha256Fingerprint = OpenSSLBytes.sha256(der)
    publicKeySHA256 = unsafe OpenSSLBytes.sha256(OpenSSLBytes.encoded { unsafe i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), $0) })
  }

  /// Copies each certificate of a stack.
  static func chain(_ stack: OpaquePointer?) -> [TLSCertificate] {
    // Unsafe: the caller keeps the stack alive, and each index is below its count.
    guard let stack = unsafe stack else { return [] }
    return (0..<max(0, unsafe httpwire_X509_count(stack))).compactMap { index in
      unsafe httpwire_X509_at(stack, index).map { unsafe TLSCertificate($0) }
    }
  }

  private static func text(_ name: OpaquePointer?) -> String {
    // Unsafe: the name belongs to the certificate. Characters outside ASCII are written as UTF-8 instead of being escaped.
    return unsafe String(decoding: OpenSSLBytes.written { unsafe httpwire_X509_NAME_print($0, name) }, as: UTF8.self)
  }

  private static func alternativeNames(_ certificate: OpaquePointer) -> (dns: [String], addresses: [String]) {
    var dns: [String] = []
    var addresses: [String] = []
    // Unsafe: the names are a copy, which is freed here. The bytes of each are read within their length.
    guard let names = unsafe httpwire_X509_alternative_names(certificate) else { return (dns, addresses) }
    defer { unsafe httpwire_names_free(names) }
    for index in 0..<max(0, unsafe httpwire_names_count(names)) {
      var address: UnsafePointer<UInt8>?
      var count: Int32 = 0
      let kind = unsafe httpwire_name_at(names, index, &address, &count)
      let bytes = unsafe Array(UnsafeBufferPointer(start: address, count: Int(count)))
      if kind == GEN_DNS { dns.append(String(decoding: bytes, as: UTF8.self)) }
      if kind == GEN_IPADD { addresses.append(AddressText.text(of: bytes)) }
    }
    return (dns, addresses)
  }

  /// A time in seconds since 1970.
  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    // Unsafe: the epoch is made and freed here; the two numbers are local variables.
    guard let epoch = unsafe ASN1_TIME_set(nil, 0) else { return 0 }
    defer { unsafe ASN1_TIME_free(epoch) }
    var days: Int32 = 0
    var seconds: Int32 = 0
    guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return 0 }
    return Int64(days) * 86_400 + Int64(seconds)
  }

  private static func digits(_ number: UnsafePointer<ASN1_INTEGER>?) -> String {
    // Unsafe: the number belongs to the certificate.
    unsafe String(decoding: OpenSSLBytes.written { _ = unsafe i2a_ASN1_INTEGER($0, number) }, as: UTF8.self)
  }
}
#endif
