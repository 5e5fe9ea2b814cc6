#if TLS
import HTTPWire
import HTTPWireTesting

/// The ways to a server on which an exchange must be under control.
enum Route: String, CaseIterable {
  case plain, unix, tls, tunnel, tlsInTLS

  /// Serves with a handler, and calls `body` with a connection to it.
  func run(timeout: Duration? = .seconds(20), _ handler: @escaping LoopbackServer.Handler, _ body: (HTTPConnection) throws -> Void) throws {
    switch self {
    case .plain:
      let server = try LoopbackServer(handler: handler)
      defer { server.stop() }
      try body(HTTPConnection(server.host, port: server.port, timeout: timeout))
    case .unix:
      let directory = try TemporaryDirectory()
      let path = directory.path + "/s"
      let server = try LoopbackServer(.unix(path: path), handler: handler)
      defer { server.stop() }
      let connection = try HTTPConnection("localhost", timeout: timeout)
      connection.opener = UnixDialer(path: path).dial
      try body(connection)
    case .tls:
      let server = try Fixture.server(handler: handler)
      defer { server.stop() }
      try body(HTTPSConnection("localhost", port: server.port, timeout: timeout, context: Fixture.context()))
    case .tunnel:
      try throughProxy(timeout, handler) {
        try LoopbackServer(handler: $0)
      } body: {
        try body($0)
      }
    case .tlsInTLS:
      try throughProxy(timeout, handler) {
        try Fixture.server(handler: $0).server
      } body: {
        $0.proxyContext = try Fixture.context()
        try body($0)
      }
    }
  }

  /// Serves TLS behind a proxy.
  private func throughProxy(
    _ timeout: Duration?, _ handler: @escaping LoopbackServer.Handler,
    _ serve: (@escaping LoopbackServer.Handler) throws -> LoopbackServer, body: (HTTPConnection) throws -> Void
  ) throws {
    let origin = try Fixture.server(handler: handler)
    defer { origin.stop() }
    let port = origin.port
    let proxy = try serve { try $0.openTunnel(to: port) }
    defer { proxy.stop() }
    let connection = try HTTPSConnection("localhost", port: proxy.port, timeout: timeout, context: Fixture.context())
    try connection.setTunnel("localhost", port: port)
    try body(connection)
  }
}

extension LoopbackConnection {
  /// Reads a request and sends its body back while it comes.
  func echo() throws {
    guard try readHead() != nil else { return }
    try sendChunkedHead()
    try readBody { try? sendChunk(Array($0)) }
    try endChunks()
  }
}
#endif
