import HTTPWireCore

/// The server and the request target of a URL on the command line (RFC 3986 section 3, http and https only).
///
/// The request target is sent as it was typed, without the fragment. Nothing in it is encoded, decoded or removed.
struct URLTarget: Equatable {
  /// The supported schemes.
  enum Scheme: String {
    case http, https

    var defaultPort: Int { self == .http ? 80 : 443 }
  }

  /// The scheme; http if the URL has none.
  var scheme: Scheme
  /// The host, without brackets.
  var host: String
  /// The port; the scheme's default if the URL has none.
  var port: Int
  /// The path and query. It starts with a slash.
  var target: String

  init(scheme: Scheme = .http, host: String, port: Int? = nil, target: String = "/") {
    self.scheme = scheme
    self.host = host
    self.port = port ?? scheme.defaultPort
    self.target = target
  }

  /// Parses `scheme://host:port/path?query`. The scheme may be left out. No message has the authority, which may contain a password.
  init(_ text: String) throws(Complaint) {
    if let bad = text.unicodeScalars.first(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
      throw .malformed("URL", "has the character \(PythonRepr.string(String(bad))), which must be percent-encoded")
    }
    let (scheme, behindScheme) = try Self.splitScheme(text[...])
    let rest = behindScheme.prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let target = rest[authority.endIndex...]
    if let bad = target.unicodeScalars.first(where: { !$0.isASCII }) {
      throw .malformed("URL", "has \(PythonRepr.string(String(bad))) in its path or query, which must be percent-encoded")
    }
    if authority.contains("@") {
      throw .malformed("URL", "has user information, which is not supported; send it with -H 'Authorization: ...'")
    }
    let address = try Authority(authority, of: "URL")
    self.init(scheme: scheme, host: address.host, port: address.port, target: target.hasPrefix("/") ? String(target) : "/" + target)
  }

  /// The last segment of the path, as it stands in the URL.
  var lastSegment: Substring {
    target.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
  }

  /// The value of `Host` for this target (RFC 9110 section 7.2), for requests to which the library does not add it.
  func hostField() throws(Complaint) -> String {
    guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw Complaint(.badUsage, "the host has letters beyond ASCII, which neither HTTP/1.0 nor a proxy knows: write it as xn--...")
    }
    let name = host.prefix { $0 != "%" }
    return (name.contains(":") ? "[\(name)]" : String(name)) + (port == scheme.defaultPort ? "" : ":\(port)")
  }

  /// The whole URL, for a request to a proxy (absolute-form, RFC 9112 section 3.2.2).
  func absoluteForm() throws(Complaint) -> String { "\(scheme.rawValue)://\(try hostField())\(target)" }

  private static func splitScheme(_ text: Substring) throws(Complaint) -> (Scheme, Substring) {
    let name = text.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
    let rest = text[name.endIndex...]
    guard rest.hasPrefix("://") else { return (.http, text) }
    guard let scheme = Scheme(rawValue: name.lowercased()) else {
      throw Complaint(.unsupportedScheme, "the scheme \(PythonRepr.string(name.lowercased())) is not known; http and https are")
    }
    return (scheme, rest.dropFirst(3))
  }
}
