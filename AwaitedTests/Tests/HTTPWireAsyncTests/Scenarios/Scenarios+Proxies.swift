import HTTPWire
import HTTPWireTesting

extension Scenario {
  /// Routes through proxies. The connections are those at the proxy.
  static let proxies: [Scenario] = [
    Scenario(
      "a proxy that forwards", Place.proxied({ .forward(try ProxyServer("http://u:w@127.0.0.1:\($0)")) }) { try $0.forward(to: $1) },
      [.get("/a"), .readAll, .request("PUT", "/b", .text("spam")), .readAll],
      ["200", "GET /a none: ", "200", "PUT /b length 4: spam", "1 connection"]),
    Scenario(
      "a proxy that forwards, and asks for credentials first",
      Place.proxied({ .forward(try Place.asked("http://u:w@127.0.0.1:\($0)")) }) { try $0.forward(to: $1) },
      [.get("/a"), .readAll, .request("PUT", "/b", .text("spam")), .readAll],
      ["200", "GET /a none: ", "200", "PUT /b length 4: spam", "2 connections"]),
    Scenario(
      "a proxy that forwards, and does not know the credentials",
      Place.proxied({ .forward(try ProxyServer("http://u:no@127.0.0.1:\($0)")) }) { try $0.forward(to: $1) },
      [.get("/a"), .readAll], ["407", "who?", "1 connection"]),
    Scenario(
      "a tunnel", Place.proxied({ .tunnel(try ProxyServer("http://u:w@127.0.0.1:\($0)")) }) { try $0.tunnel(to: $1) },
      [.get("/a"), .readAll, .request("PUT", "/b", .blocks(of: 10_000, count: 5)), .readAll, .close, .get("/c"), .readAll],
      ["200", "GET /a none: ", "200", "PUT /b chunked: 50000 × a", "200", "GET /c none: ", "2 connections"]),
    Scenario(
      "a tunnel through a proxy that asks for credentials first",
      Place.proxied({ .tunnel(try Place.asked("http://u:w@127.0.0.1:\($0)")) }) { try $0.tunnel(to: $1) },
      [.get("/a"), .readAll], ["200", "GET /a none: ", "2 connections"]),
    Scenario(
      "a tunnel that is refused", Place.proxied({ .tunnel(try ProxyServer("http://127.0.0.1:\($0)")) }) { try $0.tunnel(to: $1) },
      [.get("/a"), .get("/a")],
      ["Tunnel connection failed: 407…", "Tunnel connection failed: 407…", "2 connections"]),
    Scenario(
      "SOCKS", Place.proxied({ .socks(try ProxyServer("socks5h://127.0.0.1:\($0)")) }) { try $0.socks(to: $1) },
      [.get("/a"), .readAll, .request("PUT", "/b", .text("spam")), .readAll],
      ["200", "GET /a none: ", "200", "PUT /b length 4: spam", "1 connection"]),
    Scenario(
      "SOCKS that refuses",
      Place.proxied({ .socks(try ProxyServer("socks5h://127.0.0.1:\($0)")) }) { client, _ in
        _ = try client.read(atMost: 3)
        try client.send([5, 0xFF])
      },
      [.get("/a")], ["…", "1 connection"]),
    Scenario(
      "a proxy that says nothing",
      Place.proxied({ .tunnel(try ProxyServer("http://127.0.0.1:\($0)")) }, { $0.timeout = .milliseconds(300) }) {
        client, _ in
        try client.sleepUntilStopped()
      },
      [.get(), .request("GET", "/", within: .milliseconds(200))],
      ["timed out while opening the tunnel", "the deadline passed while opening the tunnel, after…", "2 connections"]),
  ]
}

extension Place {
  /// A proxy with credentials that it is sent when it asks.
  static func asked(_ url: String) throws -> ProxyServer {
    var proxy = try ProxyServer(url)
    proxy.sendsCredentialsWhenAsked = true
    return proxy
  }

  /// A server that describes its requests, behind a proxy whose handler gets the server's port.
  static func proxied(
    _ route: @escaping @Sendable (Int) throws -> ProxyRoute, _ set: @escaping Settings = { _ in },
    _ proxy: @escaping @Sendable (LoopbackConnection, Int) throws -> Void
  ) -> Maker {
    {
      let origin = try LoopbackServer { try $0.describe() }
      let port = origin.port
      let server = try LoopbackServer { try proxy($0, port) }
      let taken = try route(server.port)
      return Place(server: server, others: [origin], gates: Gates()) {
        let connection = try HTTPConnection("origin.test", timeout: .seconds(20))
        connection.route = taken
        try set(connection)
        return connection
      }
    }
  }

  #if TLS
  /// A server without TLS for a client with it.
  static func secureClient(_ set: @escaping Settings = { _ in }, _ handler: @escaping Handler) -> Maker {
    {
      let gates = Gates()
      let server = try LoopbackServer { try handler($0, gates) }
      let port = server.port
      return Place(server: server, gates: gates) {
        let connection = try HTTPSConnection("127.0.0.1", port: port, timeout: .seconds(20), context: .unverified())
        try set(connection)
        return connection
      }
    }
  }
  #endif
}

extension LoopbackConnection {
  /// Reads requests with the right credentials; answers the others, and closes after them.
  private func readAllowed() throws -> ReceivedRequest? {
    guard let request = try readRequest() else { return nil }
    if request.headers["Proxy-Authorization"] == "Basic dTp3" { return request }
    try send(.init(status: 407, headers: ["Proxy-Authenticate": "Basic realm=x", "Connection": "close"], text: "who?"), to: request)
    return nil
  }

  private static func far(_ port: Int) throws -> SocketStream {
    try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)))
  }

  /// Forwards requests with credentials, without these.
  fileprivate func forward(to port: Int) throws {
    let far = try Self.far(port)
    defer { far.close() }
    guard var request = try readAllowed() else { return }
    while true {
      let target = request.target.replacing("http://origin.test", with: "")
      var text = "\(request.method) \(target) HTTP/1.1\r\n"
      for field in request.headers where !field.name.lowercased().hasPrefix("proxy-") { text += "\(field.name): \(field.value)\r\n" }
      try far.write((Array((text + "\r\n").utf8) + request.body).span, timeout: .seconds(10))
      try send(try [UInt8](capacity: 65_536) { (free) throws(HTTPException) in try far.read(into: &free, timeout: .seconds(10)) })
      guard let next = try readAllowed() else { return }
      request = next
    }
  }

  /// Opens a tunnel for who has credentials.
  fileprivate func tunnel(to port: Int) throws {
    guard try readAllowed() != nil else { return }
    let far = try Self.far(port)
    defer { far.close() }
    try send("HTTP/1.1 200 OK\r\n\r\n")
    try relay(to: far)
  }

  /// Leads to the port, whatever is asked for.
  fileprivate func socks(to port: Int) throws {
    _ = try read(atMost: 3)
    try send([5, 0])
    _ = try read()
    let far = try Self.far(port)
    defer { far.close() }
    try send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    try relay(to: far)
  }
}
