import HTTPWire
import HTTPWireTesting
import Testing

/// What a proxy is asked, and what the server behind it: as CPython 3.13 does, but for the brackets of IPv6 addresses in `Host`.
struct TunnelRequestTests {
  /// A tunnel's arguments and the bytes that ask for it.
  struct Asking: Sendable, CustomTestStringConvertible {
    let host: String
    let port: Int?
    let headers: HTTPMessage
    let sent: String
    var testDescription: String { "\(host) \(port.map(String.init) ?? "-")" }

    init(_ host: String, _ port: Int?, headers: HTTPMessage = [:], _ sent: String) {
      self.host = host
      self.port = port
      self.headers = headers
      self.sent = sent
    }
  }

  static let askings: [Asking] = [
    Asking("h", nil, "CONNECT h:80 HTTP/1.1\r\nHost: h:80\r\n\r\n"),
    Asking("h", 443, "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
    Asking("h:81", nil, "CONNECT h:81 HTTP/1.1\r\nHost: h:81\r\n\r\n"),
    Asking("h", 0, "CONNECT h:0 HTTP/1.1\r\nHost: h:0\r\n\r\n"),
    Asking("127.0.0.1", 65_535, "CONNECT 127.0.0.1:65535 HTTP/1.1\r\nHost: 127.0.0.1:65535\r\n\r\n"),
    // CPython writes "Host: ::1:80".
    Asking("[::1]", nil, "CONNECT [::1]:80 HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"),
    Asking("[::1]:443", nil, "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n"),
    Asking("::1", 443, "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n"),
    // The scope means nothing to the proxy (RFC 6874).
    Asking("[fe80::1%eth0]", 443, "CONNECT [fe80::1]:443 HTTP/1.1\r\nHost: [fe80::1]:443\r\n\r\n"),
    Asking("b\u{FC}cher.example", 443, "CONNECT xn--bcher-kva.example:443 HTTP/1.1\r\nHost: xn--bcher-kva.example:443\r\n\r\n"),
    Asking("h", 1, headers: ["P-A": "z", "X": "y"], "CONNECT h:1 HTTP/1.1\r\nP-A: z\r\nX: y\r\nHost: h:1\r\n\r\n"),
    Asking("h", 1, headers: ["hOsT": "other", "X": "y"], "CONNECT h:1 HTTP/1.1\r\nhOsT: other\r\nX: y\r\n\r\n"),
  ]

  @Test(arguments: askings, presets.indices) func `the proxy is asked in one write, as CPython asks`(asking: Asking, preset: Int) throws {
    let (connection, opener) = try proxied(
      tunnelled(), through: asking.host, port: asking.port, headers: asking.headers, leniency: presets[preset])
    try connection.connect()
    #expect(opener.opened[0].writes.map { latin1($0) } == [asking.sent])
    #expect(opener.targets.map { "\($0.host):\($0.port)" } == ["proxy.example:3128"])
  }

  @Test func `a connection of HTTP 1.0 asks so, and names the host all the same`() throws {
    let (connection, opener) = try proxied(tunnelled(), through: "h")
    connection.httpVersion = .http10
    try connection.connect()
    #expect(opener.opened[0].writtenText == "CONNECT h:443 HTTP/1.0\r\nHost: h:443\r\n\r\n")
  }

  @Test func `headers of one name are all sent, in their order`() throws {
    let headers: HTTPMessage = ["X": "1", "Y": "2", "x": "3"]
    let (connection, opener) = try proxied(tunnelled(), through: "h", headers: headers)
    try connection.connect()
    #expect(opener.opened[0].writtenText == "CONNECT h:443 HTTP/1.1\r\nX: 1\r\nY: 2\r\nx: 3\r\nHost: h:443\r\n\r\n")
  }

  @Test func `requests in the tunnel name the host behind it, and nobody gets the other's headers`() throws {
    // CVE-2015-3153.
    let (connection, opener) = try proxied(
      tunnelled(okReply, okReply), headers: ["Proxy-Authorization": "Basic eA==", "User-Agent": "asker"])
    for _ in 0..<2 {
      try connection.request("GET", "/x", headers: ["Authorization": "Bearer y", "Cookie": "z"])
      #expect(try connection.getResponse().read() == Array("hi".utf8))
    }
    let asked = "CONNECT far.example:443 HTTP/1.1\r\nProxy-Authorization: Basic eA==\r\nUser-Agent: asker\r\nHost: far.example:443\r\n\r\n"
    let request =
      "GET /x HTTP/1.1\r\nHost: far.example:443\r\nAccept-Encoding: identity\r\nAuthorization: Bearer y\r\nCookie: z\r\n\r\n"
    #expect(opener.opened[0].writtenPieces == [asked, request, request])
  }

  @Test func `the port is left out of the request's Host when it is the connection's default`() throws {
    for (port, host) in [(80, "far.example"), (81, "far.example:81"), (nil, "far.example")] {
      let (connection, opener) = try proxied(tunnelled(okReply), port: port)
      #expect(try connection.get() == "hi")
      #expect(opener.opened[0].writtenPieces.last == "GET / HTTP/1.1\r\nHost: \(host)\r\nAccept-Encoding: identity\r\n\r\n")
    }
  }

  @Test func `the tunnel is asked for again whenever the connection is opened`() throws {
    let first = ScriptedStream(exchanges: [[assent], [closingReply]], atEnd: .end)
    let (connection, opener) = try proxied(first, tunnelled(okReply), tunnelled(okReply), headers: ["X": "y"])
    #expect(try connection.get() == "bye")
    #expect(try connection.get() == "hi")
    connection.close()
    #expect(try connection.get() == "hi")
    #expect(opener.opened.count == 3)
    for stream in opener.opened {
      #expect(stream.writtenPieces.first == "CONNECT far.example:443 HTTP/1.1\r\nX: y\r\nHost: far.example:443\r\n\r\n")
      #expect(stream.writes.count == 2)
    }
  }

  @Test func `a tunnel can be set until the connection is open, and again once it is closed`() throws {
    let (connection, opener) = try connection(tunnelled(okReply), tunnelled(okReply), tunnelled())
    #expect(connection.proxyResponseHeaders == nil)
    try connection.setTunnel("a.example", port: 1)
    try connection.setTunnel("b.example", port: 2)
    try connection.request("GET", "/")
    #expect(throws: HTTPException.invalidArgument("Can't set up tunnel for established connection")) {
      try connection.setTunnel("c.example", port: 3)
    }
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    connection.close()
    try connection.setTunnel("d.example", port: 4)
    #expect(try connection.get() == "hi")
    connection.close()
    // What has no good form leaves the tunnel that is set.
    #expect(throws: HTTPException.self) { try connection.setTunnel("e example", port: 5) }
    try connection.connect()
    #expect(
      opener.opened.map { $0.writtenPieces.first?.prefix { $0 != "\r\n" }.description } == [
        "CONNECT b.example:2 HTTP/1.1", "CONNECT d.example:4 HTTP/1.1", "CONNECT d.example:4 HTTP/1.1",
      ])
  }

  @Test func `a tunnel can be set when a response that was given up has closed the connection`() throws {
    let (connection, opener) = try connection(ScriptedStream(exchanges: [[okReply]], atEnd: .fail), tunnelled(okReply))
    try connection.request("GET", "/")
    try connection.getResponse().close()
    try connection.setTunnel("far.example", port: 1)
    #expect(try connection.get() == "hi")
    #expect(opener.opened.count == 2)
  }

  // MARK: What must not be sent

  static let controls = Array(0...0x20) + [0x7F]

  @Test(arguments: controls, presets.indices) func `no control character gets into the host`(code: Int, preset: Int) throws {
    let character = String(Unicode.Scalar(UInt8(code)))
    let (connection, opener) = try connection(tunnelled(), leniency: presets[preset])
    for host in ["h\(character)x", "\(character)h", "h\(character)", "h\(character):1"] {
      for port in [nil, 443] {
        let error = thrown { try connection.setTunnel(host, port: port) }
        guard case .invalidURL? = error else {
          Issue.record("\(String(describing: error)) for \(host.debugDescription)")
          continue
        }
      }
    }
    #expect(opener.opened.isEmpty)
  }

  @Test(arguments: controls) func `no control character gets into a header`(code: Int) throws {
    let character = String(Unicode.Scalar(UInt8(code)))
    let (connection, opener) = try connection(tunnelled())
    let name = thrown { try connection.setTunnel("h", headers: ["X\(character)": "y"]) }
    #expect(name == .invalidHeaderName([0x58, UInt8(code)]))
    let value = thrown { try connection.setTunnel("h", headers: ["X": "y\(character)z"]) }
    // A tab and a blank may stand inside a value (RFC 9110 section 5.5).
    #expect(value == (code == 0x09 || code == 0x20 ? nil : .invalidHeaderValue([0x79, UInt8(code), 0x7A])))
    #expect(opener.opened.isEmpty)
  }

  @Test(arguments: presets.indices) func `no header can bring another one with it`(preset: Int) throws {
    // CVE-2026-1502.
    let (connection, opener) = try connection(tunnelled(), leniency: presets[preset])
    for headers: HTTPMessage in [["X": "a\r\nb: c"], ["X": "a\nb: c"], ["X": "a\rb: c"], ["X\r\nb: c": "a"], ["": "a"], ["X:": "a"]] {
      switch thrown({ try connection.setTunnel("h", port: 1, headers: headers) }) {
      case .invalidHeaderName?, .invalidHeaderValue?: continue
      case let other: Issue.record("\(String(describing: other)) for \(headers)")
      }
    }
    #expect(opener.opened.isEmpty)
  }

  @Test(arguments: ["", ":443", "[::1", "::1]", "[h]", "[v1.x]", "[::1]evil", "h:x", "h:+1", "h:65536", "h:-1", "u@h", "h/x", "h%2e"])
  func `what is no host is refused`(host: String) throws {
    let (connection, opener) = try connection(tunnelled())
    guard case .invalidURL? = thrown({ try connection.setTunnel(host) }) else {
      Issue.record("\(host) was taken")
      return
    }
    #expect(opener.opened.isEmpty)
  }

  @Test func `a port out of range and text beyond Latin-1 are refused`() throws {
    let (connection, _) = try connection(tunnelled())
    #expect(throws: HTTPException.invalidURL("port out of range: 65536")) { try connection.setTunnel("h", port: 65_536) }
    #expect(throws: HTTPException.invalidURL("port out of range: -1")) { try connection.setTunnel("h", port: -1) }
    #expect(throws: HTTPException.notEncodable(part: "header value", text: "\u{20AC}")) {
      try connection.setTunnel("h", headers: ["X": "\u{20AC}"])
    }
  }
}
