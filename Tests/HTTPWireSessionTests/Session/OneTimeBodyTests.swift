import HTTPWireSession
import HTTPWireTesting
import Testing

/// Bodies that can be read only once.
struct OneTimeBodyTests {
  private static var body: RequestBody { .chunks([[0x78]].lazy.map { $0 }) }

  @Test(arguments: [307, 308]) func `no redirection takes it along`(status: Int) throws {
    let world = try World { _ in .init(status: status, headers: ["Location": "/b"]) }
    let error = failure { try world.session().put("http://a/a", body: Self.body) }
    guard case .redirect(let failure) = error else { return #expect(Bool(false)) }
    #expect(failure.kind == .bodyNotReplayable)
  }

  @Test(arguments: ["PUT", "POST"]) func `no attempt sends it again`(method: String) throws {
    let world = try World { _ in .init(status: 503) }
    let session = world.session {
      $0.retries = RetryPolicy(limit: 2, delay: .zero)
      $0.retries?.retriesAnyMethod = true
    }
    #expect(try session.send(HTTPSession.Request(method, HTTPURL("http://a/"), body: Self.body)).status == 503)
    #expect(world.server.requests.count == 1)
  }

  #if TLS
  @Test func `no challenge is answered with it`() throws {
    let world = try World { _ in .init(status: 401, headers: ["WWW-Authenticate": "Digest realm=\"r\", nonce=\"n\""]) }
    let session = try world.session { try $0.credentials.set(.digest(user: "ada", password: "secret"), for: "http://a") }
    #expect(try session.put("http://a/", body: Self.body).status == 401)
    #expect(world.server.requests.count == 1)
  }
  #endif
}
