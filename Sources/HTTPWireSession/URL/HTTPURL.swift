internal import HTTPWireCore

/// A URL with the scheme `http` or `https`, taken apart (RFC 3986; RFC 9110 section 4.2).
///
/// ```swift
/// let url = try HTTPURL("https://bücher.example/a b?c=ä#top")
/// print(url)                    // https://xn--bcher-kva.example/a%20b?c=%C3%A4#top
/// print(url.host, url.port)     // xn--bcher-kva.example 443
/// print(url.target)             // /a%20b?c=%C3%A4
/// let connection = try HTTPConnection(url: url)
/// try connection.request("GET", url.target)
/// ```
///
/// The user and password that a URL may have are in ``user`` and ``password``, and in ``authorization`` as the Basic scheme sends them.
/// They are in no description, no ``target`` and no error.
public struct HTTPURL: Sendable {
  /// The schemes that requests can be sent to.
  public enum Scheme: String, Sendable, Hashable, CaseIterable {
    /// HTTP without TLS.
    case http
    /// HTTP over TLS.
    case https

    /// The port of a URL that names none: 80 or 443.
    public var defaultPort: Int { self == .http ? 80 : 443 }
  }

  /// The parts. A URL is copied often and changed seldom, so its copies share them.
  private var shared: Shared

  init(_ components: Components) { shared = Shared(components) }

  /// The scheme, the host and the port.
  public var origin: Origin { shared.components.origin }

  /// The host as it was typed, without brackets.
  public var typedHost: String { shared.components.typedHost }

  /// The decoded name of the user; nil if the URL has no user information.
  public var user: String? { shared.components.user }

  /// The decoded password; nil if the URL has no user information, and empty if it has only a user.
  public var password: String? { shared.components.password }

  /// The path, percent-encoded. It starts with a slash.
  public var path: String { shared.components.path }

  /// The query without its question mark, percent-encoded; nil if there is no question mark.
  public var query: String? { shared.components.query }

  /// The fragment without its "#", percent-encoded; nil if there is no "#". It is never sent.
  public var fragment: String? { shared.components.fragment }

  /// The scheme.
  public var scheme: Scheme { origin.scheme }

  /// The host as it is looked up and sent: a name in ASCII and lower case, or an address without brackets.
  public var host: String { origin.host }

  /// The port, or else the scheme's.
  public var port: Int { origin.port }

  /// The target of a request: path and query (origin-form, RFC 9112 section 3.2.1).
  public var target: String { shared.target }

  /// The value of `Authorization` for the user and password (Basic, RFC 7617); nil without them. A connection does not send it by itself.
  public var authorization: String? {
    guard let user, let password else { return nil }
    // The initializers have checked that the scheme can carry them.
    return try? ProxyCredentials.basic(user: user, password: password)
  }

  /// The URL without its fragment: what a server is asked for.
  public var withoutFragment: HTTPURL { fragment == nil ? self : changed { $0.fragment = nil } }

  /// The URL without its user and password.
  public var withoutUserInformation: HTTPURL {
    if user == nil, password == nil { return self }
    return changed { ($0.user, $0.password) = (nil, nil) }
  }
}

extension HTTPURL {
  /// The parts of a URL.
  struct Components: Sendable {
    let origin: Origin
    let typedHost: String
    var user: String?
    var password: String?
    var path: String
    var query: String?
    var fragment: String?
  }

  private final class Shared: Sendable {
    let components: Components
    let target: String

    init(_ components: Components) {
      self.components = components
      target = components.query.map { components.path + "?" + $0 } ?? components.path
    }
  }

  /// The URL with other parts.
  func changed(_ change: (inout Components) -> Void) -> HTTPURL {
    var components = shared.components
    change(&components)
    return HTTPURL(components)
  }
}

extension HTTPURL: Hashable {
  /// URLs are equal if all their parts are. It does not matter how the host was typed.
  public static func == (a: HTTPURL, b: HTTPURL) -> Bool {
    (a.origin, a.path, a.query) == (b.origin, b.path, b.query) && (a.fragment, a.user, a.password) == (b.fragment, b.user, b.password)
  }

  /// Feeds the parts that `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(origin)
    hasher.combine([path, query, fragment, user, password])
  }
}

extension HTTPURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The URL without its user and password. If it has none, ``init(_:pathAsIs:)`` makes an equal value of it.
  public var description: String { "\(origin)\(target)\(fragment.map { "#" + $0 } ?? "")" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows what ``description`` shows, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
