import HTTPWire
import HTTPWireTesting
import Testing

/// The Basic scheme for proxies (RFC 7617), and that its secret gets nowhere but to the proxy.
struct ProxyCredentialTests {
  @Test(arguments: [
    // RFC 7617 sections 2 and 2.1.
    ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), ("test", "123\u{A3}", "Basic dGVzdDoxMjPCow=="),
    ("", "", "Basic Og=="), ("a", "", "Basic YTo="), ("", "a", "Basic OmE="), ("ab", "cd:e", "Basic YWI6Y2Q6ZQ=="),
    ("u", "\u{FF}\u{3FF}>?", "Basic dTrDv8+/Pj8="),
  ])
  func `user and password are encoded`(user: String, password: String, value: String) throws {
    #expect(try HTTPConnection.basicProxyAuthorization(user: user, password: password) == value)
  }

  @Test(arguments: [("a:b", "x"), ("a:\u{301}b", "x"), ("a\nb", "x"), ("a\u{7F}", "x"), ("a", "secret\r"), ("a", "se\0cret")])
  func `what the scheme can't carry is refused and not repeated`(user: String, password: String) throws {
    let error = thrown { _ = try HTTPConnection.basicProxyAuthorization(user: user, password: password) }
    guard case .invalidArgument(let text)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!text.contains("secret"))
    #expect(!text.contains("se\0cret"))
  }

  @Test(arguments: presets.indices) func `credentials that can't be sent are not in the error`(preset: Int) throws {
    let (connection, _) = try connection(leniency: presets[preset])
    // The line feed that Python's base64 module likes to add.
    let feed = thrown { try connection.setTunnel("h", headers: ["proxy-Authorization": "Basic c2VjcmV0\n"]) }
    #expect(feed == .invalidHeaderValue(Array("***".utf8)))
    let beyond = thrown { try connection.setTunnel("h", headers: ["Proxy-Authorization": "Basic \u{20AC}c2VjcmV0"]) }
    #expect(beyond == .notEncodable(part: "header value", text: "***"))
    let other = thrown { try connection.setTunnel("h", headers: ["X": "y\n"]) }
    #expect(other == .invalidHeaderValue([0x79, 0x0A]))
  }

  @Test func `credentials are in no description of the connection or of an error`() throws {
    let (connection, _) = try proxied(
      ScriptedStream("HTTP/1.1 407 Auth\r\nContent-Length: 0\r\n\r\n", atEnd: .end), headers: ["Proxy-Authorization": "Basic c2VjcmV0"])
    let error = thrown { try connection.connect() }
    var dumped = ""
    dump(connection, to: &dumped)
    let bytes = Array("c2VjcmV0".utf8).map(String.init)
    for text in [dumped, "\(connection)", String(reflecting: connection), String(reflecting: error), error?.description ?? ""] {
      #expect(!text.contains("c2VjcmV0"))
      #expect(!text.contains(bytes.joined(separator: ", ")))
    }
    let lines = dumped.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "-" } }
    #expect(!lines.indices.contains { lines[$0...].prefix(bytes.count).map(String.init) == bytes })
    #expect(dumped.contains("far.example"))
  }
}
