import HTTPWireCore

/// The TLS settings that the flags describe. This type also exists without the trait TLS; only its use depends on the trait.
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
  var key: String?
  var passphrase: String?
  var minimum: Version?
  var maximum: Version?
  /// The ciphers of TLS 1.2, and those of TLS 1.3.
  var ciphers: String?
  var suites: String?
  /// The SHA-256 digests of public keys. The server must have one of these keys.
  var pins: [[UInt8]] = []

  /// The TLS to an https proxy.
  init(ofProxy settings: ProxySettings) {
    isInsecure = settings.isInsecure
    authorityFile = settings.authorityFile
  }

  /// Throws `badUsage` for a malformed flag, or one without the flag that it needs.
  init(_ options: TLSSettings) throws(Complaint) {
    isInsecure = options.isInsecure
    authorityFile = options.authorityFile
    authorityFolder = options.authorityFolder
    if let text = options.certificate {
      (certificate, passphrase) = Self.splitCertificate(text)
      if certificate?.isEmpty == true { throw Complaint(.badUsage, "--cert needs a file") }
    } else if options.key != nil || options.passphrase != nil {
      throw Complaint(.badUsage, "--key and --pass need --cert")
    }
    key = options.key
    passphrase = options.passphrase ?? passphrase
    minimum = options.minimum
    maximum = options.maximum
    ciphers = options.ciphers
    suites = options.suites
    if let minimum, let maximum, minimum.rawValue > maximum.rawValue {
      throw Complaint(.badUsage, "--tlsv\(minimum.rawValue) and --tls-max \(maximum.rawValue) leave no version")
    }
    if let text = options.pins { pins = try Self.pins(text) }
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

  /// Parses digests: `sha256//` and base64, separated by semicolons.
  private static func pins(_ text: String) throws(Complaint) -> [[UInt8]] {
    var pins: [[UInt8]] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      guard part.hasPrefix("sha256//"), let digest = Base64.decode(part.dropFirst(8)), digest.count == 32 else {
        throw Complaint(.badUsage, "--pinnedpubkey takes sha256//DIGEST in base64, several separated by ';', and no file")
      }
      pins.append(digest)
    }
    return pins
  }
}
