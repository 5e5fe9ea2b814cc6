import HTTPWireCore

/// What a URL on the command line says: whom to connect to and what to ask for (RFC 3986 section 3, http only).
///
/// The request target is sent as it was typed; nothing in it is encoded, decoded or removed, except the fragment.
struct URLTarget: Equatable {
  /// The host, without brackets.
  var host: String
  /// The port; 80 unless the URL names one.
  var port: Int
  /// Path and query, beginning with a slash.
  var target: String

  init(host: String, port: Int = 80, target: String = "/") {
    self.host = host
    self.port = port
    self.target = target
  }

  /// Parses `http://host:port/path?query`; the scheme may be left out. No message repeats the authority, which may hold a password.
  init(_ text: String) throws(Complaint) {
    if let bad = text.unicodeScalars.first(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
      throw .malformed("has the character \(PythonRepr.string(String(bad))), which must be percent-encoded")
    }
    let rest = try Self.withoutScheme(text[...]).prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let target = rest[authority.endIndex...]
    if let bad = target.unicodeScalars.first(where: { !$0.isASCII }) {
      throw .malformed("has \(PythonRepr.string(String(bad))) in its path or query, which must be percent-encoded")
    }
    if authority.contains("@") {
      throw .malformed("has user information, which is not supported; send it with -H 'Authorization: ...'")
    }
    let (host, port) = try Self.split(authority)
    self.init(host: host, port: port, target: target.hasPrefix("/") ? String(target) : "/" + target)
  }

  /// The last segment of the path, as it stands in the URL.
  var lastSegment: Substring {
    target.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
  }

  /// The value of `Host` for this target (RFC 9110 section 7.2), for requests to which the library adds none.
  func hostField() throws(Complaint) -> String {
    guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw Complaint(.badUsage, "the host has letters beyond ASCII: give its Host with -H, as HTTP/1.0 does not have one by itself")
    }
    let name = host.prefix { $0 != "%" }
    return (name.contains(":") ? "[\(name)]" : String(name)) + (port == 80 ? "" : ":\(port)")
  }

  // MARK: Parts

  private static func withoutScheme(_ text: Substring) throws(Complaint) -> Substring {
    let scheme = text.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
    let rest = text[scheme.endIndex...]
    guard rest.hasPrefix("://") else { return text }
    switch scheme.lowercased() {
    case "http": return rest.dropFirst(3)
    case "https": throw Complaint(.unsupportedScheme, "HTTPS is not built in yet")
    case let other: throw Complaint(.unsupportedScheme, "the scheme \(PythonRepr.string(other)) is not built in; http is")
    }
  }

  private static func split(_ authority: Substring) throws(Complaint) -> (host: String, port: Int) {
    guard authority.hasPrefix("[") else {
      let host = authority.prefix { $0 != ":" }
      if host.isEmpty { throw .malformed("has no host") }
      if host.contains(where: { "[]%\\\"<>^`{|}".contains($0) }) { throw .malformed("has a host that is no name") }
      return (String(host), try port(authority[host.endIndex...]))
    }
    guard let end = authority.firstIndex(of: "]") else { throw .malformed("has a bracket without its other half") }
    let address = authority[authority.index(after: authority.startIndex)..<end]
    guard address.contains(":") else { throw .malformed("has brackets around what is no IPv6 address") }
    return (withPlainScope(address), try port(authority[authority.index(after: end)...]))
  }

  /// RFC 6874 writes the percent sign before a scope as "%25"; without its code it is understood too, as by curl.
  private static func withPlainScope(_ address: Substring) -> String {
    let name = address.prefix { $0 != "%" }
    let scope = address[name.endIndex...]
    return String(name) + (scope.hasPrefix("%25") && scope.count > 3 ? "%" + scope.dropFirst(3) : scope)
  }

  private static func port(_ text: Substring) throws(Complaint) -> Int {
    if text.isEmpty { return 80 }
    let digits = text.dropFirst()
    guard text.hasPrefix(":"), 1...5 ~= digits.utf8.count, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let port = Int(digits),
      port <= 65_535
    else { throw .malformed("has a port that is no number from 0 to 65535") }
    return port
  }
}

extension Complaint {
  fileprivate static func malformed(_ what: String) -> Complaint { Complaint(.badURL, "the URL \(what)") }
}
