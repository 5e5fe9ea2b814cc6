/// The credentials for a proxy: how they are written, and how errors and debug output hide them.
package enum ProxyCredentials {
  /// The text shown instead of a secret.
  private static let mask = "***"

  /// Whether a field of that name holds credentials for a proxy (RFC 9110 section 11.7.2).
  package static func isField(_ name: String) -> Bool { name.lowercased() == "proxy-authorization" }

  /// The value of `Proxy-Authorization` for the Basic scheme (RFC 7617), in UTF-8.
  ///
  /// Throws `invalidArgument` for a user or password that the scheme can't carry. The error shows neither of them.
  package static func basic(user: String, password: String) throws(HTTPException) -> String {
    guard !user.utf8.contains(ASCII.colon) else { throw .invalidArgument("the user's name must not have a colon") }
    if hasControl(user) { throw .invalidArgument("the user's name has a control character") }
    if hasControl(password) { throw .invalidArgument("the password has a control character") }
    return "Basic " + Base64.encode(Array((user + ":" + password).utf8))
  }

  private static func hasControl(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }

  /// The bytes of a head with the credentials hidden.
  package static func hidden(in head: [UInt8]) -> [UInt8] {
    var shown: [UInt8] = []
    for line in head.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false) {
      if !shown.isEmpty { shown.append(ASCII.lineFeed) }
      if let colon = line.firstIndex(of: ASCII.colon), isField(Latin1.string(line[..<colon])) {
        shown += line[...colon] + Array(" \(mask)\r".utf8)
      } else {
        shown += line
      }
    }
    return shown
  }

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
