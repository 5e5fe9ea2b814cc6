import HTTPWire
import HTTPWireTesting
import Testing

/// The route of a connection: what is dialed, what is sent, and when a change acts.
struct RouteTests {
  static let basic = "Proxy-Authorization: Basic dTp3\r\n"
  static let challenge = "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"

  static func proxy(_ url: String = "http://u:w@proxy.test:3128", asked: Bool = false) throws -> ProxyServer {
    var proxy = try ProxyServer(url)
    proxy.sendsCredentialsWhenAsked = asked
    return proxy
  }

  static func routed(_ route: ProxyRoute, _ streams: ScriptedStream...) throws -> (HTTPConnection, ScriptedOpener) {
    let opener = ScriptedOpener(streams)
    let connection = try HTTPConnection("origin.test", port: 81)
    connection.opener = opener.open
    connection.route = route
    return (connection, opener)
  }

  @Test func `a proxy that forwards gets the URL, the origin's Host and its own credentials with each request`() throws {
    let stream = ScriptedStream(exchanges: [[okReply], [okReply], [okReply], [okReply]])
    let (connection, opener) = try Self.routed(.forward(Self.proxy()), stream)
    #expect(try connection.get("/a?b") == "hi")
    try connection.request("OPTIONS", "*", headers: ["Authorization": "x"])
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    try connection.putRequest("GET", "")
    try connection.endHeaders()
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    let body = Array("body".utf8)
    try connection.request("PUT", "http://other.test/c", body: body.span)
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(opener.targets.map(\.host) == ["proxy.test"])
    #expect(opener.targets.map(\.port) == [3128])
    let host = " HTTP/1.1\r\nHost: origin.test:81\r\nAccept-Encoding: identity\r\n"
    #expect(
      stream.writtenText
        == "GET http://origin.test:81/a?b" + host + Self.basic + "\r\n"
        + "OPTIONS http://origin.test:81" + host + "Authorization: x\r\n" + Self.basic + "\r\n"
        + "GET http://origin.test:81/" + host + Self.basic + "\r\n"
        + "PUT http://other.test/c HTTP/1.1\r\nHost: other.test\r\nAccept-Encoding: identity\r\nContent-Length: 4\r\n" + Self.basic
        + "\r\nbody")
  }

  @Test func `credentials of the caller come instead of the route's`() throws {
    let stream = ScriptedStream(exchanges: [[okReply], [okReply]])
    let (connection, _) = try Self.routed(.forward(Self.proxy()), stream)
    try connection.request("GET", "/", headers: ["proxy-authorization": "Own x"])
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    try connection.putRequest("GET", "/")
    try connection.putHeader("Proxy-Authorization", "Own y")
    try connection.endHeaders()
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(!stream.writtenText.contains("Basic"))
    #expect(stream.writtenText.contains("\r\nproxy-authorization: Own x\r\n"))
    #expect(stream.writtenText.contains("\r\nProxy-Authorization: Own y\r\n"))
  }

  @Test func `a tunnel's proxy gets CONNECT with its credentials, and the origin the rest`() throws {
    let stream = tunnelled(okReply, okReply)
    let (connection, opener) = try Self.routed(.tunnel(Self.proxy()), stream)
    for _ in 0..<2 {
      try connection.request("GET", "/", headers: ["Authorization": "Origin", "Cookie": "a=b"])
      #expect(try connection.getResponse().read() == Array("hi".utf8))
    }
    #expect(opener.targets.map(\.host) == ["proxy.test"])
    let connect = "CONNECT origin.test:81 HTTP/1.1\r\n" + Self.basic + "Host: origin.test:81\r\n\r\n"
    #expect(stream.writtenText.hasPrefix(connect + "GET / HTTP/1.1\r\nHost: origin.test:81\r\n"))
    #expect(stream.writtenText.components(of: Self.basic) == 1)
  }

  @Test func `a change acts from the next request on, and on a new connection`() throws {
    let first = ScriptedStream(exchanges: [[okReply], [okReply], [okReply]])
    let second = ScriptedStream(exchanges: [[okReply]])
    let third = ScriptedStream(exchanges: [[okReply]])
    let (connection, opener) = try Self.routed(.direct, first, second, third)
    #expect(try connection.get() == "hi")
    connection.route = .direct
    #expect(try connection.get() == "hi")
    #expect(opener.opened.count == 1)
    // Set while a request is under way, it leaves that request alone.
    try connection.putRequest("GET", "/steps")
    connection.route = try .forward(Self.proxy())
    try connection.endHeaders()
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(first.writtenText.hasSuffix("GET /steps HTTP/1.1\r\nHost: origin.test:81\r\nAccept-Encoding: identity\r\n\r\n"))
    #expect(try connection.get("/1") == "hi")
    #expect(second.writtenText.hasPrefix("GET http://origin.test:81/1 "))
    connection.route = .direct
    #expect(try connection.get("/2") == "hi")
    #expect(third.writtenText.hasPrefix("GET /2 "))
    #expect(opener.targets.map(\.host) == ["origin.test", "proxy.test", "origin.test"])
  }

  @Test func `bytes without a request take the route, too`() throws {
    let (connection, opener) = try Self.routed(.forward(Self.proxy()), ScriptedStream(exchanges: [[okReply]]))
    try connection.send("bytes")
    #expect(opener.targets.map(\.host) == ["proxy.test"])
  }

  @Test func `a pipeline goes in absolute form, and has credentials once they were asked for`() throws {
    let first = ScriptedStream(exchanges: [[Self.challenge]])
    let second = ScriptedStream(exchanges: [[okReply], [okReply, okReply]])
    let (connection, _) = try Self.routed(.forward(Self.proxy(asked: true)), first, second)
    var bodies: [String] = []
    let left = try connection.pipeline((1...3).map { PipelinedRequest("GET", "/\($0)") }) { _, response in
      bodies.append(String(decoding: try response.read(), as: UTF8.self))
    }
    #expect(left.isEmpty)
    #expect(bodies == ["hi", "hi", "hi"])
    #expect(!first.writtenText.contains("Basic"))
    #expect(second.writtenText.components(of: Self.basic) == 3)
    #expect(second.writtenText.components(of: "GET http://origin.test:81/") == 3)
  }

  @Test func `a stream that is set after the route carries the next request, and is not closed`() throws {
    let forwarded = "GET http://origin.test:81/ "
    // The connection's own stream, set again.
    let own = ScriptedStream(exchanges: [[okReply], [okReply]])
    let (same, sameOpener) = try Self.routed(.direct, own)
    #expect(try same.get() == "hi")
    same.route = try .forward(Self.proxy())
    same.stream = same.stream
    #expect(try same.get() == "hi")
    #expect(own.writtenText.contains(forwarded))
    #expect(sameOpener.opened.count == 1)
    #expect(own.closes == 0)
    // Another one, set while a request is started, is out, or neither.
    let moments: [(HTTPConnection) throws -> Void] = [
      { _ in }, { try $0.request("GET", "/old") }, { try $0.putRequest("GET", "/old") },
    ]
    for (index, begin) in moments.enumerated() {
      let old = ScriptedStream(exchanges: [[okReply], [okReply]])
      let new = ScriptedStream(exchanges: [[okReply], [okReply]])
      let (connection, opener) = try Self.routed(.direct, old)
      #expect(try connection.get() == "hi")
      try begin(connection)
      connection.route = try .forward(Self.proxy())
      connection.stream = new
      if index == 2 {
        try connection.endHeaders()
        #expect(try connection.getResponse().read() == Array("hi".utf8))
        #expect(new.writtenText.hasPrefix("GET /old "))
      }
      #expect(try connection.get() == "hi")
      #expect(new.writtenText.contains(forwarded), "\(index)")
      #expect(opener.opened.count == 1, "\(index)")
      #expect(old.closes == 1, "\(index)")
      #expect(new.closes == 0, "\(index)")
      // A later change is one again.
      connection.route = .direct
      #expect(thrown { try connection.request("GET", "/") } == noMoreStreams)
      #expect(new.closes == 1, "\(index)")
    }
  }

  @Test func `an opener that changes the route and sends is refused, and the opening goes on`() throws {
    let stream = ScriptedStream(exchanges: [[okReply]])
    let next = ScriptedStream(exchanges: [[okReply]])
    let (connection, opener) = try Self.routed(.forward(Self.proxy()), stream, next)
    var refusals = 0
    connection.opener = { [unowned connection] target throws(HTTPException) in
      if refusals == 0 {
        connection.route = .direct
        if case .responseNotReady? = thrown({ try connection.send("x") }) { refusals += 1 }
      }
      return try opener.open(target)
    }
    #expect(try connection.get() == "hi")
    #expect(refusals == 1)
    // The request was written for the proxy, and so were its credentials.
    #expect(stream.writtenText.hasPrefix("GET http://origin.test:81/ "))
    #expect(stream.writtenText.contains(Self.basic))
    #expect(stream.closes == 0)
    #expect(try connection.get() == "hi")
    #expect(next.writtenText.hasPrefix("GET / "))
    #expect(opener.targets.map(\.host) == ["proxy.test", "origin.test"])
  }

  // MARK: Settings that contradict each other

  @Test func `a route that can't be taken is refused before anything is opened`() throws {
    let socks = try ProxyServer("socks5://p")
    for route in [ProxyRoute.forward(socks), .tunnel(socks), .socks(try Self.proxy())] {
      let (connection, opener) = try Self.routed(route)
      guard case .invalidArgument? = thrown({ try connection.request("GET", "/") }) else {
        Issue.record("\(route)")
        continue
      }
      #expect(opener.targets.isEmpty)
    }
    let (connection, opener) = try Self.routed(.tunnel(Self.proxy()))
    try connection.setTunnel("far.test")
    guard case .invalidArgument? = thrown({ try connection.connect() }) else {
      Issue.record("two tunnels")
      return
    }
    #expect(opener.targets.isEmpty)
  }

  static let badTargets = ["a", ".evil.test/", "@evil.test/", "http://u:secret@x/", "HTTP://u:secret@x/"]

  @Test(arguments: badTargets) func `a target that would change the host or has credentials is not forwarded`(target: String) throws {
    let (connection, opener) = try Self.routed(.forward(Self.proxy()), ScriptedStream(exchanges: [[okReply]]))
    let error = thrown { try connection.request("GET", target) }
    guard case .invalidURL(let text)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!text.contains("secret"))
    #expect(opener.targets.isEmpty)
    #expect(try connection.get() == "hi")
  }

  @Test func `credentials for a proxy don't go to an origin, unless Python is followed`() throws {
    let headers: HTTPMessage = ["Proxy-Authorization": "Basic c2VjcmV0"]
    let own = ["http://h/", "http://H/", "http://h:80/", "http://h:/", "http://h./", "http://h", "http:///", "http://u@h/"]
    for target in ["/", "*", "?q"] + own {
      let (connection, opener) = try connection(ScriptedStream(exchanges: [[okReply]]))
      let error = thrown { try connection.request("GET", target, headers: headers) }
      guard case .invalidArgument(let text)? = error else {
        Issue.record("\(target): \(String(describing: error))")
        continue
      }
      #expect(!text.contains("c2VjcmV0"))
      try connection.putRequest("GET", target)
      try connection.putHeader("Proxy-Authorization", "x")
      #expect(throws: HTTPException.self) { try connection.endHeaders() }
      #expect(opener.targets.isEmpty)
      connection.close()
      #expect(try connection.get() == "hi")
    }
    // Without a route, the server may be a proxy, which these targets show.
    for (method, target) in [("GET", "http://far.test/"), ("CONNECT", "far.test:443")] {
      let stream = ScriptedStream(exchanges: [[okReply]])
      let (connection, _) = try connection(stream)
      try connection.request(method, target, headers: headers)
      #expect(stream.writtenText.contains("Proxy-Authorization: Basic c2VjcmV0\r\n"))
    }
    let stream = ScriptedStream(exchanges: [[okReply]])
    let (connection, _) = try connection(stream, leniency: .python)
    try connection.request("GET", "/", headers: headers)
    #expect(stream.writtenText.contains("Proxy-Authorization: Basic c2VjcmV0\r\n"))
  }

  @Test func `credentials for a proxy don't go through a tunnel, whatever the request names`() throws {
    let headers: HTTPMessage = ["Proxy-Authorization": "Basic c2VjcmV0"]
    let ways: [(HTTPConnection) throws -> Void] = [
      { $0.route = .tunnel(try Self.proxy()) }, { $0.route = .socks(try ProxyServer("socks5h://p")) }, { try $0.setTunnel("far.test") },
    ]
    for (index, way) in ways.enumerated() {
      for (method, target) in [("GET", "/"), ("GET", "http://other.test/"), ("GET", "https://other.test/"), ("CONNECT", "other.test:443")] {
        let (connection, opener) = try connection(tunnelled(okReply))
        try way(connection)
        guard case .invalidArgument? = thrown({ try connection.request(method, target, headers: headers) }) else {
          Issue.record("\(index) \(method) \(target)")
          continue
        }
        try connection.putRequest(method, target)
        try connection.putHeader("Proxy-Authorization", "x")
        guard case .invalidArgument? = thrown({ try connection.endHeaders() }) else {
          Issue.record("\(index) \(method) \(target), step by step")
          continue
        }
        #expect(opener.targets.isEmpty)
      }
    }
    // The route .direct is none.
    let stream = ScriptedStream(exchanges: [[okReply]])
    let (direct, _) = try Self.routed(.direct, stream)
    try direct.request("GET", "http://far.test/", headers: headers)
    #expect(stream.writtenText.contains("Proxy-Authorization: Basic c2VjcmV0\r\n"))
  }

  @Test func `no output and no error shows the credentials`() throws {
    let stream = ScriptedStream(exchanges: [[okReply], [okReply], [okReply]])
    let (connection, _) = try Self.routed(.forward(Self.proxy()), stream)
    var lines: [String] = []
    connection.debugSink = { lines.append($0) }
    connection.setDebugLevel(1)
    #expect(try connection.get() == "hi")
    try connection.request("PUT", "/", body: .chunks([[1]]))
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    try connection.request("PUT", "/", body: .bytes([1]), headers: ["Proxy-Authorization": "Own dTp3"])
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    var dumped = ""
    dump(connection, to: &dumped)
    for text in lines + [dumped] {
      #expect(!text.contains("dTp3"))
      #expect(!text.contains("u:w"))
    }
    #expect(lines.count { $0.contains("Proxy-Authorization: ***\\r\\n") } == 3)
    let error = thrown { try connection.request("GET", "/", headers: ["Proxy-Authorization": "secret\n"]) }
    #expect(error == .invalidHeaderValue(Array("***".utf8)))
  }
}

extension String {
  /// How often a text occurs.
  func components(of text: String) -> Int { ranges(of: text).count }
}
