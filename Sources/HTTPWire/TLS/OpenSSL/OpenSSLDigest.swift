#if TLS
import COpenSSL

/// Hash functions of OpenSSL.
package enum OpenSSLDigest: String, Sendable {
  case md5 = "MD5"
  case sha256 = "SHA256"

  /// The hash of the bytes. Throws `tls(.configuration)` if this OpenSSL does not have the function: MD5 may be switched off.
  package func hash(_ bytes: [UInt8]) throws(HTTPException) -> [UInt8] {
    OpenSSLErrors.clear()
    var count = 0
    var isDone = false
    // Unsafe: OpenSSL reads as many bytes as the span has, and writes at most EVP_MAX_MD_SIZE bytes to an array with that capacity.
    let hash = unsafe [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { free, initialized in
      isDone = unsafe bytes.withUnsafeBytes { bytes in
        unsafe EVP_Q_digest(nil, rawValue, nil, bytes.baseAddress, bytes.count, free.baseAddress, &count) == 1
      }
      initialized = isDone ? min(count, Int(EVP_MAX_MD_SIZE)) : 0
    }
    if !isDone { throw OpenSSLErrors.configuration("can't make a hash with \(rawValue)") }
    return hash
  }
}
#endif
