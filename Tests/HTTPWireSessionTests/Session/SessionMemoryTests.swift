import HTTPWireSession
import HTTPWireTesting
import Synchronization
import Testing

/// Cookies and challenges, which a session remembers.
struct SessionMemoryTests {
  @Test func `cookies are off unless asked for`() throws {
    let world = try World { _ in .init(headers: ["Set-Cookie": "a=1"]) }
    let session = world.session()
    for _ in 0..<2 { _ = try session.get("http://a/") }
    #expect(session.cookies == nil)
    #expect(world.server.requests.allSatisfy { !$0.headers.contains("Cookie") })
  }

  @Test func `cookies of each response are kept, also of redirections, and sent where they belong`() throws {
    let world = try World { request in
      switch request.target {
      case "/login": .init(status: 302, headers: ["Set-Cookie": "sid=1; Path=/", "Location": "/home"])
      case "/home": .init(headers: ["Set-Cookie": "seen=1"])
      default: .init()
      }
    }
    let session = world.session { $0.cookies = CookieJar() }
    _ = try session.post("http://a/login", body: .form(["u": "v"]))
    _ = try session.get("http://a/next")
    _ = try session.get("http://b/next")
    _ = try session.get("http://a/own", headers: ["Cookie": "mine=1"])
    #expect(world.server.requests.map { $0.headers["Cookie"] } == [nil, "sid=1", "sid=1; seen=1", nil, "mine=1"])
    #expect(session.cookies?.cookies().count == 2)
    session.withCookies { $0?.removeAll() }
    _ = try session.get("http://a/next")
    #expect(world.server.requests.last?.headers["Cookie"] == nil)
  }

  @Test func `credentials go to their server with the first request, the URL's before the store's and the caller's first`() throws {
    let world = try World { _ in .init() }
    let session = try world.session { try $0.credentials.set(.bearer("stored"), for: "http://a") }
    _ = try session.get("http://a/")
    _ = try session.get("http://u:p@a/")
    _ = try session.get("http://u:p@a/", headers: ["Authorization": "Own x"])
    _ = try session.get("http://b/")
    #expect(world.server.requests.map { $0.headers["Authorization"] } == ["Bearer stored", "Basic dTpw", "Own x", nil])
  }

  #if TLS
  @Test func `a challenge of the Digest scheme is answered once, and its nonce used further`() throws {
    let world = try World { request in
      guard let answer = request.headers["Authorization"] else {
        return .init(
          status: 401, headers: ["WWW-Authenticate": "Digest realm=\"r\", qop=\"auth\", algorithm=SHA-256, nonce=\"n\""], text: "no")
      }
      return .init(text: answer)
    }
    let session = try world.session { try $0.credentials.set(.digest(user: "ada", password: "secret"), for: "http://a") }
    let first = try session.put("http://a/x", body: "hello").text()
    let second = try session.get("http://a/y").text()
    #expect(first.hasPrefix("Digest username=\"ada\", realm=\"r\", uri=\"/x\""))
    #expect(first.contains("nc=00000001") && second.contains("nc=00000002"))
    #expect(world.asked == ["PUT a/x", "PUT a/x", "GET a/y"])
    #expect(world.server.requests[1].text == "hello")
    #expect(try session.get("http://b/").status == 401)
  }

  /// Each thread is challenged with a nonce of its own, and none may take another's for a refusal.
  @Test func `threads that are challenged at the same time are all answered`() throws {
    let number = Atomic<Int>(0)
    let world = try World { request in
      if request.headers.contains("Authorization") { return .init(text: "in") }
      let nonce = number.add(1, ordering: .relaxed).newValue
      return .init(status: 401, headers: ["WWW-Authenticate": "Digest realm=\"r\", qop=\"auth\", nonce=\"n\(nonce)\""])
    }
    let session = try world.session { try $0.credentials.set(.digest(user: "ada", password: "secret"), for: "http://a") }
    let statuses = Mutex<[Int]>([])
    let threads = try (0..<8).map { _ in
      try SystemThread {
        for _ in 0..<8 {
          let status = (try? session.get("http://a/").status) ?? 0
          statuses.withLock { $0.append(status) }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(statuses.withLock { $0 } == [Int](repeating: 200, count: 64))
  }

  @Test func `a server that has forgotten its nonces is answered again`() throws {
    let nonce = Mutex("n")
    let world = try World { request in
      let now = nonce.withLock { $0 }
      if request.headers["Authorization"]?.contains("nonce=\"\(now)\"") == true { return .init(text: "in") }
      return .init(status: 401, headers: ["WWW-Authenticate": "Digest realm=\"r\", nonce=\"\(now)\""])
    }
    let session = try world.session { try $0.credentials.set(.digest(user: "ada", password: "secret"), for: "http://a") }
    #expect(try session.get("http://a/").status == 200)
    nonce.withLock { $0 = "m" }
    #expect(try session.get("http://a/").status == 200)
  }

  @Test func `a challenge that is not satisfied is delivered and not repeated`() throws {
    let world = try World { request in
      let stale = request.target == "/stale" ? ", stale=true" : ""
      return .init(status: 401, headers: ["WWW-Authenticate": "Digest realm=\"r\", nonce=\"n\"\(stale)"], text: "no")
    }
    let session = try world.session { try $0.credentials.set(.digest(user: "ada", password: "wrong"), for: "http://a") }
    #expect(try session.get("http://a/").status == 401)
    #expect(world.server.requests.count == 2)
    #expect(try session.get("http://a/stale").status == 401)
    #expect(world.server.requests.count == 4)
  }
  #endif
}
