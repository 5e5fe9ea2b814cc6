#if TLS
import COpenSSL

/// The errors that OpenSSL queues for the calling thread.
package enum OpenSSLErrors {
  /// An entry of OpenSSL's error queue.
  struct Entry {
    let library: String
    let isOfTLS: Bool
    let number: Int32
    let text: String

    /// CPython's name of the error: `SSL: WRONG_VERSION_NUMBER`.
    var identifier: String {
      let name = text.uppercased().utf8.map { byte -> UInt8 in
        let isKept = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        return isKept ? byte : 0x5F
      }
      return library + ": " + String(decoding: name, as: UTF8.self)
    }
  }

  /// The reason code of an alert of the peer is this number plus the number of the alert.
  private static let firstAlert: Int32 = 1000

  /// Clears the queue before an operation, so that errors of earlier calls are not taken for its own. The queue is usually empty, and
  /// looking at it is much cheaper than clearing it.
  package static func clear() {
    // Every use of OpenSSL calls this function first, and that of a connection when it is made.
    OpenSSLLibrary.begin()
    if ERR_peek_error() != 0 { ERR_clear_error() }
  }

  /// Takes all errors out of the queue, the oldest first.
  static func take() -> [Entry] {
    var entries: [Entry] = []
    while true {
      let code = ERR_get_error()
      if code == 0 { return entries }
      entries.append(entry(code))
    }
  }

  /// The queued error as a `configuration` failure, with OpenSSL's text and a description of the attempt.
  package static func configuration(_ attempt: String) -> HTTPException {
    let errors = take()
    guard let error = errors.last else { return .tls(TLSFailure(.configuration, message: attempt)) }
    return .tls(TLSFailure(.configuration, identifier: error.identifier, message: "\(error.text): \(attempt)"))
  }

  /// A `configuration` failure with a text of this package.
  static func configuration(words: String) -> HTTPException {
    clear()
    return .tls(TLSFailure(.configuration, message: words))
  }

  /// The errors of a failed call as a protocol failure. Older errors may be in front of them.
  static func protocolFailure(_ errors: [Entry]) -> HTTPException {
    guard let error = errors.last else {
      return .tls(TLSFailure(.protocolViolation, message: "the TLS connection has failed"))
    }
    let alert = errors.last { $0.isOfTLS && $0.number >= firstAlert && $0.number < firstAlert + 256 }
    if let alert, let number = UInt8(exactly: alert.number - firstAlert) {
      return .tls(TLSFailure(.alert(number), identifier: alert.identifier, message: alert.text))
    }
    return .tls(TLSFailure(.protocolViolation, identifier: error.identifier, message: error.text))
  }

  private static func entry(_ code: UInt) -> Entry {
    let library = ERR_GET_LIB(code)
    let number = ERR_GET_REASON(code)
    // Unsafe: OpenSSL's texts are NUL-terminated constants, or nil.
    let text = unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) }
    return Entry(
      library: name(of: library), isOfTLS: library == ERR_LIB_SSL, number: number,
      text: text ?? (library == ERR_LIB_SYS ? Syscalls.text(of: number) : "error \(number)"))
  }

  /// The names that CPython gives to OpenSSL's libraries.
  private static func name(of library: Int32) -> String {
    switch library {
    case ERR_LIB_SSL: "SSL"
    case ERR_LIB_X509: "X509"
    case ERR_LIB_X509V3: "X509V3"
    case ERR_LIB_PEM: "PEM"
    case ERR_LIB_ASN1: "ASN1"
    case ERR_LIB_EVP: "EVP"
    case ERR_LIB_RSA: "RSA"
    case ERR_LIB_EC: "EC"
    case ERR_LIB_BIO: "BIO"
    case ERR_LIB_SYS: "SYS"
    case ERR_LIB_PROV: "PROV"
    case ERR_LIB_OSSL_DECODER: "OSSL_DECODER"
    case ERR_LIB_PKCS12: "PKCS12"
    default: "OPENSSL"
    }
  }
}
#endif
