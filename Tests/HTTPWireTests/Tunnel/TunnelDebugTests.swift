import HTTPWire
import HTTPWireTesting
import Testing

/// What debug output tells of a tunnel: what CPython 3.13 prints, but for credentials.
struct TunnelDebugTests {
  private static func output(
    _ stream: ScriptedStream, headers: HTTPMessage = [:], _ call: (HTTPConnection) throws -> Void
  ) throws -> String {
    let (connection, _) = try proxied(stream, through: "h", headers: headers)
    var printed = ""
    connection.debugSink = { printed += $0 + "\n" }
    connection.setDebugLevel(1)
    try? call(connection)
    return printed
  }

  @Test func `a tunnel that is opened is told to the letter`() throws {
    let printed = try Self.output(tunnelled(assent: "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n")) { try $0.connect() }
    #expect(printed == #"send: b'CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n'"# + "\nheader: A: b\r\n\nheader: C: d\r\n\nheader: \r\n\n")
  }

  @Test func `a refusal's head is told, and not its body`() throws {
    let refusal = ScriptedStream("HTTP/1.1 407 Proxy Auth\r\nContent-Length: 3\r\n\r\nabc", atEnd: .end)
    let printed = try Self.output(refusal) { try $0.connect() }
    #expect(printed == #"send: b'CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n'"# + "\nheader: Content-Length: 3\r\n\nheader: \r\n\n")
  }

  @Test func `of what is no reply nothing is told`() throws {
    for stream in [ScriptedStream(atEnd: .end), ScriptedStream("garbage\r\n\r\n", atEnd: .end)] {
      #expect(try Self.output(stream) { try $0.connect() } == #"send: b'CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n'"# + "\n")
    }
  }

  @Test(arguments: ["Proxy-Authorization", "proxy-authorization", "PROXY-AUTHORIZATION"])
  func `credentials for the proxy are not told, but sent`(name: String) throws {
    let stream = tunnelled(okReply)
    let printed = try Self.output(stream, headers: [name: "Basic c2VjcmV0", "X": "y"]) { _ = try $0.get() }
    #expect(printed.hasPrefix(#"send: b'CONNECT h:443 HTTP/1.1\r\n\#(name): ***\r\nX: y\r\nHost: h:443\r\n\r\n'"# + "\n"))
    #expect(!printed.contains("c2VjcmV0"))
    #expect(stream.writtenPieces.first?.contains("\(name): Basic c2VjcmV0\r\n") == true)
  }

  @Test(arguments: [("A: b", "header: A: b\n"), ("A: b\r\n", "header: A: b\r\n\n"), ("", "")])
  func `a reply that the end cuts short ends in an empty line`(fields: String, reported: String) throws {
    let stream = ScriptedStream("HTTP/1.1 200 OK\r\n" + fields, atEnd: .end)
    let (connection, _) = try proxied(stream, through: "h", leniency: .python)
    var printed = ""
    connection.debugSink = { printed += $0 + "\n" }
    connection.setDebugLevel(1)
    try? connection.connect()
    #expect(printed == #"send: b'CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n'"# + "\n" + reported + "header: \n")
  }
}
