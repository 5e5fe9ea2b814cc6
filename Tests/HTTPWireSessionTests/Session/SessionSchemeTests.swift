#if TLS
import HTTPWireSession
import HTTPWireTesting
import Testing

/// Redirections from one scheme to the other, with a server for each.
struct SessionSchemeTests {
  private let world: World
  private let secure: TLSLoopbackServer

  init() throws {
    world = try World { request in
      request.target == "/up" ? .init(status: 307, headers: ["Location": "https://a/end"]) : .init(text: "plain")
    }
    secure = try TLSLoopbackServer.replying(names: ["a"]) { request in
      switch request.target {
      case "/down": .init(status: 307, headers: ["Location": "http://a/end"])
      case "/there": .init(status: 307, headers: ["Location": "http://a/up"])
      default: .init(text: "secure")
      }
    }
  }

  private func session(allowsInsecure: Bool = false) throws -> HTTPSession {
    let context = try secure.clientContext()
    let (plainPort, securePort) = (world.server.port, secure.port)
    return try world.session { configuration in
      configuration.context = context
      configuration.redirects?.allowsInsecure = allowsInsecure
      try configuration.credentials.set(.bearer("for-https"), for: "https://a")
      configuration.prepare = { [world, secure] connection in
        var dialer = TCPDialer()
        dialer.connectingTo = [
          .init(port: 443, toHost: secure.host, toPort: securePort), .init(port: 80, toHost: world.server.host, toPort: plainPort),
        ]
        connection.opener = dialer.dial
      }
    }
  }

  @Test func `another scheme is another server`() throws {
    let page = try session(allowsInsecure: true).get("https://a/there", headers: ["Cookie": "k=secret"])
    #expect(try page.text() == "secure")
    #expect(page.history.map(\.url.description) == ["https://a/there", "http://a/up"])
    #expect(secure.requests.map { $0.headers["Cookie"] } == ["k=secret", nil])
    // What the session has for https does not leave over http, and is there again with https.
    #expect(secure.requests.map { $0.headers["Authorization"] } == ["Bearer for-https", "Bearer for-https"])
    #expect(world.server.requests.map { $0.headers["Authorization"] } == [nil])
    #expect(world.server.requests.map { $0.headers["Cookie"] } == [nil])
  }

  @Test func `a redirection to http is refused unless asked for`() throws {
    guard case .redirect(let failure) = failure({ try session().get("https://a/down") }) else { return #expect(Bool(false)) }
    #expect(failure.kind == .insecure)
    #expect(world.server.requests.isEmpty)
    #expect(try session(allowsInsecure: true).get("https://a/down").text() == "plain")
  }

  @Test func `both schemes keep connections of their own`() throws {
    let session = try session()
    for _ in 0..<2 { for url in ["http://a/", "https://a/", "https://a:443/"] { _ = try session.get(url) } }
    #expect(session.keptConnections == 2)
  }
}
#endif
