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

  /// The scheme, the host and the port.
  public let origin: Origin
  /// The host as it was typed, without brackets.
  public let typedHost: String
  /// The decoded name of the user; nil if the URL has no user information.
  public internal(set) var user: String?
  /// The decoded password; nil if the URL has no user information, and empty if it has only a user.
  public internal(set) var password: String?
  /// The path, percent-encoded. It starts with a slash.
  public internal(set) var path: String
  /// The query without its question mark, percent-encoded; nil if there is no question mark.
  public internal(set) var query: String?
  /// The fragment without its "#", percent-encoded; nil if there is no "#". It is never sent.
  public internal(set) var fragment: String?

  /// The scheme.
  public var scheme: Scheme { origin.scheme }

  /// The host as it is looked up and sent: a name in ASCII and lower case, or an address without brackets.
  public var host: String { origin.host }

  /// The port, or else the scheme's.
  public var port: Int { origin.port }

  /// The target of a request: path and query (origin-form, RFC 9112 section 3.2.1).
  public var target: String { path + (query.map { "?" + $0 } ?? "") }

  /// The value of `Authorization` for the user and password (Basic, RFC 7617); nil without them. A connection does not send it by itself.
  public var authorization: String? {
    guard let user, let password else { return nil }
    // The initializers have checked that the scheme can carry them.
    return try? ProxyCredentials.basic(user: user, password: password)
  }

  /// The URL without its user and password.
  public var withoutUserInformation: HTTPURL {
    var url = self
    (url.user, url.password) = (nil, nil)
    return url
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
