import HTTPWireCore

/// How TLS is to be spoken, out of the flags. What it is made of is there without TLS, too, so that only its use depends on the trait.
struct TLSPlan: Equatable {
  /// The versions that can be chosen.
  enum Version: String, CaseIterable {
    case tls12 = "1.2"
    case tls13 = "1.3"
  }

  var isInsecure = false
  /// Where the trusted authorities are, instead of with the system.
  var authorityFile: String?
  var authorityFolder: String?
  var certificate: String?
  var key: String?
  var passphrase: String?
  var minimum: Version?
  var maximum: Version?
  /// The SHA-256 digests of the public keys of which the server must have one.
  var pins: [[UInt8]] = []

  init() {}

  /// Throws `badUsage` for what is malformed, or has nothing to be used with.
  init(_ options: TLSOptions) throws(Complaint) {
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
    minimum = options.isAtLeast13 ? .tls13 : options.isAtLeast12 ? .tls12 : nil
    maximum = options.maximum?.version
    if let minimum, let maximum, minimum.rawValue > maximum.rawValue {
      throw Complaint(.badUsage, "--tlsv\(minimum.rawValue) and --tls-max \(maximum.rawValue) leave no version")
    }
    if let text = options.pins { pins = try Self.pins(text) }
  }

  /// As curl does: the first colon ends the file's name unless a backslash stands before it; a backslash itself is written twice.
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

  /// Digests as `sha256//` and base64, separated by semicolons.
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
