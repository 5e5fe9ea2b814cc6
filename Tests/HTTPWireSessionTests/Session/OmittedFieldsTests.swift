import HTTPWireSession
import HTTPWireTesting
import Testing

/// Fields that a request of a session is to do without.
struct OmittedFieldsTests {
  static let all = ["Host", "User-Agent", "Accept", "Accept-Encoding", "Content-Type", "Cookie", "Authorization", "Content-Length"]

  private static func session(of world: World) throws -> HTTPSession {
    try world.session {
      $0.cookies = CookieJar()
      try $0.credentials.set(.basic(user: "a", password: "b"), for: "http://a.example/")
    }
  }

  @Test(arguments: all) func `a field is left out wherever it would come from, also after a redirection`(name: String) throws {
    let world = try World {
      $0.target == "/1" ? .init(status: 307, headers: ["Location": "/2", "Set-Cookie": "a=b"]) : .init(text: "x")
    }
    let session = try Self.session(of: world)
    for isOmitted in [false, true] {
      session.withCookies { $0?.endSession() }
      var request = try HTTPSession.Request("POST", "http://a.example/1", body: "x")
      if isOmitted { request.omittedFields = [name.uppercased()] }
      #expect(try session.send(request).status == 200)
      let sent = world.server.requests.suffix(2)
      for other in Self.all {
        let wanted = !isOmitted || other != name
        #expect(sent.last?.headers.contains(other) == wanted, "\(other)")
        #expect(sent.first?.headers.contains(other) == (wanted && other != "Cookie"), "\(other)")
        #expect(sent.allSatisfy { $0.headers.getAll(other).count < 2 })
      }
      #expect(sent.allSatisfy { $0.text == "x" })
    }
    // The connection is kept, and adds its fields again.
    #expect(world.server.connectionCount == 1)
    _ = try session.get("http://a.example/")
    #expect(world.server.requests.last?.headers["Host"] == "a.example")
  }

  @Test func `the request's own fields are sent all the same`() throws {
    let world = try World { _ in .init() }
    var request = try HTTPSession.Request("GET", "http://u:p@a.example/", headers: ["Host": "x", "Cookie": "c=d", "Range": "bytes=0-"])
    request.omittedFields = Set(Self.all)
    _ = try Self.session(of: world).send(request)
    #expect(world.server.requests[0].headers.items.map { "\($0): \($1)" } == ["Host: x", "Cookie: c=d", "Range: bytes=0-"])
  }

  @Test func `a challenge is not answered without Authorization`() throws {
    let world = try World { _ in .init(status: 401, headers: ["WWW-Authenticate": "Digest realm=\"r\", nonce=\"n\""]) }
    let session = try world.session { try $0.credentials.set(.digest(user: "a", password: "b"), for: "http://a.example/") }
    var request = try HTTPSession.Request("GET", "http://a.example/")
    request.omittedFields = ["authorization"]
    #expect(try session.send(request).status == 401)
    #expect(world.server.requests.count == 1)
  }
}
