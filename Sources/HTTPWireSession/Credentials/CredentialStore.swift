import HTTPWireCore

/// Which server gets which credentials.
///
/// ```swift
/// var store = CredentialStore()
/// store.netrc = try Netrc(file: "netrc")
/// try store.set(.bearer("abc"), for: "https://api.example.org")
/// let credentials = try store.credentials(for: HTTPURL("https://api.example.org/items").origin)
/// ```
///
/// Credentials belong to an origin: scheme, host and port together (RFC 9110 section 4.3.1). So what is for https does not leave over http,
/// and another port is another server. The entries of ``netrc`` name hosts only; they go to every port of a host, over https and http, as
/// the file's users expect.
public struct CredentialStore: Sendable, Hashable {
  private var byOrigin: [HTTPURL.Origin: ServerCredentials] = [:]
  /// Basic credentials for hosts whose origin has none here.
  public var netrc: Netrc?

  /// Makes an empty store.
  public init() {}

  /// Whether no server gets credentials from here.
  public var isEmpty: Bool { byOrigin.isEmpty && netrc == nil }

  /// Sets the credentials for the origin of a URL; nil removes them.
  ///
  /// Throws `invalidURL` and `unsupportedScheme` for a URL that is not valid.
  public mutating func set(_ credentials: ServerCredentials?, for url: some HTTPURLConvertible) throws(HTTPException) {
    byOrigin[try url.httpURL().origin] = credentials
  }

  /// The credentials for an origin: its own, or those that ``netrc`` has for the host, or else nil.
  ///
  /// Throws `invalidArgument` if the file's can't be sent, as ``ServerCredentials/basic(user:password:)`` does.
  public func credentials(for origin: HTTPURL.Origin) throws(HTTPException) -> ServerCredentials? {
    try credentials(for: origin, isNamed: true)
  }

  /// Without `isNamed`, the file's entry for all hosts does not count.
  func credentials(for origin: HTTPURL.Origin, isNamed: Bool) throws(HTTPException) -> ServerCredentials? {
    if let own = byOrigin[origin] { return own }
    guard let entry = netrc?.entry(for: origin.host), isNamed || entry.host != nil else { return nil }
    if entry.login == nil, entry.password == nil { return nil }
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
