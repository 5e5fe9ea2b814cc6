#if TLS
import COpenSSL

/// Reads certificates, revocation lists and keys in PEM or DER.
enum X509Reader {
  /// All certificates in the bytes, at least one. `name` names the bytes in error messages.
  static func certificates(in bytes: [UInt8], named name: String) throws(HTTPException) -> [OpenSSLObject] {
    // Unsafe: an object owns each certificate, and the stream is valid during the call. Without a passphrase function, OpenSSL would ask
    // for one on the terminal.
    try unsafe all(
      in: bytes, named: name, what: "certificate",
      pem: { unsafe OpenSSLObject(PEM_read_bio_X509($0, nil, { _, _, _, _ in 0 }, nil), { unsafe X509_free($0) }) },
      der: { unsafe OpenSSLObject(d2i_X509_bio($0, nil), { unsafe X509_free($0) }) })
  }

  /// All revocation lists in the bytes, at least one.
  static func revocationLists(in bytes: [UInt8], named name: String) throws(HTTPException) -> [OpenSSLObject] {
    // Unsafe: an object owns each list, and the stream is valid during the call.
    try unsafe all(
      in: bytes, named: name, what: "revocation list",
      pem: { unsafe OpenSSLObject(PEM_read_bio_X509_CRL($0, nil, { _, _, _, _ in 0 }, nil), { unsafe X509_CRL_free($0) }) },
      der: { unsafe OpenSSLObject(d2i_X509_CRL_bio($0, nil), { unsafe X509_CRL_free($0) }) })
  }

  /// The first private key in the bytes, decrypted with the passphrase if it needs one.
  static func privateKey(in bytes: [UInt8], passphrase: [UInt8]?, named name: String) throws(HTTPException) -> OpenSSLObject {
    OpenSSLErrors.clear()
    let prompt = Passphrase(passphrase)
    let key = try unsafe OpenSSLBytes.reading(bytes) { (stream) throws(HTTPException) -> OpenSSLObject? in
      // Unsafe: the object owns the key. OpenSSL asks for the passphrase only during the call, and `prompt` is alive then.
      withExtendedLifetime(prompt) {
        let argument = unsafe Unmanaged.passUnretained(prompt).toOpaque()
        guard isPEM(bytes) else { return unsafe OpenSSLObject(d2i_PrivateKey_bio(stream, nil), { unsafe EVP_PKEY_free($0) }) }
        return unsafe OpenSSLObject(
          PEM_read_bio_PrivateKey(stream, nil, { unsafe Passphrase.answer($0, $1, $2, $3) }, argument), { unsafe EVP_PKEY_free($0) })
      }
    }
    if let key { return key }
    guard prompt.wasAsked else { throw OpenSSLErrors.configuration("no private key in \(name)") }
    throw OpenSSLErrors.configuration(
      passphrase == nil ? "the private key in \(name) is encrypted and there is no passphrase" : "wrong passphrase for \(name)")
  }

  /// Whether the bytes are PEM. DER of these objects starts with a SEQUENCE, whose tag is the byte of the digit 0. But the text before the
  /// first line of PEM may also start with that digit (RFC 7468 section 2).
  private static func isPEM(_ bytes: [UInt8]) -> Bool {
    bytes.first != 0x30 || bytes.split(separator: 0x0A).contains { $0.starts(with: "-----BEGIN ".utf8) }
  }

  private static func all(
    in bytes: [UInt8], named name: String, what: String, pem: (OpaquePointer) -> OpenSSLObject?, der: (OpaquePointer) -> OpenSSLObject?
  ) throws(HTTPException) -> [OpenSSLObject] {
    OpenSSLErrors.clear()
    let isPEM = isPEM(bytes)
    let read = unsafe isPEM ? pem : der
    var objects: [OpenSSLObject] = []
    let isUsedUp = try unsafe OpenSSLBytes.reading(bytes) { (stream) throws(HTTPException) in
      // Unsafe: the stream is valid during this closure.
      while let object = unsafe read(stream) {
        objects.append(object)
        if !isPEM, unsafe BIO_ctrl_pending(stream) == 0 { return true }
      }
      return false
    }
    guard !objects.isEmpty else { throw OpenSSLErrors.configuration("no \(what) in \(name)") }
    // Reading PEM always ends with an error. The usual one is that there is no more PEM; a damaged object must not be skipped. DER must be
    // used up completely.
    guard isUsedUp || (isPEM && isEndOfPEM(OpenSSLErrors.take().last)) else {
      throw OpenSSLErrors.configuration(words: "a damaged \(what) in \(name)")
    }
    return objects
  }

  /// Whether an error means that no further PEM follows.
  private static func isEndOfPEM(_ error: OpenSSLErrors.Entry?) -> Bool {
    error?.library == "PEM" && error?.number == PEM_R_NO_START_LINE
  }
}
#endif
