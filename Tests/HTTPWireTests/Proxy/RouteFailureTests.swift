import HTTPWire
import HTTPWireTesting
import Testing

/// What a proxy's challenge and its failures lead to.
struct RouteFailureTests {
  // MARK: Challenges

  @Test func `a challenge to a forwarded request is answered once`() throws {
    let first = ScriptedStream(exchanges: [[RouteTests.challenge]])
    let second = ScriptedStream(exchanges: [[okReply], [RouteTests.challenge]])
    let (connection, opener) = try RouteTests.routed(.forward(RouteTests.proxy(asked: true)), first, second)
    // POST is not idempotent, but the proxy has not passed it on.
    try connection.request("POST", "/", body: .bytes([0x61]))
    let response = try connection.getResponse()
    #expect(response.status == 200)
    _ = try response.read()
    #expect(!first.writtenText.contains("Basic"))
    #expect(second.writtenText.contains(RouteTests.basic))
    #expect(second.writtenText.hasSuffix("\r\n\r\na"))
    // From now on they are sent at once, and what is said to them is the answer.
    try connection.request("GET", "/")
    #expect(try connection.getResponse().status == 407)
    #expect(opener.opened.count == 2)
    #expect(second.writtenText.components(of: RouteTests.basic) == 2)
  }

  @Test(arguments: ["no!!", "no!!" + String(repeating: "x", count: 100_000)])
  func `a connection whose challenge has a body is closed before the answer is sent`(body: String) throws {
    let first = ScriptedStream(
      exchanges: [["HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: \(body.utf8.count)\r\n\r\n", body]])
    let (connection, opener) = try RouteTests.routed(.forward(RouteTests.proxy(asked: true)), first, ScriptedStream(exchanges: [[okReply]]))
    var closes: [Int] = []
    connection.opener = { target throws(HTTPException) in
      closes.append(first.closes)
      return try opener.open(target)
    }
    #expect(try connection.get() == "hi")
    #expect(closes == [0, 1])
  }

  @Test func `a challenge to the caller's own credentials is the answer`() throws {
    for own in ["Basic b3duOnc=", "Own x"] {
      let first = ScriptedStream(exchanges: [[RouteTests.challenge], [RouteTests.challenge]])
      let second = ScriptedStream(exchanges: [[okReply]])
      let (connection, opener) = try RouteTests.routed(.forward(RouteTests.proxy(asked: true)), first, second)
      try connection.request("POST", "/", body: .bytes([0x61]), headers: ["proxy-authorization": own])
      #expect(try connection.getResponse().status == 407)
      #expect(opener.opened.count == 1)
      #expect(first.writtenText.components(of: "POST ") == 1)
      // One to a request without them is still answered.
      #expect(try connection.get() == "hi")
      #expect(second.writtenText.contains(RouteTests.basic))
    }
  }

  @Test func `a challenge to a request that can't be repeated is the answer, and the next request has the credentials`() throws {
    let stream = ScriptedStream(exchanges: [[RouteTests.challenge], [okReply], [okReply]])
    let (connection, opener) = try RouteTests.routed(.forward(RouteTests.proxy(asked: true)), stream)
    try connection.putRequest("POST", "/")
    try connection.putHeader("Content-Length", 1)
    try connection.endHeaders("a")
    let response = try connection.getResponse()
    #expect(response.status == 407)
    #expect(response.headers["Proxy-Authenticate"] == "Basic realm=\"x\"")
    _ = try response.read()
    #expect(try connection.get() == "hi")
    #expect(opener.opened.count == 1)
    #expect(stream.writtenText.components(of: RouteTests.basic) == 1)
  }

  @Test(arguments: [
    "HTTP/1.1 407 Who\r\nProxy-Authenticate: Digest realm=\"a, Basic\"\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 407 Who\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 401 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
  ])
  func `what asks for something else is the answer`(reply: String) throws {
    let (connection, opener) = try RouteTests.routed(.forward(RouteTests.proxy(asked: true)), ScriptedStream(exchanges: [[reply]]))
    try connection.request("GET", "/")
    #expect([401, 407].contains(try connection.getResponse().status))
    #expect(opener.opened.count == 1)
    #expect(opener.opened.allSatisfy { !$0.writtenText.contains("Basic dTp3") })
  }

  @Test func `a challenge to CONNECT is answered once, and the refusal is there in full`() throws {
    let first = ScriptedStream(RouteTests.challenge, atEnd: .end)
    let (connection, opener) = try RouteTests.routed(.tunnel(RouteTests.proxy(asked: true)), first, tunnelled(okReply))
    #expect(try connection.get() == "hi")
    #expect(!first.writtenText.contains("Basic"))
    #expect(opener.opened.last?.writtenText.contains(RouteTests.basic) == true)
    #expect(connection.requestFailure == nil)

    let page = "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: 4\r\n\r\nno!!"
    let refusals = [ScriptedStream(page, atEnd: .end), ScriptedStream(page, atEnd: .end), tunnelled(okReply)]
    let (refused, again) = try RouteTests.routed(.tunnel(RouteTests.proxy(asked: true)), refusals[0], refusals[1], refusals[2])
    guard case .tunnelRefused(let refusal)? = thrown({ try refused.request("GET", "/") }) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.status == 407)
    #expect(refusal.body == Array("no!!".utf8))
    #expect(refusal.proxy == "proxy.test:3128")
    #expect(again.opened.count == 2)
    #expect(refused.requestFailure?.proxy == "proxy.test:3128")
  }

  // MARK: Failures

  @Test func `a failure says at which proxy it was, whatever the error`() throws {
    let reply = Array("HTTP/1.1 200 OK\r\nVia: p\r\n\r\n".utf8)
    for count in 0..<reply.count {
      let start = latin1(reply[..<count])
      let (tunnel, _) = try RouteTests.routed(.tunnel(RouteTests.proxy()), ScriptedStream(start, atEnd: .end))
      #expect(thrown { try tunnel.request("GET", "/") } != nil, "\(count)")
      #expect(tunnel.requestFailure?.proxy == "proxy.test:3128", "\(count)")
      #expect(tunnel.requestFailure?.wasAnythingSent == false)
      #expect(tunnel.requestFailure?.isSafeToRetry == true)
      let (forward, _) = try RouteTests.routed(.forward(RouteTests.proxy()), ScriptedStream(start, atEnd: .end))
      try forward.request("GET", "/")
      #expect(thrown { _ = try forward.getResponse() } != nil, "\(count)")
      #expect(forward.requestFailure?.proxy == "proxy.test:3128", "\(count)")
    }
    for garbage in ["\u{15}\u{3}\u{1}\0\u{2}\u{2}F", "SSH-2.0-x\r\n", "\r\n\r\n\r\n", "HTTP/1.1 2OO OK\r\n\r\n"] {
      let (tunnel, _) = try RouteTests.routed(.tunnel(RouteTests.proxy()), ScriptedStream(garbage, atEnd: .end))
      #expect(thrown { try tunnel.connect() } != nil)
      #expect(tunnel.requestFailure?.proxy == "proxy.test:3128")
    }
    let (absent, _) = try RouteTests.routed(.forward(RouteTests.proxy()))
    #expect(thrown { try absent.request("GET", "/") }?.description.hasSuffix(", at the proxy proxy.test:3128") == true)
    #expect(absent.requestFailure?.proxy == "proxy.test:3128")
  }

  @Test func `a failure behind the tunnel, or without a proxy, names none`() throws {
    let (tunnel, _) = try RouteTests.routed(.tunnel(RouteTests.proxy()), ScriptedStream(exchanges: [[assent]], atEnd: .end))
    try tunnel.request("GET", "/")
    #expect(thrown { _ = try tunnel.getResponse() } == .remoteDisconnected)
    #expect(tunnel.requestFailure != nil)
    #expect(tunnel.requestFailure?.proxy == nil)
    let (direct, _) = try RouteTests.routed(.direct)
    #expect(thrown { try direct.request("GET", "/") } != nil)
    #expect(direct.requestFailure != nil)
    #expect(direct.requestFailure?.proxy == nil)
  }

  @Test func `a failure names the SOCKS proxy once that was dialed, and no proxy that was not`() throws {
    let refusing = HTTPException.system(SystemFailure(operation: "connect", code: 111, message: "Connection refused"))
    // Behind SOCKS, the HTTP proxy was not reached.
    for dialing in [refusing, .timedOut(.connecting), .timedOut(.lookingUp)] {
      for version in ["socks4a", "socks5h"] {
        let (both, _) = try RouteTests.routed(.socks(try ProxyServer("\(version)://127.0.0.1:1")))
        both.opener = { _ throws(HTTPException) in throw dialing }
        try both.setTunnel("far.test")
        #expect(thrown { try both.request("GET", "/") } != nil)
        #expect(both.requestFailure?.proxy == "127.0.0.1:1")
      }
    }
    // The time is over before anything is done.
    let (late, lateOpener) = try RouteTests.routed(.socks(try ProxyServer("socks5://127.0.0.1:1")))
    #expect(thrown { try late.request("GET", "/", deadline: .now - .seconds(1)) }?.isTimeout == true)
    #expect(late.requestFailure != nil)
    #expect(late.requestFailure?.proxy == nil)
    #expect(lateOpener.targets.isEmpty)
    // It has no address, or none that the version can express.
    for (host, version) in [("nosuch.invalid", "socks5"), ("nosuch.invalid", "socks4"), ("::1", "socks4"), ("::1", "socks4a")] {
      let opener = ScriptedOpener([])
      let connection = try HTTPConnection(host, port: 81)
      connection.opener = opener.open
      connection.route = .socks(try ProxyServer("\(version)://127.0.0.1:1"))
      #expect(thrown { try connection.request("GET", "/") } != nil)
      #expect(connection.requestFailure != nil, "\(host) \(version)")
      #expect(connection.requestFailure?.proxy == nil, "\(host) \(version)")
      #expect(opener.targets.isEmpty)
    }
    // Nothing was opened.
    let (forward, _) = try RouteTests.routed(.forward(RouteTests.proxy()))
    forward.autoOpen = false
    #expect(thrown { try forward.request("GET", "/") } == .notConnected)
    #expect(forward.requestFailure != nil)
    #expect(forward.requestFailure?.proxy == nil)
    for route in [ProxyRoute.forward(try RouteTests.proxy()), .tunnel(try RouteTests.proxy())] {
      let (passed, opener) = try RouteTests.routed(route)
      #expect(thrown { try passed.request("GET", "/", deadline: .now - .seconds(1)) }?.isTimeout == true)
      #expect(passed.requestFailure?.proxy == nil)
      #expect(opener.targets.isEmpty)
    }
  }

  @Test func `a proxy that drips its reply opens the tunnel nevertheless`() throws {
    let stream = ScriptedStream(exchanges: [assent.map(String.init), [okReply]], atEnd: .fail)
    let (connection, _) = try RouteTests.routed(.tunnel(RouteTests.proxy()), stream)
    #expect(try connection.get() == "hi")
  }
}
