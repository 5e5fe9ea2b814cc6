import HTTPWire
import HTTPWireTesting
import Testing

/// Failures on the way to a proxy and at it: they say that it was the proxy.
struct ProxyFailureTests {
  static let system = SystemFailure(operation: "connect", code: 111, message: "Connection refused", address: "10.0.0.1:3128")
  static let resolution = ResolutionFailure(host: "proxy.example", code: -2, message: "Name or service not known")
  static let tls = TLSFailure(.protocolViolation, identifier: "SSL: WRONG_VERSION_NUMBER", message: "wrong version number")

  static let failures: [(error: HTTPException, text: String)] = [
    (.system(system), "[Errno 111] Connection refused (connect 10.0.0.1:3128), at the proxy proxy.example:3128"),
    (.nameResolution(resolution), "[Errno -2] Name or service not known: 'proxy.example', at the proxy proxy.example:3128"),
    (.tls(tls), "[SSL: WRONG_VERSION_NUMBER] wrong version number, at the proxy proxy.example:3128"),
    (.timedOut(.connecting), "timed out while connecting"),
  ]

  @Test(arguments: failures) func `an opening that fails names the proxy if there is a tunnel`(
    error: HTTPException, text: String
  ) throws {
    let connection = try HTTPConnection("proxy.example", port: 3128)
    connection.opener = { _ throws(HTTPException) in throw error }
    #expect(thrown { try connection.connect() } == error)
    try connection.setTunnel("far.example", port: 443)
    let found = thrown { try connection.connect() }
    #expect(found?.description == text)
    #expect(found?.isTimeout == error.isTimeout)
    #expect(found?.fault == error.fault)
  }

  @Test func `a refusal names the proxy`() throws {
    let (connection, _) = try proxied(ScriptedStream("HTTP/1.1 403 No\r\n\r\n", atEnd: .end))
    let found = thrown { try connection.connect() }
    #expect(found?.description == "Tunnel connection failed: 403 No, at the proxy proxy.example:3128")
  }

  @Test func `a proxy that does not answer is a timeout of the tunnel`() throws {
    let server = try LoopbackServer { while try !$0.read().isEmpty {} }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .milliseconds(50))
    try connection.setTunnel("far.example", port: 443)
    #expect(thrown { try connection.connect() } == .timedOut(.tunneling))
  }

  @Test func `a failure behind the tunnel is not the proxy's`() throws {
    let (connection, _) = try proxied(ScriptedStream(exchanges: [[assent]], atEnd: .fail))
    try connection.request("GET", "/")
    guard case .system(let failure)? = thrown({ _ = try connection.getResponse() }) else {
      Issue.record("no system failure")
      return
    }
    #expect(failure.proxy == nil)
  }
}
