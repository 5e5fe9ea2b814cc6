/// Hides the credentials for a proxy in errors and debug output.
package enum ProxyCredentials {
  /// The text shown instead of a secret.
  private static let mask = "***"

  /// Whether a field of that name holds credentials for a proxy (RFC 9110 section 11.7.2).
  package static func isField(_ name: String) -> Bool { name.lowercased() == "proxy-authorization" }

  /// The fields with the credentials hidden.
  package static func hidden(in fields: HTTPMessage) -> HTTPMessage {
    var shown = HTTPMessage()
    for field in fields { shown.add(field.name, isField(field.name) ? mask : field.value) }
    return shown
  }

  /// The error with the credentials that caused it hidden.
  package static func hidden(in error: HTTPException) -> HTTPException {
    switch error {
    case .invalidHeaderValue: .invalidHeaderValue(Array(mask.utf8))
    case .notEncodable(let part, _): .notEncodable(part: part, text: mask)
    default: error
    }
  }
}
