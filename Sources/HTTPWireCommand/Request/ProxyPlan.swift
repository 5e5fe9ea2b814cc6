import HTTPWireCore
import HTTPWireSession

/// Which proxies the command line names, or else the environment.
struct ProxyPlan {
  /// Which proxy leads to which URL.
  let rules: ProxyRules
  /// What must not be shown: the values of `Proxy-Authorization`.
  private(set) var secrets: [String] = []

  /// Throws `proxyResolution`, and `unsupportedScheme` for an https proxy without TLS.
  init(_ settings: ProxySettings) throws(Complaint) {
    var servers: [String] = []
    if let server = settings.server, !server.isEmpty {
      _ = try Self.server(server)
      servers = [Self.withUser(server, settings.user)]
      var variables = ["all_proxy": servers[0]]
      variables["no_proxy"] = settings.exceptions ?? Self.environment("no_proxy")
      rules = ProxyRules(environment: variables)
    } else if settings.server != nil {
      rules = ProxyRules(environment: [:])
    } else {
      var variables: [String: String] = [:]
      for name in ["http_proxy", "https_proxy", "all_proxy"] {
        if let value = Self.environment(name), !value.isEmpty { variables[name] = Self.withUser(value, settings.user) }
      }
      // Without a proxy behind it, the one in front is the proxy.
      if variables.isEmpty, let before = settings.before { variables["all_proxy"] = Self.withScheme(before, "socks4") }
      servers = Array(variables.values)
      variables["no_proxy"] = settings.exceptions ?? Self.environment("no_proxy")
      rules = ProxyRules(environment: variables)
    }
    if let before = settings.before { _ = try Self.server(Self.withScheme(before, "socks4")) }
    secrets = servers.compactMap { (try? ProxyServer($0))?.authorization }
    secrets += HTTPMessage(settings.headers).getAll("Proxy-Authorization")
  }

  /// A proxy's URL with a scheme, if it has none.
  static func withScheme(_ text: String, _ scheme: String) -> String { text.hasText("://") ? text : "\(scheme)://\(text)" }

  /// Reads a proxy. Throws `proxyResolution`. No message shows its user information.
  private static func server(_ text: String) throws(Complaint) -> ProxyServer {
    let server: ProxyServer
    do {
      server = try ProxyServer(text)
    } catch {
      throw Complaint(.proxyResolution, Complaint(error).text)
    }
    if server.scheme == .https, !SecureTransport.isBuiltIn { throw Complaint(.unsupportedScheme, SecureTransport.absence) }
    return server
  }

  /// A variable in lower case, or else in upper case. `HTTP_PROXY` is not read: a CGI program gets it from whoever sends a request.
  private static func environment(_ name: String) -> String? {
    Syscalls.environmentVariable(name) ?? (name == "http_proxy" ? nil : Syscalls.environmentVariable(name.uppercased()))
  }

  /// The proxy's URL with the user and password of `-U`, unless it has its own.
  private static func withUser(_ server: String, _ user: String?) -> String {
    guard let user, !server.hasText("@") else { return server }
    let scheme = server.hasText("://") ? String(server.prefix { $0 != ":" }) + "://" : ""
    let host = server.dropFirst(scheme.count)
    let name = user.prefix { $0 != ":" }
    let password = user[name.endIndex...].dropFirst()
    return "\(scheme)\(PercentEncoding.component(name.utf8)):\(PercentEncoding.component(password.utf8))@\(host)"
  }
}
