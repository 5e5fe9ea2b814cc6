import HTTPWireSession

/// Sets what the command line says about connections on each of them, before it is opened.
struct ConnectionPreparation: Sendable {
  private let connection: ConnectionSettings
  private let proxy: ProxySettings
  private let isHTTP10: Bool
  private let automatic: AutomaticFields
  /// Where http.client's debug output goes; nil for none.
  private let debugConsole: Console?
  /// The `User-Agent` for a proxy that is asked for a tunnel; nil for none.
  private let agent: [UInt8]?

  init(_ settings: Settings, _ console: Console) {
    connection = settings.connection
    proxy = settings.proxy
    isHTTP10 = settings.request.isHTTP10
    debugConsole = settings.output.showsPythonDebug ? console : nil
    agent = Self.agent(settings.request)
    // As curl does, no content coding is spoken of unless one is asked for.
    var automatic = AutomaticFields.all.subtracting(.acceptEncoding)
    for case .leaveOut(let name) in settings.request.headers {
      switch name.lowercased() {
      case "host": automatic.remove(.host)
      case "content-length": automatic.remove(.contentLength)
      default: break
      }
    }
    self.automatic = automatic
  }

  private static func agent(_ request: RequestSettings) -> [UInt8]? {
    let agent = request.userAgent ?? Array(Version.userAgent.utf8)
    return agent.isEmpty ? nil : agent
  }

  func prepare(_ made: HTTPConnection) {
    made.automaticFields = automatic
    if isHTTP10 { made.httpVersion = .http10 }
    made.maxResponseHeaders = connection.maxResponseHeaders
    if let place = connection.interface {
      made.sourceAddress = Syscalls.hasInterface(place) ? SourceAddress(interface: place) : SourceAddress(place)
    }
    setRoute(made)
    setOpener(made)
    if let debugConsole {
      made.debugSink = { debugConsole.line($0) }
      made.setDebugLevel(1)
    }
  }

  private func setRoute(_ made: HTTPConnection) {
    if connection.unixSocket != nil { return made.route = .direct }
    switch made.route {
    case .direct, .socks: break
    case .forward(var server) where !proxy.isTunnel:
      server.headers = HTTPMessage(proxy.headers)
      made.route = .forward(server)
    case .forward(var server), .tunnel(var server):
      server.headers = HTTPMessage(proxy.headers)
      if let agent, !server.headers.contains("User-Agent") { server.headers.add(name: Array("User-Agent".utf8), value: agent) }
      made.route = .tunnel(server)
    }
  }

  private func setOpener(_ made: HTTPConnection) {
    if let path = connection.unixSocket {
      made.opener = UnixDialer(path: path).dial
      return
    }
    var dialer = TCPDialer()
    dialer.family = connection.family
    dialer.keepAlive = connection.keepAlive.map { KeepAlive(idle: $0, interval: $0) }
    dialer.resolving = connection.resolving
    dialer.connectingTo = connection.detours
    if let server = made.route.proxy, let before = proxy.before, let first = try? ProxyServer(ProxyPlan.withScheme(before, "socks4")),
      first != server
    {
      made.opener =
        SOCKSDialer(
          first.host, port: first.port, version: SOCKSVersion(rawValue: first.scheme.rawValue) ?? .socks4, user: first.user,
          password: first.password, over: dialer
        ).dial
    } else {
      made.opener = dialer.dial
    }
  }
}
