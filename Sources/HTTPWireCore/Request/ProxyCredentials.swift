/// The secrets for a proxy, which stay out of errors and debug output.
package enum ProxyCredentials {
  /// What stands in the place of a secret.
  private static let mask = "***"

  /// Whether the field of that name has credentials for a proxy (RFC 9110 section 11.7.2).
  package static func isField(_ name: String) -> Bool { name.lowercased() == "proxy-authorization" }

  /// The fields without the credentials in them.
  package static func hidden(in fields: HTTPMessage) -> HTTPMessage {
    var shown = HTTPMessage()
    for field in fields { shown.add(field.name, isField(field.name) ? mask : field.value) }
    return shown
  }

  /// The error that credentials have caused, without them.
  package static func hidden(in error: HTTPException) -> HTTPException {
    switch error {
    case .invalidHeaderValue: .invalidHeaderValue(Array(mask.utf8))
    case .notEncodable(let part, _): .notEncodable(part: part, text: mask)
    default: error
    }
  }
}
