import HTTPWireSession

/// How to use a proxy.
struct ProxyPlan: Equatable {
  var server: ProxyServer
  /// Whether the proxy is asked for a tunnel instead of the URL.
  var isTunnel: Bool
  /// The fields for the proxy, including `Proxy-Authorization`.
  var headers = HTTPMessage()
  /// How to speak TLS to the proxy.
  var tls = TLSPlan()

  /// Returns nil if there is no proxy. Throws `badUsage` for flags that need a proxy, and what the proxy's URL throws.
  init?(_ options: ProxyOptions, for url: HTTPURL) throws(Complaint) {
    guard let proxy = options.proxy, !proxy.isEmpty else {
      if options.tunnel || !options.headers.isEmpty || options.authorities != nil || options.isInsecure {
        throw Complaint(.badUsage, "--proxytunnel, --proxy-header, --proxy-cacert and --proxy-insecure need --proxy")
      }
      return nil
    }
    server = try ProxyServer(argument: proxy)
    isTunnel = options.tunnel || url.scheme == .https
    tls.isInsecure = options.isInsecure
    tls.authorityFile = options.authorities
    for text in options.headers {
      guard case .send(let name, let value) = try HeaderOption(text, flag: "--proxy-header") else {
        throw Complaint(.badUsage, "--proxy-header can't leave a field out")
      }
      headers.add(name: Array(name.utf8), value: Array(value.utf8))
    }
    if let authorization = server.authorization, !headers.contains("Proxy-Authorization") {
      headers.add("Proxy-Authorization", authorization)
    }
  }

  /// The texts that must not be shown.
  var secrets: [String] { headers.getAll("Proxy-Authorization") }
}
