import HTTPWireCore

/// A cookie, as a ``CookieJar`` keeps it (RFC 6265bis section 5.7).
///
/// ```swift
/// let cookie = try Cookie("theme", "dark", host: "www.example.org")
/// print(cookie)    // theme=*** for www.example.org/
/// ```
///
/// Names and values are bytes that are shown as Latin-1 text, as field values are. No description of a cookie shows its value.
public struct Cookie: Sendable, Hashable {
  /// What a server says about requests that come from other sites (RFC 6265bis section 5.6.7).
  public enum SameSite: String, Sendable, Hashable, CaseIterable {
    case strict, lax, none
  }

  /// The name. Empty for a cookie that came without one.
  public let name: String
  /// The value. Quotation marks are part of it.
  public let value: String
  /// The host that the cookie is for, in lower case and without brackets; or the domain, if ``isHostOnly`` is false.
  public let domain: String
  /// Whether the cookie is for ``domain`` alone, and not for the hosts below it.
  public let isHostOnly: Bool
  /// The path at and below which the cookie is sent. It starts with `/`.
  public let path: String
  /// When the cookie expires, in seconds since 1970; nil for a session cookie, which lives as long as its jar.
  public let expires: Int64?
  /// Whether the cookie is sent over https only.
  public let isSecure: Bool
  /// Whether the scripts of a web page may not read the cookie. Kept for files; nothing here depends on it.
  public let isHTTPOnly: Bool
  /// The attribute `SameSite`; nil if the server gave none. It is kept and ignored: it says which sites may make a browser send the
  /// cookie, and this is no browser that runs what sites say.
  public let sameSite: SameSite?

  /// Makes a cookie for a host, or with `isHostOnly: false` for a domain and all hosts below it. `expires` is in seconds since 1970.
  ///
  /// Throws `invalidArgument` for what no server could set: control characters, a `;`, more than 4096 bytes, text beyond Latin-1, a
  /// domain that is an address, a path that does not start with `/`, and a name whose prefix promises what the cookie does not keep
  /// (``CookieJar/Refusal/prefix``). The error does not show the value.
  public init(
    _ name: String, _ value: String, host: String, isHostOnly: Bool = true, path: String = "/", expires: Int64? = nil,
    isSecure: Bool = false, isHTTPOnly: Bool = false, sameSite: SameSite? = nil
  ) throws(HTTPException) {
    let domain = CookieHost.canonical(host)
    guard let nameBytes = Latin1.bytes(name), let valueBytes = Latin1.bytes(value), let pathBytes = Latin1.bytes(path) else {
      throw .notEncodable(part: "cookie", text: name)
    }
    if nameBytes.contains(UInt8(ascii: "=")) { throw .invalidArgument("a cookie's name must not have a =") }
    if [nameBytes, valueBytes, pathBytes, Array(domain.utf8)].contains(where: { $0.contains { CookieText.isForbidden($0) } }) {
      throw .invalidArgument("the cookie has a control character or a semicolon")
    }
    if [nameBytes, valueBytes].contains(where: { $0.first.map(ASCII.isWhitespace) == true || $0.last.map(ASCII.isWhitespace) == true }) {
      throw .invalidArgument("the cookie's name or value has whitespace at an end, which would be lost")
    }
    if domain.isEmpty { throw .invalidArgument("the cookie needs a host") }
    if !isHostOnly, CookieHost.isAddress(domain) { throw .invalidArgument("an address has no hosts below it: \(domain)") }
    if pathBytes.first != UInt8(ascii: "/") { throw .invalidArgument("the cookie's path does not start with /") }
    self.init(
      name: name, value: value, domain: domain, isHostOnly: isHostOnly, path: path, expires: expires, isSecure: isSecure,
      isHTTPOnly: isHTTPOnly, sameSite: sameSite)
    if let refusal = CookieText.refusal(name: nameBytes, value: valueBytes) ?? prefixRefusal(hasRootPath: path == "/") {
      throw .invalidArgument("\(refusal)")
    }
  }

  /// Makes a cookie whose parts were checked.
  init(
    name: String, value: String, domain: String, isHostOnly: Bool, path: String, expires: Int64?, isSecure: Bool, isHTTPOnly: Bool,
    sameSite: SameSite?
  ) {
    self.name = name
    self.value = value
    self.domain = domain
    self.isHostOnly = isHostOnly
    self.path = path
    self.expires = expires
    self.isSecure = isSecure
    self.isHTTPOnly = isHTTPOnly
    self.sameSite = sameSite
  }

  /// What is sent: `name=value`, or the value alone if there is no name (RFC 6265bis section 5.8.3).
  var pair: String { name.isEmpty ? value : name + "=" + value }

  /// Whether the cookie is no longer sent.
  func hasExpired(_ now: Int64) -> Bool { expires.map { $0 <= now } ?? false }

  /// `.prefix` if the name's prefix promises what the cookie does not keep. A prefix in the value of a cookie without a name counts, too:
  /// a server could not tell it from one in a name (RFC 6265bis section 5.7, steps 20 to 22).
  func prefixRefusal(hasRootPath: Bool) -> CookieJar.Refusal? {
    let start = pair.lowercased()
    if name.isEmpty, start.hasPrefix("__secure-") || start.hasPrefix("__host-") { return .prefix }
    if start.hasPrefix("__secure-"), !isSecure { return .prefix }
    if start.hasPrefix("__host-"), !isSecure || !isHostOnly || !hasRootPath { return .prefix }
    return nil
  }
}

extension Cookie: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name, and where the cookie is sent; `***` for the value.
  public var description: String { "\(name.isEmpty ? "" : name + "=")*** for \(isHostOnly ? "" : ".")\(domain)\(path)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows what ``description`` shows, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["cookie": description]) }
}
