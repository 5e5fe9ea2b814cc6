import HTTPWire
import HTTPWireTesting

/// The documentation's examples with HTTPS, and with a tunnel.
extension Demo {
  #if TLS
  /// The host name in the examples. The demo's proxy connects it to the demo's own server.
  private static let name = "www.python.org"

  func https() throws {
    let secure = try TLSLoopbackServer(names: [Self.name], handler: DemoServer.handler())
    defer { secure.stop() }
    let context = try secure.clientContext()
    let origin = Origin(server: secure.server) { () throws(HTTPException) in try connect(to: secure, context) }
    transcript.title("HTTPS: GET, with a certificate made on the spot, whose authority the context trusts")
    transcript.call("var options = TLSContext.Options()")
    transcript.call("options.trust = [.bytes(authority)]")
    transcript.call("let context = try TLSContext(options)")
    try get(from: origin)
    transcript.title("HTTPS: HEAD")
    try head(from: origin)
    try facts(of: secure, context)
    // Stop the proxy last, so that it still passes on the connection's close_notify.
    let proxy = try Self.proxy(to: secure)
    defer { proxy.stop() }
    try tunnel(through: proxy, to: secure, context)
    for error in secure.errors { transcript.differs("the HTTPS server failed: \(error)") }
    try refusal()
  }

  private func connect(to secure: TLSLoopbackServer, _ context: TLSContext) throws(HTTPException) -> HTTPSConnection {
    let address = "\(SwiftCode.literal(secure.host)), port: \(secure.port), timeout: .seconds(30)"
    transcript.call("let connection = try HTTPSConnection(\(address), context: context)")
    return try HTTPSConnection(secure.host, port: secure.port, timeout: .seconds(30), context: context)
  }

  private func facts(of secure: TLSLoopbackServer, _ context: TLSContext) throws {
    transcript.title("HTTPS: what was agreed, and who the server is")
    let connection = try connect(to: secure, context)
    try transcript.call("try connection.request(\"HEAD\", \"/\")") { try connection.request("HEAD", "/") }
    _ = try getResponse(connection, expected: "200 OK")
    guard let tls = connection.tls else { return transcript.differs("the connection has no TLS") }
    transcript.call("guard let tls = connection.tls else { return }")
    transcript.call("print(tls.version?.description ?? \"none\", tls.alpn ?? \"none\", tls.verifyResult)")
    transcript.result("\(tls.version?.description ?? "none") \(tls.alpn ?? "none") \(tls.verifyResult)", expected: "TLSv1.3 http/1.1 ok")
    transcript.call("print(tls.peerCertificates.first?.dnsNames ?? [])")
    transcript.result("\(tls.peerCertificates.first?.dnsNames ?? [])", expected: "[\"localhost\", \"\(Self.name)\"]")
    close(connection)
  }

  /// A proxy that connects every tunnel to one server.
  private static func proxy(to secure: TLSLoopbackServer) throws(HTTPException) -> LoopbackServer {
    let (host, port) = (secure.host, secure.port)
    return try LoopbackServer { connection in
      guard let request = try connection.readRequest(), request.method == "CONNECT" else { return }
      let upstream = try TCPDialer().connect(to: ConnectionTarget(host: host, port: port, timeout: .seconds(30)))
      defer { upstream.close() }
      try connection.send("HTTP/1.1 200 Connection established\r\n\r\n")
      try connection.relay(to: upstream)
    }
  }

  /// The example of `set_tunnel`: the connection is made for the proxy.
  private func tunnel(through proxy: LoopbackServer, to secure: TLSLoopbackServer, _ context: TLSContext) throws {
    transcript.title("HTTPS through a proxy's tunnel: the connection is for the proxy, the request for the tunnel's end")
    let address = "\(SwiftCode.literal(proxy.host)), port: \(proxy.port), timeout: .seconds(30)"
    transcript.call("let connection = try HTTPSConnection(\(address), context: context)")
    let connection = try HTTPSConnection(proxy.host, port: proxy.port, timeout: .seconds(30), context: context)
    try transcript.call("try connection.setTunnel(\"\(Self.name)\")") { try connection.setTunnel(Self.name) }
    try transcript.call("try connection.request(\"HEAD\", \"/index.html\")") { try connection.request("HEAD", "/index.html") }
    _ = try getResponse(connection, expected: "200 OK")
    close(connection)
    transcript.call("print(proxy.requests.map { \"\\($0.method) \\($0.target)\" })  // all that the proxy could read")
    transcript.result("\(proxy.requests.map { "\($0.method) \($0.target)" })", expected: "[\"CONNECT \(Self.name):443\"]")
    transcript.call("print(server.requests.last?.headers[\"Host\"] ?? \"none\")")
    transcript.result(secure.requests.last?.headers["Host"] ?? "none", expected: Self.name)
  }

  /// A server whose certificate was not issued by a trusted authority.
  private func refusal() throws {
    let stranger = try TLSLoopbackServer(handler: DemoServer.handler())
    defer { stranger.stop() }
    transcript.title("HTTPS: by default, a certificate that nobody trusted has issued is refused before anything is sent")
    let address = "\(SwiftCode.literal(stranger.host)), port: \(stranger.port), timeout: .seconds(30)"
    transcript.call("let connection = try HTTPSConnection(\(address))")
    let connection = try HTTPSConnection(stranger.host, port: stranger.port, timeout: .seconds(30))
    transcript.call("do { try connection.request(\"GET\", \"/\") }")
    do {
      try connection.request("GET", "/")
      transcript.differs("no error")
    } catch .tls(let failure) {
      transcript.call("catch .tls(let failure) { print(failure) }")
      let reason = "certificate verify failed: unable to get local issuer certificate (depth 0; subject 'CN=test')"
      transcript.result("\(failure)", expected: "[SSL: CERTIFICATE_VERIFY_FAILED] \(reason)")
    } catch {
      transcript.differs("another error: \(error)")
    }
    close(connection)
    transcript.call("print(server.requests.count)")
    transcript.result("\(stranger.requests.count)", expected: "0")
  }
  #else
  /// Without TLS there is nothing to show.
  func https() throws {}
  #endif
}
