import HTTPWireCore

/// Hosts and paths of cookies (RFC 6265bis sections 5.1.2 to 5.1.4).
enum CookieHost {
  /// A host in lower case, without brackets around an address.
  static func canonical(_ host: String) -> String {
    let isBracketed = host.utf8.first == UInt8(ascii: "[") && host.utf8.last == UInt8(ascii: "]")
    let bytes = isBracketed ? Array(host.utf8.dropFirst().dropLast()) : Array(host.utf8)
    return String(decoding: bytes.map { ASCII.lowercased($0) }, as: UTF8.self)
  }

  /// Whether a host is an IP address. What resolvers take for an address counts, such as `127.1`.
  static func isAddress(_ host: String) -> Bool { IPAddressSyntax.looseIPv4Bytes(host) != nil || IPAddressSyntax.isIPv6(host) }

  /// Whether a host is the domain or below it. Both are in lower case. Nothing is below an address.
  static func matches(_ host: String, domain: String) -> Bool {
    host == domain || (host.utf8.count > domain.utf8.count && host.hasSuffix("." + domain) && !isAddress(host))
  }

  /// The path of cookies that come without one: the directory of the target of the request.
  static func defaultPath(_ path: String) -> String {
    guard path.utf8.first == UInt8(ascii: "/"), let last = path.utf8.lastIndex(of: UInt8(ascii: "/")), last != path.startIndex else {
      return "/"
    }
    return String(path[..<last])
  }

  /// Whether a request's path is a cookie's or below it. `/a` has `/a/b` below it, but not `/ab`.
  static func matches(_ path: String, cookiePath: String) -> Bool {
    let (path, cookiePath) = (path.utf8, cookiePath.utf8)
    guard path.starts(with: cookiePath) else { return false }
    if path.count == cookiePath.count || cookiePath.last == UInt8(ascii: "/") { return true }
    return path.dropFirst(cookiePath.count).first == UInt8(ascii: "/")
  }
}
