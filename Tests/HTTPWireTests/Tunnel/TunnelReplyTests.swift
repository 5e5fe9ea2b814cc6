import HTTPWire
import HTTPWireTesting
import Testing

/// What a proxy says, and what becomes of the connection then.
struct TunnelReplyTests {
  /// Replies that open the tunnel, and with which presets.
  static let opening: [(reply: String, presets: Range<Int>)] = [
    (assent, 0..<2),
    ("HTTP/1.0 200 Connection established\r\n\r\n", 0..<2),
    ("HTTP/1.1 200\r\n\r\n", 0..<2),
    ("HTTP/1.1 201 Created\r\n\r\n", 0..<1),
    ("HTTP/1.1 204 No Content\r\n\r\n", 0..<1),
    ("HTTP/1.1 299 Any\r\n\r\n", 0..<1),
    ("HTTP/1.1 100 Continue\r\n\r\n" + assent, 0..<1),
    ("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + assent, 0..<1),
    // RFC 9110 section 9.3.6: such fields mean nothing here, whatever they say.
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 0..<2),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 0..<2), ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", 0..<2),
    ("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\n", 0..<2),
    ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", 0..<2),
    ("HTTP/1.1 200 OK\r\nContent-Length: x\r\nContent-Length: 7\r\nTransfer-Encoding: y\r\n\r\n", 0..<1),
    ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", 0..<2),
  ]

  @Test(arguments: opening.indices, Delivery.all) func `a success opens the tunnel, however it comes`(
    index: Int, delivery: Delivery
  ) throws {
    let (reply, allowed) = Self.opening[index]
    for preset in allowed {
      let stream = ScriptedStream(exchanges: [delivery.pieces(of: reply), [Array(okReply.utf8)]], atEnd: .fail)
      let (connection, _) = try proxied(stream, leniency: presets[preset])
      #expect(try connection.get() == "hi", "\(reply.debugDescription) with preset \(preset)")
      #expect(connection.proxyResponseHeaders != nil)
      #expect(stream.overReads == 0)
      #expect(stream.closes == 0)
    }
  }

  @Test func `what the proxy said can be read, and is that of the last opening`() throws {
    let (connection, _) = try proxied(
      tunnelled(okReply, assent: "HTTP/1.1 200 OK\r\nVia: a\r\nVia: b\r\n\r\n"),
      ScriptedStream("HTTP/1.1 403 No\r\nVia: c\r\n\r\n", atEnd: .end),
      ScriptedStream(atEnd: .end))
    #expect(connection.proxyResponseHeaders == nil)
    #expect(try connection.get() == "hi")
    #expect(connection.proxyResponseHeaders?.getAll("via") == ["a", "b"])
    connection.close()
    #expect(connection.proxyResponseHeaders?.getAll("via") == ["a", "b"])
    #expect(throws: HTTPException.self) { try connection.connect() }
    #expect(connection.proxyResponseHeaders?.getAll("via") == ["c"])
    #expect(throws: HTTPException.remoteDisconnected) { try connection.connect() }
    #expect(connection.proxyResponseHeaders == nil)
  }

  // MARK: Refusals

  /// A refusal, its status and reason, and what is kept of its body.
  struct Refusing: Sendable, CustomTestStringConvertible {
    let reply: String
    let status: Int
    let reason: String
    let body: String
    var presets = 0..<2
    var testDescription: String { String(reply.prefix(60)) }
  }

  static let refusing: [Refusing] = [
    Refusing(
      reply: "HTTP/1.1 407 Proxy Auth\r\nProxy-Authenticate: Basic\r\nContent-Length: 5\r\n\r\nlogin", status: 407, reason: "Proxy Auth",
      body: "login"),
    Refusing(
      reply: "HTTP/1.1 407 Proxy Auth\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nlo\r\n3\r\ngin\r\n0\r\n\r\n", status: 407,
      reason: "Proxy Auth", body: "login"),
    Refusing(reply: "HTTP/1.0 502 Bad Gateway\r\n\r\nuntil the end", status: 502, reason: "Bad Gateway", body: "until the end"),
    // What came is kept of a body that is cut short or badly framed.
    Refusing(reply: "HTTP/1.1 503 Busy\r\nContent-Length: 50\r\n\r\ncut", status: 503, reason: "Busy", body: "cut"),
    Refusing(reply: "HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ncut\r\nzz\r\n", status: 503, reason: "Busy", body: "cut"),
    Refusing(reply: "HTTP/1.1 403 \r\nContent-Length: 0\r\n\r\n", status: 403, reason: "", body: ""),
    Refusing(reply: "HTTP/1.1 302 Found\r\nLocation: http://x/\r\nContent-Length: 2\r\n\r\nno", status: 302, reason: "Found", body: "no"),
    Refusing(reply: "HTTP/1.1 304 Not Modified\r\n\r\n", status: 304, reason: "Not Modified", body: ""),
    Refusing(reply: "HTTP/1.1 201 Created\r\n\r\nlater", status: 201, reason: "Created", body: "", presets: 1..<2),
    Refusing(
      reply: "HTTP/1.1 202 Any\r\nContent-Length: 9223372036854775808\r\n\r\n", status: 202, reason: "Any", body: "", presets: 1..<2),
    Refusing(reply: "HTTP/1.1 204 No Content\r\n\r\n", status: 204, reason: "No Content", body: "", presets: 1..<2),
    // What such fields say of the body is not worth losing the reply for.
    Refusing(reply: "HTTP/1.1 407 No\r\nContent-Length: 9223372036854775808\r\n\r\nlogin", status: 407, reason: "No", body: "login"),
    Refusing(
      reply: "HTTP/1.1 407 No\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nlogin", status: 407, reason: "No", body: "login",
      presets: 0..<1),
    Refusing(
      reply: "HTTP/1.1 502 No\r\nTransfer-Encoding: gzip\r\n\r\nlogin", status: 502, reason: "No", body: "login", presets: 0..<1),
    // CPython takes an interim response for the answer.
    Refusing(reply: "HTTP/1.1 100 Continue\r\n\r\n", status: 100, reason: "Continue", body: "", presets: 1..<2),
    Refusing(reply: "HTTP/1.1 103 Early Hints\r\n\r\n", status: 103, reason: "Early Hints", body: "", presets: 1..<2),
  ]

  @Test(arguments: refusing, Delivery.all) func `a refusal is thrown with all that the proxy said`(
    refusing: Refusing, delivery: Delivery
  ) throws {
    for preset in refusing.presets {
      let stream = ScriptedStream(delivery.pieces(of: refusing.reply), atEnd: .end)
      let (connection, opener) = try proxied(stream, tunnelled(okReply), leniency: presets[preset])
      let error = thrown { try connection.request("GET", "/") }
      guard case .tunnelRefused(let refusal)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(refusal.status == refusing.status)
      #expect(refusal.reason == refusing.reason)
      #expect(latin1(refusal.body) == refusing.body)
      #expect(connection.proxyResponseHeaders?.items.map(\.name) == refusal.headers.items.map(\.name))
      #expect(error?.description == "Tunnel connection failed: \(refusing.status) \(refusing.reason), at the proxy proxy.example:3128")
      #expect(error?.fault == .peer)
      #expect(stream.writtenPieces.count == 1)
      #expect(stream.closes == 1)
      #expect(try connection.get() == "hi")
      #expect(opener.opened.count == 2)
      #expect(stream.closes == 1)
    }
  }

  @Test func `no more is kept of a refusal's body than its limit`() throws {
    let page = [UInt8](repeating: UInt8(ascii: "x"), count: TunnelRefusal.bodyLimit + 10_000)
    let pieces =
      [Array("HTTP/1.1 403 No\r\nContent-Length: \(page.count)\r\n\r\n".utf8)]
      + stride(from: 0, to: page.count, by: 1_000).map {
        Array(page[$0..<min($0 + 1_000, page.count)])
      }
    let stream = ScriptedStream(pieces, atEnd: .fail)
    let (connection, _) = try proxied(stream)
    guard case .tunnelRefused(let refusal)? = thrown({ try connection.connect() }) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.body.count == TunnelRefusal.bodyLimit)
    #expect(stream.unreadCount > 0)
    #expect(stream.overReads == 0)
    #expect(stream.closes == 1)
  }

  @Test(arguments: ["Content-Length: 5\r\n", "", "Transfer-Encoding: chunked\r\n"])
  func `a refusal's body that does not come is not waited for beyond reason`(field: String) throws {
    let stream = ScriptedStream("HTTP/1.1 407 Proxy Auth\r\n\(field)\r\n", atEnd: .timeout)
    let (connection, _) = try proxied(stream)
    guard case .tunnelRefused(let refusal)? = thrown({ try connection.connect() }) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.body.isEmpty)
    #expect(stream.readTimeouts.last.flatMap { $0 }.map { $0 <= .seconds(2) } == true)
    #expect(stream.readTimeouts.first == .some(nil))
    #expect(stream.closes == 1)
  }

  // MARK: Replies that are none

  /// Bytes in the place of a reply, and whether an error is the right one.
  static let broken: [(reply: String, isRight: @Sendable (HTTPException) -> Bool)] = [
    ("", { $0 == .remoteDisconnected }),
    ("garbage\r\n\r\n", { $0.isBadStatusLine }),
    ("SSH-2.0-x\r\n", { $0.isBadStatusLine }),
    ("HTTP/2 200 OK\r\n\r\n", { $0 == .unknownProtocol("HTTP/2") || $0.isBadStatusLine }),
    ("HTTP/1.1 200 OK\r\nVia: a", { if case .incompleteHead = $0 { true } else { false } }),
    ("HTTP/1.1 101 Switching Protocols\r\n\r\n", { $0 == .unexpectedUpgrade }),
    ("HTTP/1.1 200 OK\r\nno field\r\n\r\n", { if case .malformedHeader = $0 { true } else { false } }),
    ("HTTP/1.1 200 " + String(repeating: "x", count: 70_000), { if case .lineTooLong = $0 { true } else { false } }),
    (
      "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 5_000) + "\r\n",
      { $0 == .limitExceeded(what: "headers", limit: 100) }
    ),
    (
      String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 101) + assent,
      { $0 == .limitExceeded(what: "interim responses", limit: 100) }
    ),
  ]

  @Test(arguments: broken.indices, [Delivery.whole, .lineByLine, .random(seed: 4)])
  func `what is no reply is an error that leaves the connection usable`(index: Int, delivery: Delivery) throws {
    let (reply, isRight) = Self.broken[index]
    let stream = ScriptedStream(delivery.pieces(of: reply), atEnd: .end)
    let (connection, opener) = try proxied(stream, tunnelled(okReply))
    let error = thrown { try connection.request("GET", "/") }
    #expect(error.map(isRight) == true, "\(String(describing: error)) for \(reply.prefix(40))")
    #expect(stream.writtenPieces.count == 1)
    #expect(stream.closes == 1)
    #expect(connection.stream == nil)
    #expect(throws: HTTPException.responseNotReady("Idle")) { try connection.getResponse() }
    #expect(try connection.get() == "hi")
    #expect(opener.opened.count == 2)
  }

  @Test(arguments: presets.indices) func `a flood of headers is stopped at the connection's limit`(preset: Int) throws {
    for (count, isRefused) in [(7, false), (8, true)] {
      let reply = "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: count) + "\r\n"
      let (connection, _) = try proxied(tunnelled(assent: reply), leniency: presets[preset])
      connection.maxResponseHeaders = 7
      #expect(thrown { try connection.connect() } == (isRefused ? .limitExceeded(what: "headers", limit: 7) : nil))
    }
  }

  @Test(arguments: presets.indices, ["\u{16}\u{3}\u{1}", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "x"])
  func `bytes that come before the tunnel is used are refused`(preset: Int, early: String) throws {
    for pieces in [[assent + early], [assent, early]] {
      let stream = ScriptedStream(pieces.map { Array($0.utf8) }, atEnd: .fail)
      let (connection, _) = try proxied(stream, tunnelled(okReply), leniency: presets[preset])
      #expect(thrown { try connection.request("GET", "/") } == .unexpectedTunnelData)
      #expect(stream.closes == 1)
      #expect(stream.writtenPieces.count == 1)
      #expect(try connection.get() == "hi")
    }
  }

  @Test func `the bytes of a body that a 200 announces are such bytes`() throws {
    let (connection, _) = try proxied(ScriptedStream("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", atEnd: .end))
    #expect(thrown { try connection.connect() } == .unexpectedTunnelData)
  }

  // MARK: Failing streams

  @Test func `a stream that fails is closed once`() throws {
    let silent = ScriptedStream(atEnd: .timeout)
    let stopping = ScriptedStream("HTTP/1.1 200 O", atEnd: .timeout)
    let reset = ScriptedStream(atEnd: .reset)
    let deaf = ScriptedStream(assent, atEnd: .end)
    deaf.failWrites(afterBytes: 10)
    let errors: [HTTPException] = [
      .timedOut(.tunneling), .timedOut(.tunneling), ScriptedStream.reset.at(proxy: "proxy.example:3128"),
      ScriptedStream.brokenPipe.at(proxy: "proxy.example:3128"),
    ]
    let streams = [silent, stopping, reset, deaf]
    let (connection, _) = try proxied(silent, stopping, reset, deaf, tunnelled(okReply), timeout: .seconds(3))
    for (stream, error) in zip(streams, errors) {
      #expect(thrown { try connection.request("GET", "/") } == error)
      #expect(stream.closes == 1)
      #expect(stream.writeTimeouts == [.seconds(3)])
      #expect(stream.readTimeouts.allSatisfy { $0 == .seconds(3) })
      #expect(connection.stream == nil)
      #expect(connection.proxyResponseHeaders == nil)
    }
    #expect(try connection.get() == "hi")
    connection.close()
    #expect(streams.map(\.closes) == [1, 1, 1, 1])
  }

  @Test func `a request that was begun before connecting failed can still be sent`() throws {
    let (connection, opener) = try proxied(ScriptedStream("HTTP/1.1 403 No\r\n\r\n", atEnd: .end), tunnelled(okReply))
    try connection.putRequest("GET", "/")
    guard case .tunnelRefused? = thrown({ try connection.connect() }) else {
      Issue.record("not refused")
      return
    }
    try connection.endHeaders()
    #expect(try connection.getResponse().read() == Array("hi".utf8))
    #expect(opener.opened.count == 2)
  }
}
