import HTTPWireInflate
import HTTPWireSession
import HTTPWireTesting
import Testing

/// What a session makes of single requests.
struct SessionTests {
  @Test func `a GET has the usual fields, and returns the whole response`() throws {
    let world = try World { _ in .init(status: 203, reason: "Fine", headers: ["X-A": "b"], text: "Grüße") }
    let page = try world.session().get("http://a.example/p?q=ü#f")
    #expect((page.status, page.reason, page.headers["X-A"]) == (203, "Fine", "b"))
    #expect(try page.text() == "Grüße")
    #expect(page.url.description == "http://a.example/p?q=%C3%BC#f")
    #expect(page.isSuccess && page.history.isEmpty)
    let request = try #require(world.server.requests.first)
    #expect(request.target == "/p?q=%C3%BC")
    let accepted = ContentCodings.known.joined(separator: ", ")
    #expect(
      request.headers.items.map { "\($0): \($1)" } == [
        "Host: a.example", "User-Agent: HTTPWire/0.1", "Accept: */*", "Accept-Encoding: \(accepted)",
      ])
  }

  @Test func `the request's own fields come in place of the session's and of the body's`() throws {
    let world = try World { _ in .init() }
    let session = world.session { $0.headers = ["User-Agent": "me", "X-Team": "a"] }
    _ = try session.post("http://a/", body: .json("{}"), headers: ["x-team": "b", "Content-Type": "text/x", "Accept-Encoding": "identity"])
    _ = try session.post("http://a/", body: .form([("a", "b c")]))
    _ = try session.post("http://a/", body: "é")
    _ = try session.post("http://a/")
    let sent = world.server.requests
    #expect(sent[0].headers.getAll("X-Team") == ["b"])
    #expect(sent[0].headers.getAll("Content-Type") == ["text/x"])
    #expect(sent[0].headers.getAll("Accept-Encoding") == ["identity"])
    #expect(sent[1].headers["Content-Type"] == "application/x-www-form-urlencoded")
    #expect(sent[1].text == "a=b+c")
    #expect(sent[2].text == "é")
    #expect(sent[2].headers["Content-Type"] == "text/plain; charset=utf-8")
    #expect(sent[3].headers["Content-Length"] == "0")
    #expect(sent[3].headers["Content-Type"] == nil)
  }

  @Test func `a body's type comes in place of the configuration's, and a part is asked for without a coding`() throws {
    let world = try World { _ in .init() }
    let session = world.session { $0.headers.set("Content-Type", "text/x") }
    _ = try session.post("http://a/", body: .form([("a", "b")]))
    _ = try session.post("http://a/", body: .bytes([1]))
    _ = try session.get("http://a/", headers: ["Range": "bytes=1-2"])
    _ = try session.get("http://a/", headers: ["Range": "bytes=1-2", "Accept-Encoding": "gzip"])
    let sent = world.server.requests.map(\.headers)
    #expect(sent[0].getAll("Content-Type") == ["application/x-www-form-urlencoded"])
    #expect(sent[1].getAll("Content-Type") == ["text/x"])
    #expect(sent[2].getAll("Accept-Encoding") == ["identity"])
    #expect(sent[3].getAll("Accept-Encoding") == ["gzip"])
  }

  @Test func `what prepare sets holds for every request of a connection`() throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session { configuration in
      let before = configuration.prepare
      configuration.prepare = { connection in
        before?(connection)
        connection.timeout = .seconds(3)
      }
    }
    for _ in 0..<2 {
      let stream = try session.open(HTTPSession.Request("GET", "http://a/"))
      stream.wait(upTo: .seconds(9))
      _ = try stream.read()
      #expect(try session.connection(for: "http://a/") { $0.timeout } == .seconds(3))
    }
    #expect(world.server.connectionCount == 1)
  }

  @Test func `each method is sent under its name`() throws {
    let world = try World { _ in .init(text: "x") }
    let session = world.session()
    _ = try session.get("http://a/")
    let head = try session.head("http://a/")
    _ = try session.post("http://a/", body: "b")
    _ = try session.put("http://a/", body: "b")
    _ = try session.patch("http://a/", body: "b")
    _ = try session.delete("http://a/")
    _ = try session.options("http://a/")
    #expect(head.body.isEmpty)
    #expect(world.server.requests.map(\.method) == ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    #expect(world.server.connectionCount == 1)
  }

  @Test(arguments: ["", "ftp://a/", "http://", "http://a b/", "http://a:99999/", "http:///x", "mailto:a"])
  func `a URL that is none is refused before anything is opened`(url: String) throws {
    let session = HTTPSession()
    switch failure({ try session.get(url) }) {
    case .invalidURL, .unsupportedScheme: break
    case let other: Issue.record("\(String(describing: other))")
    }
  }

  @Test func `checkStatus throws for what is no success, and shows no password`() throws {
    let world = try World { _ in .init(status: 404, reason: "") }
    let page = try world.session().get("http://me:secret@a/x")
    guard case .custom(let error) = failure({ try page.checkStatus() }) else { return #expect(Bool(false)) }
    #expect("\(error)" == "http://a/x: 404 Not Found")
  }

  @Test func `a response without a body is not decoded`() throws {
    let world = try World(handler: { connection in
      while let request = try connection.readRequest() {
        let status = request.target == "/304" ? 304 : request.method == "HEAD" ? 200 : 204
        try connection.send("HTTP/1.1 \(status) X\r\nContent-Encoding: nonsense\r\n\(status == 204 ? "" : "Content-Length: 9\r\n")\r\n")
      }
    })
    let session = world.session()
    #expect(try session.head("http://a/").body.isEmpty)
    #expect(try session.get("http://a/").status == 204)
    #expect(try session.get("http://a/304").status == 304)
    #expect(world.server.connectionCount == 1)
  }

  @Test(arguments: [(limit: 5, isTooLarge: false), (4, true), (0, true)], ["length", "chunked", "close", "gzip"])
  func `a body beyond the limit is an error, however it is framed`(row: (limit: Int, isTooLarge: Bool), framing: String) throws {
    if framing == "gzip", ContentCodings.known.isEmpty { return }
    let world = try World(handler: { connection in
      while try connection.readRequest() != nil {
        switch framing {
        case "length": try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        case "chunked": try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
        case "gzip": try connection.send(.init(headers: ["Content-Encoding": "gzip"], body: TestFiles.gzipHello))
        default:
          try connection.send("HTTP/1.1 200 OK\r\n\r\nhello")
          return
        }
      }
    })
    let session = world.session { $0.bodyLimit = row.limit }
    let error = failure { try session.get("http://a/") }
    #expect(error == (row.isTooLarge ? .limitExceeded(what: "bytes of a body", limit: row.limit) : nil))
  }

  @Test func `a deadline ends a request with all its redirections`() throws {
    let world = try World { request in
      // Each step is short, and there is no end of them.
      .init(status: 302, headers: ["Location": request.target + "x"])
    }
    let session = world.session {
      $0.redirects?.limit = 1_000_000
      $0.timeLimit = .milliseconds(300)
    }
    guard case .deadlineExceeded = failure({ try session.get("http://a/") }) else { return #expect(Bool(false)) }
    let silent = try World(handler: { try $0.sleepUntilStopped() })
    guard case .deadlineExceeded = failure({ try silent.session().get("http://a/", deadline: .now + .milliseconds(100)) }) else {
      return #expect(Bool(false))
    }
  }

  @Test(
    arguments: [
      ("text/plain; charset=iso-8859-1", [0xE9, 0x80], "é€"), ("text/plain; charset=\"UTF-16BE\"", [0, 0x61], "a"),
      ("text/plain", [0xEF, 0xBB, 0xBF, 0x61], "a"), ("text/plain; charset=latin1", [0xFF, 0xFE, 0x61, 0], "a"),
      ("text/plain; charset=utf-16", [0xFE, 0xFF, 0, 0x61], "a"), ("", [0xC3, 0xA9], "é"), ("text/plain; charset=us-ascii", [0x61], "a"),
    ] as [(String, [UInt8], String)])
  func `text is read by its charset, a byte order mark first`(type: String, bytes: [UInt8], text: String) throws {
    let world = try World { _ in .init(headers: type.isEmpty ? [:] : ["Content-Type": type], body: bytes) }
    #expect(try world.session().get("http://a/").text() == text)
  }

  @Test(
    arguments: [
      ("text/plain; charset=koi8-r", [0x61], "the charset 'koi8-r' is not known"),
      ("text/plain", [0x61, 0xFF], "the body is not valid utf-8"),
      ("text/plain; charset=utf-16le", [0x61], "the body is not valid utf-16le"),
      ("text/plain; charset=utf-16le", [0, 0xD8], "the body is not valid utf-16le"),
    ] as [(String, [UInt8], String)])
  func `text that is none says why`(type: String, bytes: [UInt8], words: String) throws {
    let world = try World { _ in .init(headers: ["Content-Type": type], body: bytes) }
    let page = try world.session().get("http://a/")
    guard case .custom(let error) = failure({ try page.text() }) else { return #expect(Bool(false)) }
    #expect("\(error)" == words)
  }
}
