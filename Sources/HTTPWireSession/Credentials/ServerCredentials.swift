import HTTPWire
import HTTPWireCore

/// What a client shows a server to be let in (RFC 9110 section 11.4).
///
/// ```swift
/// let credentials = try ServerCredentials.basic(user: "ada", password: "secret")
/// let connection = try HTTPSConnection("example.org")
/// var headers: HTTPMessage = [:]
/// if let value = credentials.authorization { headers.add("Authorization", value) }
/// try connection.request("GET", "/", headers: headers)
/// ```
///
/// No description shows a password or a token.
public struct ServerCredentials: Sendable, Hashable {
  /// How the credentials are shown.
  public enum Scheme: String, Sendable, Hashable, CaseIterable {
    /// User and password, readable for whoever reads the request (RFC 7617). Use it over https only.
    case basic = "Basic"
    /// A token, readable for whoever reads the request (RFC 6750). Use it over https only.
    case bearer = "Bearer"
    /// A hash that a server's challenge is part of (RFC 7616). ``DigestAuthentication`` makes it.
    case digest = "Digest"
  }

  /// How the credentials are shown.
  public let scheme: Scheme
  /// The user's name; nil for a token.
  public let user: String?
  /// The password or the token.
  public let secret: String
  /// The value of `Authorization`; nil for Digest, which needs a challenge first.
  public let authorization: String?

  /// User and password in UTF-8. Throws `invalidArgument` for a colon in the user's name, and for control characters.
  public static func basic(user: String, password: String) throws(HTTPException) -> ServerCredentials {
    let value = try ProxyCredentials.basic(user: user, password: password)
    return ServerCredentials(scheme: .basic, user: user, secret: password, authorization: value)
  }

  /// A token. Throws `invalidArgument` if it is not of the characters that RFC 6750 section 2.1 names: letters, digits, `-._~+/`, and `=`
  /// at its end.
  public static func bearer(_ token: String) throws(HTTPException) -> ServerCredentials {
    let body = token.utf8.prefix { byte in
      ASCII.isDigit(byte) || ASCII.lowercased(byte) &- 0x61 < 26 || "-._~+/".utf8.contains(byte)
    }
    guard !body.isEmpty, token.utf8.dropFirst(body.count).allSatisfy({ $0 == UInt8(ascii: "=") }) else {
      throw .invalidArgument("a bearer token has letters, digits and -._~+/ only, and = only at its end")
    }
    return ServerCredentials(scheme: .bearer, user: nil, secret: token, authorization: "Bearer " + token)
  }

  /// User and password for ``DigestAuthentication``. Throws `invalidArgument` as ``basic(user:password:)`` does.
  public static func digest(user: String, password: String) throws(HTTPException) -> ServerCredentials {
    _ = try ProxyCredentials.basic(user: user, password: password)
    return ServerCredentials(scheme: .digest, user: user, secret: password, authorization: nil)
  }
}

extension ServerCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The scheme, with `***` for the credentials.
  public var description: String { scheme.rawValue + " ***" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows what ``description`` shows, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["credentials": description]) }
}
