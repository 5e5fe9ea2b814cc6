/// Which proxy leads to which URL, by the environment variables that curl reads. A value does no I/O and never changes.
///
/// ```swift
/// let rules = ProxyRules(environment: ["https_proxy": "http://proxy.example:3128", "no_proxy": "localhost,.internal"])
/// print(try rules.route(to: "https://example.org/"))       // tunnel(http://proxy.example:3128)
/// print(try rules.route(to: "https://wiki.internal/"))     // direct
/// ```
///
/// | variable | what it does |
/// |---|---|
/// | `http_proxy`, `HTTP_PROXY` | the proxy for `http` URLs |
/// | `https_proxy`, `HTTPS_PROXY` | the proxy for `https` URLs |
/// | `all_proxy`, `ALL_PROXY` | the proxy for URLs that no other variable has one for |
/// | `no_proxy`, `NO_PROXY` | the hosts that are reached without a proxy |
///
/// The name in lower case comes first. An empty value counts as none. A proxy is written as ``ProxyServer/init(_:)`` reads it.
///
/// curl never reads `HTTP_PROXY`, because a CGI program gets that variable from whoever sends a request with a `Proxy` field
/// (CVE-2016-5385). Here it is read as in Python, and ignored under CGI, which is if `REQUEST_METHOD` is set.
///
/// The hosts are separated by commas or whitespace. `*` alone stands for every host. A name stands for itself and all names that end in it
/// behind a dot. A dot in front of it changes nothing. An address stands for itself, whichever way the URL writes it, and a range such as
/// `10.0.0.0/8` or `fd00::/8` for the addresses in it. IPv6 addresses may have brackets. A port behind a name, an IPv4 address or brackets
/// limits the entry to that port, and a zone (`fe80::1%eth0`) to that zone.
public struct ProxyRules: Sendable, Hashable {
  /// A variable and its value.
  private struct Setting: Hashable {
    let variable: String
    let value: String
  }

  /// The variables that decide.
  package static let variables = [
    "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", cgiMark,
  ]

  /// The variable that every CGI program has (RFC 3875 section 4.1.12).
  private static let cgiMark = "REQUEST_METHOD"

  private let http: Setting?
  private let https: Setting?
  private let exceptions: ProxyExceptions

  /// Takes the rules from environment variables. Values that are not valid are reported by ``route(to:)``.
  public init(environment: [String: String]) {
    func first(_ names: String...) -> Setting? {
      for name in names {
        if let value = environment[name], !value.isEmpty { return Setting(variable: name, value: value) }
      }
      return nil
    }
    let all = first("all_proxy", "ALL_PROXY")
    let own = environment[Self.cgiMark] == nil ? first("http_proxy", "HTTP_PROXY") : first("http_proxy")
    http = own ?? all
    https = first("https_proxy", "HTTPS_PROXY") ?? all
    exceptions = ProxyExceptions(first("no_proxy", "NO_PROXY")?.value ?? "")
  }

  /// The route to a URL with the scheme `http` or `https`. Only its scheme, host and port matter.
  ///
  /// Throws `invalidURL` for another URL, and for a proxy that can't be used. The error then names the variable, and shows no credentials.
  ///
  /// ```swift
  /// let connection = try HTTPSConnection("example.org")
  /// connection.route = try ProxyRules.environment.route(to: "https://example.org/")
  /// ```
  public func route(to url: String) throws(HTTPException) -> ProxyRoute {
    let authority = try URLAuthority(url, "the URL")
    let isSecure = authority.scheme == "https"
    guard isSecure || authority.scheme == "http" else { throw .invalidURL("the URL must have the scheme http or https") }
    let target = try authority.hostPort(defaultPort: isSecure ? 443 : 80, "the URL")
    guard let setting = isSecure ? https : http, !exceptions.contain(target) else { return .direct }
    let proxy: ProxyServer
    do {
      proxy = try ProxyServer(setting.value)
    } catch {
      throw .invalidURL("the environment variable \(setting.variable): \(error)")
    }
    if proxy.scheme.isSOCKS { return .socks(proxy) }
    return isSecure ? .tunnel(proxy) : .forward(proxy)
  }
}

extension ProxyRules: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of the variables that name proxies. Their values may have passwords.
  public var description: String { "ProxyRules(http: \(http?.variable ?? "none"), https: \(https?.variable ?? "none"))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows what ``description`` shows, to `dump` and debuggers.
  public var customMirror: Mirror { Mirror(self, children: ["variables": [http?.variable, https?.variable].compactMap(\.self)]) }
}
