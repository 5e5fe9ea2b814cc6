import Foundation
import HTTPWireFoundation
import HTTPWireTesting
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Foundation's requests, as a server receives them.
struct URLRequestTests {
  /// Sends what is made of a request to a URL, and returns what has arrived.
  private func sent(_ target: String = "/", _ change: (inout URLRequest) -> Void) throws -> ReceivedRequest {
    let server = try LoopbackServer.replying { _ in .init(text: "ok") }
    defer { server.stop() }
    let url = try #require(URL(string: "http://\(server.host):\(server.port)\(target)"))
    var request = URLRequest(url: url)
    change(&request)
    let connection = try HTTPConnection(url: HTTPURL(url), timeout: .seconds(30))
    try connection.request(request)
    let response = try connection.getResponse()
    #expect(response.status == 200)
    if request.httpMethod != "HEAD" { #expect(try response.read() == Array("ok".utf8)) }
    return try #require(server.requests.first)
  }

  static let targets = [
    ("", "/"), ("/", "/"), ("/a/b?c=d", "/a/b?c=d"), ("/a%20b", "/a%20b"), ("?q", "/?q"), ("/a#fragment", "/a"), ("/a/../b", "/b"),
    ("//a", "//a"),
  ]

  @Test(arguments: targets) func `the target is that of the URL`(text: String, target: String) throws {
    let received = try sent(text) { _ in }
    #expect(received.method == "GET")
    #expect(received.target == target)
    #expect(received.headers["Content-Length"] == nil)
    #expect(received.headers["Content-Type"] == nil)
  }

  @Test(arguments: ["GET", "HEAD", "POST", "DELETE", "BREW"]) func `the method is the request's`(method: String) throws {
    #expect(try sent { $0.httpMethod = method }.method == method)
  }

  @Test func `the fields are sent, sorted by name`() throws {
    let received = try sent {
      $0.setValue("b", forHTTPHeaderField: "X-B")
      $0.setValue("a", forHTTPHeaderField: "X-A")
      $0.setValue("caf\u{E9}", forHTTPHeaderField: "X-C")
      $0.setValue("mine", forHTTPHeaderField: "Host")
      $0.setValue("gzip", forHTTPHeaderField: "Accept-Encoding")
    }
    #expect(received.headers.keys == ["Accept-Encoding", "Host", "X-A", "X-B", "X-C"])
    #expect(received.headers.values == ["gzip", "mine", "a", "b", "caf\u{E9}"])
  }

  @Test(arguments: [0, 1, 100_000]) func `data have a length and get no type`(count: Int) throws {
    let data = Data(repeating: 7, count: count)
    let received = try sent {
      $0.httpMethod = "POST"
      $0.httpBody = data
    }
    #expect(received.body == Array(data))
    #expect(received.headers["Content-Length"] == String(count))
    #expect(received.headers["Content-Type"] == nil)
  }

  @Test(arguments: [0, 1, 200_000], [true, false]) func `a stream is sent in chunks, or with the length that is given`(
    count: Int, isOpen: Bool
  ) throws {
    let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0) })
    for length in [nil, String(count)] {
      let stream = InputStream(data: data)
      if isOpen { stream.open() }
      let received = try sent {
        $0.httpMethod = "PUT"
        $0.httpBodyStream = stream
        if let length { $0.setValue(length, forHTTPHeaderField: "Content-Length") }
      }
      #expect(received.body == Array(data))
      #expect(received.headers["Transfer-Encoding"] == (length == nil ? "chunked" : nil))
      #expect((stream.streamStatus == .closed) == !isOpen)
    }
  }

  @Test func `a stream that can't be read ends the request`() throws {
    let server = try LoopbackServer.replying { _ in .init(status: 204) }
    defer { server.stop() }
    let url = try #require(URL(string: "http://\(server.host):\(server.port)/"))
    var request = URLRequest(url: url)
    request.httpMethod = "PUT"
    request.httpBodyStream = InputStream(url: URL(fileURLWithPath: "/nowhere/at/all"))
    let connection = try HTTPConnection(url: HTTPURL(url), timeout: .seconds(30))
    let error = #expect(throws: HTTPException.self) { try connection.request(request) }
    guard case .bodySource(let text)? = error else { throw try #require(error) }
    #expect(text.hasPrefix("the body's stream can't be read"))
  }

  /// The connection's server, the request's URL, and whether they fit.
  static let servers = [
    ("example.org", "http://example.org/", true), ("example.org", "http://EXAMPLE.org:80/", true),
    ("example.org", "http://example.org./", true), ("example.org:81", "http://example.org:81/", true),
    ("[::1]:81", "http://[0:0::1]:81/", true), ("127.0.0.1", "http://127.1/", true),
    ("[fe80::1%eth0]", "http://[fe80::1%25eth0]/", true),
    ("xn--bcher-kva.example", "http://b\u{FC}cher.example/", true), ("b\u{FC}cher.example", "http://b\u{FC}cher.example/", true),
    ("example.org", "http://user:password@example.org/", true), ("example.org", "http://www.example.org/", false),
    ("example.org", "http://example.org:81/", false), ("example.org:81", "http://example.org/", false),
    ("example.org", "https://example.org/", false), ("example.org", "https://example.org:80/", false),
    ("example.org:443", "http://example.org/", false), ("127.0.0.1", "http://127.0.0.2/", false), ("[::1]", "http://[::2]/", false),
  ]

  @Test(arguments: servers) func `a request for another server is refused before anything is opened`(
    server: String, url: String, fits: Bool
  ) throws {
    let connection = try HTTPConnection(server)
    let stream = ScriptedStream("HTTP/1.1 204 No Content\r\n\r\n")
    connection.opener = { _ in stream }
    let request = URLRequest(url: try #require(URL(string: url)))
    if fits {
      try connection.request(request)
      #expect(try connection.getResponse().status == 204)
      return
    }
    let error = #expect(throws: HTTPException.self) { try connection.request(request) }
    guard case .invalidArgument? = error else { throw try #require(error) }
    #expect(stream.written.isEmpty)
    // It can be used as before.
    try connection.request("GET", "/")
    #expect(try connection.getResponse().status == 204)
  }

  @Test func `with a tunnel, the server is the one behind it`() throws {
    let connection = try HTTPConnection("proxy.example", port: 3128)
    try connection.setTunnel("example.org", port: 80)
    let stream = ScriptedStream(exchanges: [["HTTP/1.1 200 OK\r\n\r\n"], ["HTTP/1.1 204 No Content\r\n\r\n"]])
    connection.opener = { _ in stream }
    let proxy = URLRequest(url: try #require(URL(string: "http://proxy.example:3128/")))
    #expect(throws: HTTPException.self) { try connection.request(proxy) }
    try connection.request(URLRequest(url: try #require(URL(string: "http://example.org/"))))
    #expect(try connection.getResponse().status == 204)
  }

  #if TLS
  @Test func `a connection over TLS takes https alone`() throws {
    let connection = try HTTPSConnection("example.org")
    connection.opener = { (_) throws(HTTPException) in throw .cancelled }
    let expected = HTTPException.invalidArgument("the request is for the scheme http, but the connection speaks https")
    for text in ["http://example.org/", "http://example.org:443/"] {
      let request = URLRequest(url: try #require(URL(string: text)))
      #expect(throws: expected) { try connection.request(request) }
    }
    let request = URLRequest(url: try #require(URL(string: "https://example.org/")))
    #expect(throws: HTTPException.cancelled) { try connection.request(request) }
  }
  #endif

  @Test func `a request without a URL, or with one that is not HTTP's, is refused`() throws {
    let connection = try HTTPConnection("example.org")
    var request = URLRequest(url: try #require(URL(string: "ftp://example.org/")))
    #expect(throws: HTTPException.unsupportedScheme("ftp")) { try connection.request(request) }
    request.url = nil
    #expect(throws: HTTPException.invalidURL("the URLRequest has no URL")) { try connection.request(request) }
  }
}
