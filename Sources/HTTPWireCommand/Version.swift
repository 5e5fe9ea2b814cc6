import HTTPWireInflate

/// The version of the command.
enum Version {
  static let number = "0.1.0"
  /// The `User-Agent` of requests.
  static let userAgent = "httpwire/" + number

  /// What `--version` prints: the version, and what is built in.
  static var text: String {
    let codings = ContentCodings.known
    return "httpwire \(number)\nTLS: \(SecureTransport.isBuiltIn ? "yes" : "no"), content codings: "
      + (codings.isEmpty ? "none" : codings.joined(separator: ", ")) + "\n"
  }
}
