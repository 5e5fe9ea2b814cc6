import HTTPWire
import HTTPWireTesting
import Testing

/// A tunnel through a real proxy to a real server.
struct TunnelLoopbackTests {
  @Test func `requests go through a proxy that relays, on one tunnel`() throws {
    let origin = try LoopbackServer.replying { request in .init(text: "\(request.target) \(request.headers["Host"] ?? "")") }
    defer { origin.stop() }
    let port = origin.port
    let proxy = try LoopbackServer { connection in
      guard let request = try connection.readRequest(), request.method == "CONNECT" else { return }
      let far = try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)))
      defer { far.close() }
      try connection.send("HTTP/1.1 200 Connection established\r\nVia: p\r\n\r\n")
      try connection.relay(to: far)
    }
    defer { proxy.stop() }
    let connection = try HTTPConnection(proxy.host, port: proxy.port, timeout: .seconds(10))
    let secret = try HTTPConnection.basicProxyAuthorization(user: "u", password: "p")
    try connection.setTunnel("far.example", port: 8080, headers: ["Proxy-Authorization": secret])
    for number in 0..<3 { #expect(try connection.get("/\(number)") == "/\(number) far.example:8080") }
    connection.close()
    #expect(try connection.get("/again") == "/again far.example:8080")
    #expect(proxy.connectionCount == 2)
    #expect(proxy.requests.map(\.target) == ["far.example:8080", "far.example:8080"])
    #expect(proxy.requests.allSatisfy { $0.headers["Proxy-Authorization"] == secret })
    #expect(origin.requests.map(\.target) == ["/0", "/1", "/2", "/again"])
    #expect(origin.requests.allSatisfy { !$0.headers.contains("Proxy-Authorization") })
    #expect(connection.proxyResponseHeaders?["Via"] == "p")
  }

  @Test func `a proxy that drips its refusal is given up after a while`() throws {
    let proxy = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 403 No\r\n\r\n")
      while true {
        try connection.send(".")
        if try !connection.sleep(.milliseconds(50)) { return }
      }
    }
    defer { proxy.stop() }
    let connection = try HTTPConnection(proxy.host, port: proxy.port)
    try connection.setTunnel("far.example")
    guard case .tunnelRefused(let refusal)? = thrown({ try connection.connect() }) else {
      Issue.record("not refused")
      return
    }
    // It ends at all, with what had come.
    #expect(!refusal.body.isEmpty)
    #expect(refusal.body.count < 1_000)
  }
}
