import HTTPWireSession
import HTTPWireTesting

/// A server that plays every host there is, and sessions whose connections all lead to it.
struct World {
  let server: LoopbackServer

  init(_ respond: @escaping @Sendable (ReceivedRequest) throws -> LoopbackServer.Response) throws {
    server = try LoopbackServer.replying(to: respond)
  }

  init(handler: @escaping LoopbackServer.Handler) throws { server = try LoopbackServer(handler: handler) }

  func session() -> HTTPSession { session { _ in } }

  func session(_ change: (inout HTTPSession.Configuration) throws -> Void) rethrows -> HTTPSession {
    var configuration = HTTPSession.Configuration()
    configuration.proxies = ProxyRules(environment: [:])
    configuration.timeout = .seconds(20)
    // The session keeps the server, which would end with the last that has it.
    configuration.prepare = { [server] connection in
      var dialer = TCPDialer()
      dialer.connectingTo = [.init(toHost: server.host, toPort: server.port)]
      connection.opener = dialer.dial
    }
    try change(&configuration)
    return HTTPSession(configuration)
  }

  /// What was asked of which host, in order.
  var asked: [String] { server.requests.map { "\($0.method) \($0.headers["Host"] ?? "")\($0.target)" } }
}

/// The error that a closure throws.
func failure<Result>(_ body: () throws -> Result) -> HTTPException? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? HTTPException
  }
}
