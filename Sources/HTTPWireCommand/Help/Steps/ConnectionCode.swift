import HTTPWireSession

/// The code that sets what each connection of a command line needs before it is opened.
struct ConnectionCode {
  let settings: Settings

  func add(to program: inout SwiftProgram) {
    var statements = SwiftProgram()
    addLimits(to: &statements)
    addRoute(to: &statements, outer: &program)
    addOpener(to: &statements, outer: &program)
    if statements.lines.isEmpty { return }
    program.block("configuration.prepare =", naming: "connection") { program in
      for line in statements.lines { program.add(line) }
    }
  }

  private func addLimits(to program: inout SwiftProgram) {
    if settings.request.isHTTP10 { program.add("connection.httpVersion = .http10") }
    let most = settings.connection.maxResponseHeaders
    if most != ConnectionSettings().maxResponseHeaders { program.add("connection.maxResponseHeaders = \(most)") }
    if settings.output.showsPythonDebug { program.add("connection.setDebugLevel(1)") }
    guard let place = settings.connection.interface else { return }
    let label = Syscalls.hasInterface(place) ? "interface: " : ""
    program.add("connection.sourceAddress = SourceAddress(\(label)\(SwiftCode.literal(place)))")
  }

  private func addRoute(to program: inout SwiftProgram, outer: inout SwiftProgram) {
    if settings.connection.unixSocket != nil { return program.add("connection.route = .direct") }
    let isTunnel = settings.proxy.isTunnel
    let fields = HTTPMessage(settings.proxy.headers)
    if fields.isEmpty {
      if isTunnel { program.add("if case .forward(let proxy) = connection.route { connection.route = .tunnel(proxy) }") }
      return
    }
    let headers = outer.literal(fields)
    program.block("switch connection.route") { program in
      program.add("case .direct, .socks: break")
      for (routes, route) in isTunnel ? [(["forward", "tunnel"], "tunnel")] : [(["forward"], "forward"), (["tunnel"], "tunnel")] {
        program.add("case \(routes.map { ".\($0)(var proxy)" }.joined(separator: ", ")):")
        program.add("  proxy.headers = \(headers)")
        program.add("  connection.route = .\(route)(proxy)")
      }
    }
  }

  private func addOpener(to program: inout SwiftProgram, outer: inout SwiftProgram) {
    if let path = settings.connection.unixSocket {
      return program.add("connection.opener = UnixDialer(path: \(SwiftCode.literal(path))).dial")
    }
    let connection = settings.connection
    var lines: [String] = []
    if connection.family != .any { lines.append("dialer.family = .\(connection.family)") }
    if connection.keepAlive != ConnectionSettings().keepAlive {
      let idle = connection.keepAlive.map(SwiftCode.literal)
      lines.append("dialer.keepAlive = " + (idle.map { "KeepAlive(idle: \($0), interval: \($0))" } ?? "nil"))
    }
    for rule in connection.resolving { lines.append("dialer.resolving.append(\(Self.code(rule)))") }
    for rule in connection.detours { lines.append("dialer.connectingTo.append(\(Self.code(rule)))") }
    let first = settings.proxy.before.flatMap { try? ProxyServer(ProxyPlan.withScheme($0, "socks4")) }
    if lines.isEmpty, first == nil { return }
    program.add("var dialer = TCPDialer()")
    for line in lines { program.add(line) }
    program.add("connection.opener = dialer.dial")
    guard let first else { return }
    var arguments = [SwiftCode.literal(first.host), "port: \(first.port)", "version: .\(first.scheme.rawValue)"]
    if let user = first.user { arguments.append("user: \(SwiftCode.literal(user))") }
    if first.password != nil { arguments.append("password: " + outer.secret("preproxyPassword", in: "PREPROXY_PASSWORD")) }
    program.block("if connection.route != .direct") {
      $0.call("let proxy = SOCKSDialer", arguments + ["over: dialer"])
      $0.add("connection.opener = proxy.dial")
    }
  }

  private static func code(_ rule: TCPDialer.FixedAddresses) -> String {
    let addresses = rule.addresses.map(SwiftCode.literal).joined(separator: ", ")
    return "TCPDialer.FixedAddresses(host: \(SwiftCode.literal(rule.host)), port: \(rule.port), addresses: [\(addresses)])"
  }

  private static func code(_ rule: TCPDialer.Detour) -> String {
    let parts = [
      rule.host.map { "host: " + SwiftCode.literal($0) }, rule.port.map { "port: \($0)" },
      rule.toHost.map { "toHost: " + SwiftCode.literal($0) }, rule.toPort.map { "toPort: \($0)" },
    ]
    return "TCPDialer.Detour(\(parts.compactMap { $0 }.joined(separator: ", ")))"
  }
}
