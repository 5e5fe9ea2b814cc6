import HTTPWireCore

/// What the flags say about TLS to a server, or to an https proxy. This type also exists without the trait TLS; only its use depends on the
/// trait.
struct TLSPlan: Equatable {
  /// The versions that can be chosen.
  enum Version: String, CaseIterable {
    case tls12 = "1.2"
    case tls13 = "1.3"
  }

  var isInsecure = false
  /// The file of trusted authorities, instead of the system's.
  var authorityFile: String?
  var authorityFolder: String?
  var certificate: String?
  /// The passphrase behind the certificate's name; that of `--pass` comes first.
  private var attachedPassphrase: String?
  var key: String?
  var ownPassphrase: String?
  var minimum: Version?
  var maximum: Version?
  /// The ciphers of TLS 1.2, and those of TLS 1.3.
  var ciphers: String?
  var suites: String?
  /// The SHA-256 digests of public keys. The server must have one of these keys.
  var pins: [[UInt8]] = []

  /// The passphrase of the key.
  var passphrase: String? { ownPassphrase ?? attachedPassphrase }

  /// Takes the certificate of `--cert`. Throws `badUsage` without a file.
  mutating func setCertificate(_ text: String) throws(Complaint) {
    (certificate, attachedPassphrase) = Self.splitCertificate(text)
    if certificate?.isEmpty == true { throw Complaint(.badUsage, "a file is missing") }
  }

  /// Throws `badUsage` for a flag without the one that it needs, and for versions that leave none.
  func check() throws(Complaint) {
    if certificate == nil, key != nil || ownPassphrase != nil { throw Complaint(.badUsage, "--key and --pass need --cert") }
    if let minimum, let maximum, minimum.rawValue > maximum.rawValue {
      throw Complaint(.badUsage, "--tlsv\(minimum.rawValue) and --tls-max \(maximum.rawValue) leave no version")
    }
  }

  /// Splits `file:passphrase` as curl does, at the first colon without a backslash in front. A backslash itself is written twice.
  static func splitCertificate(_ text: String) -> (file: String, passphrase: String?) {
    var file = ""
    var rest = text[...]
    while let next = rest.popFirst() {
      if next == ":" { return (file, String(rest)) }
      if next == "\\", let escaped = rest.first, escaped == ":" || escaped == "\\" {
        rest.removeFirst()
        file.append(escaped)
      } else {
        file.append(next)
      }
    }
    return (file, nil)
  }

  /// Parses digests: `sha256//` and base64, separated by semicolons. Throws `badUsage`.
  static func pins(_ text: String) throws(Complaint) -> [[UInt8]] {
    var pins: [[UInt8]] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      guard part.hasPrefix("sha256//"), let digest = Base64.decode(part.dropFirst(8)), digest.count == 32 else {
        throw Complaint(.badUsage, "it is sha256//DIGEST in base64, several separated by ';', and no file")
      }
      pins.append(digest)
    }
    return pins
  }
}
