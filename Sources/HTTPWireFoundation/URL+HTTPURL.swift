public import Foundation
internal import HTTPWireCore
public import HTTPWireSession

extension URL {
  /// The same URL for Foundation, with its user and password, which a `URL` shows wherever it is printed. Without them, it is
  /// `URL(url.withoutUserInformation)`.
  ///
  /// ```swift
  /// import Foundation
  /// import HTTPWireFoundation
  ///
  /// let url = try HTTPURL("bücher.example/a b?tag[]=1")
  /// print(URL(url)?.absoluteString ?? "")     // http://xn--bcher-kva.example/a%20b?tag%5B%5D=1
  /// ```
  ///
  /// Of what is behind the host, three things have no place in a URL of RFC 3986, but in many that people type: the brackets, and a "%"
  /// without two digits. They are percent-encoded, and nothing is encoded twice, as Foundation would do. How the host was typed is lost.
  ///
  /// Returns nil if Foundation takes the result for no URL.
  public init?(_ url: HTTPURL) {
    let scheme = url.scheme.rawValue + "://"
    // The origin begins with the scheme.
    let server = url.origin.description.dropFirst(scheme.count)
    let query = url.query.map { "?" + Self.strict($0) } ?? ""
    let fragment = url.fragment.map { "#" + Self.strict($0) } ?? ""
    let text = scheme + Self.userInformation(of: url) + server + Self.strict(url.path) + query + fragment
    self.init(string: text, encodingInvalidCharacters: false)
  }

  /// The user information with its "@", or nothing.
  private static func userInformation(of url: HTTPURL) -> String {
    guard let user = url.user, let password = url.password else { return "" }
    let encoded = PercentEncoding.component(password.utf8)
    return PercentEncoding.component(user.utf8) + (encoded.isEmpty ? "" : ":" + encoded) + "@"
  }

  /// A part behind the host, with all percent-encoded that RFC 3986 section 3.3 to 3.5 does not let stand there.
  private static func strict(_ part: String) -> String {
    var strict = ""
    var rest = part.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "["): strict += "%5B"
      case UInt8(ascii: "]"): strict += "%5D"
      case UInt8(ascii: "%"): strict += isEscape(rest.prefix(2)) ? "%" : "%25"
      default: strict.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return strict
  }

  /// Whether these are the two digits of an escape.
  private static func isEscape(_ digits: Substring.UTF8View) -> Bool {
    digits.count == 2 && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
  }
}
