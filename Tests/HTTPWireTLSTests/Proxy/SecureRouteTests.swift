#if TLS
import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// Routes of connections with TLS, and to proxies with TLS.
struct SecureRouteTests {
  @Test func `what TLS protects is not forwarded`() throws {
    let connection = try HTTPSConnection("origin.test")
    connection.opener = { _ throws(HTTPException) in throw .invalidArgument("opened") }
    connection.route = .forward(try ProxyServer("http://p"))
    let error = failure { try connection.request("GET", "/") }
    #expect(error?.description.contains("use the route .tunnel") == true)
  }

  @Test func `a proxy's certificate is checked for the proxy, and the proxy is named`() throws {
    let origin = try Fixture.replying()
    defer { origin.stop() }
    let proxy = try RouteProxy(.https, to: origin.port, asks: false)
    defer { proxy.stop() }
    for isTunnel in [true, false] {
      let connection = isTunnel ? try HTTPSConnection("localhost", context: Fixture.context()) : try HTTPConnection("localhost")
      let server = try ProxyServer("https://127.0.0.1:\(proxy.port)")
      connection.route = isTunnel ? .tunnel(server) : .forward(server)
      // The system's authorities, which are the default, did not sign it.
      let error = failure { try connection.request("GET", "/") }
      #expect(error?.certificate != nil)
      #expect(error?.tls?.proxy == "127.0.0.1:\(proxy.port)")
      #expect(connection.requestFailure?.proxy == "127.0.0.1:\(proxy.port)")
      #expect(proxy.heard.isEmpty)
    }
  }

  @Test func `SOCKS may stand in front of an https proxy`() throws {
    let origin = try Fixture.replying()
    defer { origin.stop() }
    let proxy = try RouteProxy(.https, to: origin.port, asks: false)
    defer { proxy.stop() }
    let socks = try LoopbackServer { client in
      // A greeting with one method, and an address of IPv4.
      _ = try client.read(exactly: 3)
      try client.send([5, 0])
      _ = try client.read(exactly: 10)
      let far = try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: proxy.port, timeout: .seconds(10)))
      defer { far.close() }
      try client.send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
      try client.relay(to: far)
    }
    defer { socks.stop() }
    for context in [try Fixture.context(), nil] {
      let connection = try HTTPSConnection("localhost", timeout: .seconds(20), context: Fixture.context())
      connection.opener = SOCKSDialer(socks.host, port: socks.port).dial
      connection.proxyContext = context
      connection.route = .tunnel(try ProxyServer("https://127.0.0.1:\(proxy.port)"))
      if context == nil {
        // The certificate that is not trusted is the HTTP proxy's.
        let error = failure { try connection.connect() }
        #expect(error?.certificate != nil)
        #expect(connection.requestFailure?.proxy == "127.0.0.1:\(proxy.port)")
      } else {
        #expect(try !connection.fetch().isEmpty)
      }
    }
  }

  @Test func `a context for proxies is not used for a direct route`() throws {
    let origin = try LoopbackServer.replying { _ in .init(text: "plain") }
    defer { origin.stop() }
    let connection = try HTTPConnection(origin.host, port: origin.port, timeout: .seconds(20))
    connection.proxyContext = try Fixture.context()
    connection.route = .direct
    #expect(try connection.fetch() == "plain")
  }

  @Test func `a SOCKS proxy that refuses or ends is named`() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.read()
      try connection.send([5, 0xFF])
    }
    defer { server.stop() }
    let connection = try HTTPConnection("origin.test", timeout: .seconds(20))
    connection.route = .socks(try ProxyServer("socks5h://u:w@\(server.host):\(server.port)"))
    let error = failure { try connection.request("GET", "/") }
    #expect(error?.description.contains("u:w") == false)
    #expect(connection.requestFailure?.proxy == "\(server.host):\(server.port)")
  }

  @Test func `the process's environment has its rules`() {
    #expect(ProxyRules.environment == ProxyRules(environment: ProcessInfo.processInfo.environment))
  }
}
#endif
