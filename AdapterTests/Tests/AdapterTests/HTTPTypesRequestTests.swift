import HTTPTypes
import HTTPWire
import HTTPWireTesting
import HTTPWireTypes
import Testing

/// Requests of swift-http-types, as a server receives them.
struct HTTPTypesRequestTests {
  /// A request that fits a connection to `example.org`, and its request line.
  static let sent: [(request: HTTPRequest, line: String)] = [
    (HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: "/a?b"), "GET /a?b HTTP/1.1"),
    (HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/"), "GET / HTTP/1.1"),
    (HTTPRequest(method: .head, scheme: "HTTP", authority: "EXAMPLE.org.:80", path: "//a"), "HEAD //a HTTP/1.1"),
    (HTTPRequest(method: .options, scheme: "http", authority: "example.org", path: "*"), "OPTIONS * HTTP/1.1"),
    (HTTPRequest(method: .options, scheme: "http", authority: "example.org", path: "/a"), "OPTIONS /a HTTP/1.1"),
    (HTTPRequest(method: .patch, scheme: "http", authority: "example.org", path: "/"), "PATCH / HTTP/1.1"),
  ]

  @Test(arguments: 0..<sent.count) func `a request for the connection's server is sent`(row: Int) throws {
    let (request, line) = Self.sent[row]
    let (connection, stream) = try Self.connection()
    try connection.request(request)
    #expect(stream.writtenText.hasPrefix("\(line)\r\nHost: example.org\r\n"))
    #expect(try connection.getResponse().status == 204)
  }

  @Test func `fields and body arrive, with every byte of a value`() throws {
    let server = try LoopbackServer.replying { .init(body: $0.body) }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
    let name = try #require(HTTPTypes.HTTPField.Name("X-Value"))
    var request = HTTPRequest(method: .post, scheme: "http", authority: "\(server.host):\(server.port)", path: "/a")
    request.headerFields = [.contentType: "text/plain", name: "\u{20AC}"]
    request.headerFields.append(HTTPTypes.HTTPField(name: name, value: [0xFF]))
    try connection.request(request, body: .bytes(Array("spam".utf8)))
    #expect(try connection.getResponse().read() == Array("spam".utf8))
    let received = try #require(server.requests.first)
    #expect(received.method == "POST")
    #expect(received.target == "/a")
    #expect(received.headers.getAll("Host") == ["\(server.host):\(server.port)"])
    #expect(received.headers["Content-Type"] == "text/plain")
    let values = received.headers.indices.filter { received.headers[$0].name == "X-Value" }.map {
      Array(received.headers.valueBytes(at: $0))
    }
    #expect(values == [[0xE2, 0x82, 0xAC], [0xFF]])
  }

  @Test func `the crumbs of a cookie are sent as one field`() throws {
    let (connection, stream) = try Self.connection()
    var request = HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: "/")
    request.headerFields[.cookie] = "a=1; b=2; c=3"
    #expect(request.headerFields.count == 3)
    try connection.request(request)
    #expect(stream.writtenText.contains("\r\nCookie: a=1; b=2; c=3\r\n"))
  }

  @Test func `a Host that is the authority is sent once`() throws {
    let (connection, stream) = try Self.connection()
    var request = HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: "/")
    let host = try #require(HTTPTypes.HTTPField.Name("Host"))
    request.headerFields[host] = "Example.org"
    try connection.request(request)
    #expect(stream.writtenText.lowercased().split(separator: "host:").count == 2)
    request.headerFields[host] = "other.example"
    let error = #expect(throws: HTTPException.self) { try Self.connection().0.request(request) }
    guard case .invalidArgument? = error else { throw try #require(error) }
  }

  @Test func `CONNECT has its authority as the target`() throws {
    let (connection, stream) = try Self.connection("HTTP/1.1 200 OK\r\n\r\n")
    try connection.request(HTTPRequest(method: .connect, scheme: nil, authority: "other.example:443", path: nil))
    #expect(stream.writtenText.hasPrefix("CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n"))
    #expect(try connection.getResponse().status == 200)
  }

  /// What can't be sent over HTTP/1.1, or not on a connection to `http://example.org`.
  static let refused: [HTTPRequest] = [
    HTTPRequest(method: .get, scheme: "https", authority: "example.org", path: "/"),
    HTTPRequest(method: .get, scheme: "ftp", authority: "example.org", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: "other.example", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org:8080", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: "user:secret@example.org", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: "", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: ":80", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org/a", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org:http", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: "[::1", path: "/"),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: nil),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: ""),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: "a"),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: "*"),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: "http://other.example/"),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: "/a b"),
    HTTPRequest(method: .get, scheme: "http", authority: "example.org", path: "/\u{E4}"),
    HTTPRequest(method: .connect, scheme: nil, authority: nil, path: nil),
    HTTPRequest(method: .connect, scheme: nil, authority: "other.example", path: nil),
    HTTPRequest(method: .connect, scheme: "http", authority: "other.example:443", path: "/"),
    {
      var request = HTTPRequest(method: .connect, scheme: "http", authority: "example.org", path: "/")
      request.extendedConnectProtocol = "websocket"
      return request
    }(),
  ]

  @Test(arguments: refused) func `a request that does not fit is refused, and the connection can be used`(request: HTTPRequest) throws {
    let (connection, stream) = try Self.connection()
    let error = #expect(throws: HTTPException.self) { try connection.request(request) }
    switch error {
    case .invalidArgument, .invalidURL, .notEncodable: break
    default: Issue.record("\(String(describing: error))")
    }
    #expect(!"\(String(describing: error))".contains("secret"))
    #expect(stream.written.isEmpty)
    try connection.request("GET", "/")
    #expect(try connection.getResponse().status == 204)
  }

  /// A connection to `example.org` without a network.
  private static func connection(
    _ reply: String = "HTTP/1.1 204 No Content\r\n\r\n"
  ) throws -> (HTTPConnection, ScriptedStream) {
    let connection = try HTTPConnection("example.org")
    let stream = ScriptedStream(reply)
    connection.opener = { _ in stream }
    return (connection, stream)
  }
}
