/// The host and port of a URL or proxy (RFC 3986 section 3.2, without user information).
struct Authority: Equatable {
  /// The host, without brackets.
  let host: String
  /// The port, if one is given.
  let port: Int?

  /// Parses `host:port`. An IPv6 address must be in brackets. Throws `badURL`; the message names `owner`, but not the text, which may have
  /// a password.
  init(_ text: Substring, of owner: String) throws(Complaint) {
    guard text.hasPrefix("[") else {
      let host = text.prefix { $0 != ":" }
      if host.isEmpty { throw .malformed(owner, "has no host") }
      if host.contains(where: { "[]%\\\"<>^`{|}".contains($0) }) { throw .malformed(owner, "has a host that is not a name") }
      self.host = String(host)
      port = try Self.port(text[host.endIndex...], owner)
      return
    }
    guard let end = text.firstIndex(of: "]") else { throw .malformed(owner, "has a bracket without its other half") }
    let address = text[text.index(after: text.startIndex)..<end]
    guard address.contains(":") else { throw .malformed(owner, "has a host in brackets that is not an IPv6 address") }
    host = Self.withPlainScope(address)
    port = try Self.port(text[text.index(after: end)...], owner)
  }

  /// RFC 6874 writes the percent sign before a scope as "%25". A plain "%" is also accepted, as by curl.
  private static func withPlainScope(_ address: Substring) -> String {
    let name = address.prefix { $0 != "%" }
    let scope = address[name.endIndex...]
    return String(name) + (scope.hasPrefix("%25") && scope.count > 3 ? "%" + scope.dropFirst(3) : scope)
  }

  private static func port(_ text: Substring, _ owner: String) throws(Complaint) -> Int? {
    if text.isEmpty { return nil }
    let digits = text.dropFirst()
    guard text.hasPrefix(":"), 1...5 ~= digits.utf8.count, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let port = Int(digits),
      port <= 65_535
    else { throw .malformed(owner, "has a port that is not a number from 0 to 65535") }
    return port
  }
}
