import HTTPWireSession

/// Makes the connection that the command line describes, and prints its code (`--steps`).
struct ConnectionSetup {
  let plan: Fetch.Plan
  let steps: Steps

  /// The arguments of a connection's initializer, and their Swift code.
  struct Arguments {
    let host: String
    let port: Int
    let sourceAddress: SourceAddress?
    let leniency: ParsingLeniency
    let code: String
  }

  /// Makes the connection without opening it. Throws what making connections, contexts and tunnels throws.
  func make() throws(HTTPException) -> HTTPConnection {
    let connection = try makeUnrouted()
    if plan.request.httpVersion == .http10 {
      steps.line("connection.httpVersion = .http10")
      connection.httpVersion = .http10
    }
    if let path = plan.connection.unixSocket {
      steps.line("connection.opener = UnixDialer(path: \(SwiftCode.literal(path))).dial")
      connection.opener = UnixDialer(path: path).dial
    }
    if let limit = plan.connection.connectTimeout?.duration {
      steps.line("connection.openingTimeout = .seconds(\(limit / .seconds(1)))")
      connection.openingTimeout = limit
    }
    if let limit = plan.connection.maxTime?.duration {
      steps.line("connection.deadline = .now + .seconds(\(limit / .seconds(1)))")
      connection.deadline = .now + limit
    }
    if let proxy = plan.proxy { try route(connection, through: proxy) }
    return connection
  }

  private func makeUnrouted() throws(HTTPException) -> HTTPConnection {
    let arguments = arguments()
    if plan.request.url.scheme == .https { return try SecureTransport.connection(arguments, plan.tls, steps) }
    steps.line("let connection = try HTTPConnection(\(arguments.code))")
    return try HTTPConnection(
      arguments.host, port: arguments.port, sourceAddress: arguments.sourceAddress, leniency: arguments.leniency)
  }

  private func route(_ connection: HTTPConnection, through proxy: ProxyPlan) throws(HTTPException) {
    if proxy.server.scheme == .https { try SecureTransport.secureProxy(of: connection, proxy.tls, steps) }
    if !proxy.isTunnel { return }
    let target = plan.request.url
    let headers = proxy.headers.isEmpty ? "" : ", headers: \(steps.literal(proxy.headers))"
    steps.line("try connection.setTunnel(\(SwiftCode.literal(target.host)), port: \(target.port)\(headers))")
    try connection.setTunnel(target.host, port: target.port, headers: proxy.headers)
  }

  private func arguments() -> Arguments {
    let options = plan.connection
    let host = plan.proxy?.server.host ?? plan.request.url.host
    let port = plan.proxy?.server.port ?? plan.request.url.port
    var code = [SwiftCode.literal(host), "port: \(port)"]
    let isInterface = options.interface.map { Syscalls.hasInterface($0) } ?? false
    if let source = options.interface {
      code.append("sourceAddress: SourceAddress(\(isInterface ? "interface: " : "")\(SwiftCode.literal(source)))")
    }
    if options.leniency != .default { code.append("leniency: .\(options.leniency.rawValue)") }
    return Arguments(
      host: host, port: port, sourceAddress: options.interface.map { isInterface ? SourceAddress(interface: $0) : SourceAddress($0) },
      leniency: options.leniency.leniency,
      code: code.joined(separator: ", "))
  }
}
