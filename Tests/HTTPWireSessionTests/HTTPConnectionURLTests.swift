import HTTPWireSession
import HTTPWireTesting
import Testing

/// Connections that are made for a URL.
struct HTTPConnectionURLTests {
  @Test func `a connection for a URL sends its target, and no user information`() throws {
    let server = try LoopbackServer.replying { _ in .init(text: "here") }
    defer { server.stop() }
    let url = try HTTPURL("http://user:secret@\(server.host):\(server.port)/a/../b c?d=ä#e")
    let connection = try HTTPConnection(url: url, timeout: .seconds(20), leniency: .default)
    defer { connection.close() }
    #expect((connection.host, connection.port, connection.timeout) == (server.host, server.port, .seconds(20)))
    try connection.request("GET", url.target)
    #expect(try connection.getResponse().read() == Array("here".utf8))
    let request = try #require(server.requests.first)
    #expect(request.target == "/b%20c?d=%C3%A4")
    #expect(request.headers["Host"] == "\(server.host):\(server.port)")
    #expect(!request.headers.contains("Authorization"))
  }

  @Test func `a text that is no URL is refused as by HTTPURL`() {
    #expect(throws: HTTPException.unsupportedScheme("ftp")) { try HTTPConnection(url: "ftp://a/") }
    #expect(throws: HTTPException.self) { try HTTPConnection(url: "http://a b/") }
  }

  #if TLS
  @Test func `the scheme decides about TLS`() throws {
    let context = try TLSContext(TLSContext.Options())
    let secure = try HTTPConnection(url: "https://example.org/", context: context)
    #expect((secure as? HTTPSConnection)?.context === context)
    #expect((secure.host, secure.port) == ("example.org", 443))
    let plain = try HTTPConnection(url: "example.org:8080", context: context)
    #expect(!(plain is HTTPSConnection))
    #expect((plain.host, plain.port) == ("example.org", 8080))
    #expect(try HTTPSConnection(url: "https://[::1]:8443/").port == 8443)
    let error = #expect(throws: HTTPException.self) { try HTTPSConnection(url: "http://u:secret@a/") }
    #expect(error == .invalidArgument("an HTTPSConnection needs an https URL, not http://a/"))
  }
  #else
  @Test func `without TLS, https is refused in plain words`() {
    let error = #expect(throws: HTTPException.unsupportedScheme("https")) { try HTTPConnection(url: "https://a/") }
    #expect(error?.description == "https needs the package's trait TLS, which is off in this build")
  }
  #endif

  @Test func `redirections are followed as the policy's documentation shows`() throws {
    let server = try LoopbackServer.replying { request in
      switch request.target {
      case "/a": .init(status: 302, headers: ["Location": "b?c"])
      case "/b?c": .init(status: 307, headers: ["Location": "/d"])
      default: .init(text: "\(request.method) \(request.target)")
      }
    }
    defer { server.stop() }
    var request = RedirectPolicy.Request(
      "POST", try HTTPURL("\(server.host):\(server.port)/a#f"), headers: ["Content-Type": "a/b"], body: .replayable)
    let connection = try HTTPConnection(url: request.url)
    defer { connection.close() }
    var history: [HTTPURL] = []
    let policy = RedirectPolicy()
    while true {
      try connection.request(request.method, request.url.target, body: request.body == .none ? nil : "body", headers: request.headers)
      let response = try connection.getResponse()
      let text = String(decoding: try response.read(), as: UTF8.self)
      guard
        case .follow(let next) = try policy.decide(request, status: response.status, headers: response.headers, history: history)
      else {
        #expect(text == "GET /d")
        break
      }
      history.append(request.url)
      request = next
    }
    #expect(history.map(\.target) == ["/a", "/b?c"])
    #expect(request.url.fragment == "f")
    #expect(server.requests.map(\.body) == [Array("body".utf8), [], []])
  }
}
