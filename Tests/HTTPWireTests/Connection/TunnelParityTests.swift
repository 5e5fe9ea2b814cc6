import HTTPWire
import HTTPWireTesting
import Testing

/// What `http.client` says of tunnels, a test for each row of docs/parity.md.
struct TunnelParityTests {
  private static let opened = "HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n"

  /// A stream of a proxy that opens the tunnel, through which one reply then comes.
  private static func stream() -> ScriptedStream { ScriptedStream(exchanges: [[opened], [okReply]], atEnd: .fail) }

  @Test func `requests go through a tunnel to the host behind it`() throws {
    let stream = Self.stream()
    let (connection, opener) = try connection(stream, to: "proxy", port: 3128)
    try connection.setTunnel("far", port: 8080, headers: ["X-Kind": "spam"])
    #expect(try connection.get("/x") == "hi")
    #expect(opener.targets.map { "\($0.host):\($0.port)" } == ["proxy:3128"])
    #expect(
      stream.writtenPieces == [
        "CONNECT far:8080 HTTP/1.1\r\nX-Kind: spam\r\nHost: far:8080\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: far:8080\r\nAccept-Encoding: identity\r\n\r\n",
      ])
  }

  @Test func `a tunnel can't be set while the connection is open`() throws {
    let (connection, _) = try connection(ScriptedStream())
    try connection.connect()
    #expect(throws: HTTPException.invalidArgument("Can't set up tunnel for established connection")) {
      try connection.setTunnel("far")
    }
  }

  @Test(
    arguments: [
      ("far", nil, "far:80"), ("far:81", nil, "far:81"), ("far", 81, "far:81"), ("[::1]:81", nil, "[::1]:81"), ("::1", 81, "[::1]:81"),
      ("[fe80::1%eth0]", 81, "[fe80::1]:81"), ("bücher.example", 81, "xn--bcher-kva.example:81"),
    ] as [(String, Int?, String)])
  func `the authority of CONNECT and its Host have brackets, the port and ASCII letters`(
    host: String, port: Int?, authority: String
  ) throws {
    let stream = Self.stream()
    let (connection, _) = try connection(stream)
    try connection.setTunnel(host, port: port)
    try connection.connect()
    #expect(stream.writtenPieces == ["CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\r\n"])
  }

  @Test func `a Host of one's own takes the place of the tunnel's`() throws {
    let stream = Self.stream()
    let (connection, _) = try connection(stream)
    try connection.setTunnel("far", headers: ["hOST": "other"])
    try connection.connect()
    #expect(stream.writtenPieces == ["CONNECT far:80 HTTP/1.1\r\nhOST: other\r\n\r\n"])
  }

  @Test(arguments: presets.indices)
  func `what would end a line of CONNECT is refused when the tunnel is set`(preset: Int) throws {
    for control in ["\r", "\n", "\0", "\u{1F}", "\u{7F}", " "] {
      let (connection, opener) = try connection(leniency: presets[preset])
      #expect(throws: HTTPException.self) { try connection.setTunnel("far\(control)x", port: 80) }
      if ["\r", "\n"].contains(control) {
        #expect(throws: HTTPException.self) { try connection.setTunnel("far", headers: ["A\(control)": "b"]) }
      }
      #expect(opener.targets.isEmpty)
    }
    let (connection, _) = try connection(leniency: presets[preset])
    for value in ["b\r\nC: d", "b\nC: d", "b\r\n\r\nGET / HTTP/1.1"] {
      #expect(throws: HTTPException.self) { try connection.setTunnel("far", headers: ["A": value]) }
    }
  }

  @Test func `a refused tunnel throws all that the proxy said, and closes the connection`() throws {
    let reply = "HTTP/1.1 407 Who Are You\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 4\r\n\r\npage"
    let stream = ScriptedStream(exchanges: [[reply]], atEnd: .fail)
    let (connection, _) = try connection(stream)
    try connection.setTunnel("far")
    #expect(connection.proxyResponseHeaders == nil)
    let error = #expect(throws: HTTPException.self) { try connection.connect() }
    #expect("\(error.map { "\($0)" } ?? "")" == "Tunnel connection failed: 407 Who Are You, at the proxy h:80")
    guard case .tunnelRefused(let refusal)? = error else { return }
    #expect(refusal.status == 407)
    #expect(refusal.headers["Proxy-Authenticate"] == "Basic realm=\"x\"")
    #expect(refusal.body == Array("page".utf8))
    #expect(connection.proxyResponseHeaders?["Proxy-Authenticate"] == "Basic realm=\"x\"")
    #expect(stream.closes == 1)
  }

  @Test(arguments: [(200, true, true), (204, true, false), (299, true, false), (302, false, false), (500, false, false)])
  func `a 2xx opens the tunnel, and to CPython only 200`(status: Int, isSuccess: Bool, isSuccessInPython: Bool) throws {
    for (leniency, expected) in [(ParsingLeniency.default, isSuccess), (.python, isSuccessInPython)] {
      let stream = ScriptedStream(exchanges: [["HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n"]], atEnd: .fail)
      let (connection, _) = try connection(stream, leniency: leniency)
      try connection.setTunnel("far")
      let isOpen = (try? connection.connect()) != nil
      #expect(isOpen == expected)
    }
  }

  @Test func `each opening asks for the tunnel again`() throws {
    let streams = [Self.stream(), Self.stream()]
    let (connection, opener) = try connection(streams[0], streams[1])
    try connection.setTunnel("far")
    for _ in streams {
      #expect(try connection.get() == "hi")
      #expect(connection.proxyResponseHeaders?["Via"] == "1.1 proxy")
      connection.close()
    }
    #expect(opener.targets.count == 2)
    #expect(streams.allSatisfy { $0.writtenPieces.first?.hasPrefix("CONNECT far:80 ") == true })
  }

  @Test func `the reply to CONNECT is told with its line ends`() throws {
    let (connection, _) = try connection(Self.stream())
    var lines: [String] = []
    connection.debugSink = { lines.append($0) }
    connection.setDebugLevel(1)
    try connection.setTunnel("far")
    try connection.connect()
    #expect(
      lines.prefix(2) == ["send: b'CONNECT far:80 HTTP/1.1\\r\\nHost: far:80\\r\\n\\r\\n'", "header: Via: 1.1 proxy\r\n"])
  }

  @Test func `bytes behind the reply to CONNECT are refused`() throws {
    let stream = ScriptedStream(exchanges: [[Self.opened + "x"]], atEnd: .fail)
    let (connection, _) = try connection(stream)
    try connection.setTunnel("far")
    #expect(throws: HTTPException.unexpectedTunnelData) { try connection.connect() }
    #expect(stream.closes == 1)
  }

  @Test(arguments: presets.indices) func `what the proxy said can be read when bytes behind it were refused`(preset: Int) throws {
    for pieces in [[Self.opened + "x"], [Self.opened, "x"]] {
      let (connection, _) = try connection(ScriptedStream(exchanges: [pieces], atEnd: .fail), leniency: presets[preset])
      try connection.setTunnel("far")
      #expect(throws: HTTPException.unexpectedTunnelData) { try connection.connect() }
      #expect(connection.proxyResponseHeaders?.items.map(\.value) == ["1.1 proxy"])
    }
  }

  @Test func `user and password make the value of Basic authentication`() throws {
    #expect(
      try HTTPConnection.basicProxyAuthorization(user: "Aladdin", password: "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    #expect(throws: HTTPException.self) { try HTTPConnection.basicProxyAuthorization(user: "a:b", password: "") }
  }
}
