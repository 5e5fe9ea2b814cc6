extension CookieJar {
  /// Why a jar does not keep a cookie that a server has set.
  public enum Refusal: String, Error, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// The field has a control character, or a tab within the name or value.
    case controlCharacter = "the cookie has a control character"
    /// There is neither a name nor a value.
    case empty = "the cookie has neither a name nor a value"
    /// Name and value have more than 4096 bytes together.
    case tooLong = "the cookie has more than 4096 bytes"
    /// The `Domain` is neither the host nor above it, or it is a single label such as `com`, or the host is an address.
    case domain = "the cookie is for a domain that the server may not speak for"
    /// The cookie is `Secure`, but came over http.
    case insecure = "the cookie is for https only, but came over http"
    /// The cookie came over http, and would hide a `Secure` one of the same name.
    case wouldHideSecure = "the cookie came over http, and would hide a secure one of its name"
    /// The name starts with `__Secure-`, but the cookie is not `Secure`; or with `__Host-`, but it is not `Secure`, has a `Domain`, or has
    /// another `Path` than `/`.
    case prefix = "the cookie's name promises what the cookie does not keep"

    /// The reason in words.
    public var description: String { rawValue }
  }
}
