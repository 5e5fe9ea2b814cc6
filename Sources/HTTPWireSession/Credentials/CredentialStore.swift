import HTTPWireCore

/// Which server gets which credentials.
///
/// ```swift
/// var store = CredentialStore()
/// store.netrc = try Netrc(file: "netrc")
/// try store.set(.bearer("abc"), scheme: "https", host: "api.example.org", port: 443)
/// let credentials = try store.credentials(scheme: "https", host: "api.example.org", port: 443)
/// ```
///
/// Credentials belong to an origin: scheme, host and port together (RFC 9110 section 4.3.1). So what is for https does not leave over http,
/// and another port is another server. The entries of ``netrc`` name hosts only; they go to every port of a host, over https and http, as
/// the file's users expect.
public struct CredentialStore: Sendable, Hashable {
  private struct Origin: Hashable {
    let scheme: String
    let host: String
    let port: Int

    init(_ scheme: String, _ host: String, _ port: Int) {
      self.scheme = scheme.lowercased()
      self.host = CookieHost.canonical(host)
      self.port = port
    }
  }

  private var byOrigin: [Origin: ServerCredentials] = [:]
  /// Basic credentials for hosts whose origin has none here.
  public var netrc: Netrc?

  /// Makes an empty store.
  public init() {}

  /// Sets the credentials for an origin; nil removes them.
  public mutating func set(_ credentials: ServerCredentials?, scheme: String, host: String, port: Int) {
    byOrigin[Origin(scheme, host, port)] = credentials
  }

  /// The credentials for an origin: its own, or those that ``netrc`` has for the host. Nil if there are none.
  ///
  /// Throws `invalidArgument` if the file's can't be sent, as ``ServerCredentials/basic(user:password:)`` does.
  public func credentials(scheme: String, host: String, port: Int) throws(HTTPException) -> ServerCredentials? {
    if let own = byOrigin[Origin(scheme, host, port)] { return own }
    guard let entry = netrc?.entry(for: host), entry.login != nil || entry.password != nil else { return nil }
    return try .basic(user: entry.login ?? "", password: entry.password ?? "")
  }
}

extension CredentialStore: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// For how many origins there are credentials.
  public var description: String { "CredentialStore(\(byOrigin.count) origins\(netrc == nil ? "" : " and a netrc file"))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows what ``description`` shows, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["store": description]) }
}
