import HTTPWire
import HTTPWireTesting
import Testing

@testable import HTTPWireCommand

@Suite("The command, run through a proxy", .serialized)
struct ProxyTests {
  /// Leads every tunnel to one server, if it lets the client in, and answers what is no tunnel itself.
  static func proxy(to server: LoopbackServer, password: String? = nil) throws -> LoopbackServer {
    let (host, port) = (server.host, server.port)
    return try LoopbackServer { connection in
      while let request = try connection.readRequest() {
        if let password, request.headers["Proxy-Authorization"] != password {
          let challenge: HTTPMessage = ["Proxy-Authenticate": "Basic realm=\"here\""]
          return try connection.send(.init(status: 407, reason: "Who Are You", headers: challenge, text: "no entry"), to: request)
        }
        guard request.method == "CONNECT" else {
          try connection.send(.init(text: "\(request.method) \(request.target)"), to: request)
          continue
        }
        let upstream = try TCPDialer().connect(to: ConnectionTarget(host: host, port: port, timeout: .seconds(10)))
        defer { upstream.close() }
        try connection.send("HTTP/1.1 200 Come In\r\nX-Proxy: here\r\n\r\n")
        return try connection.relay(to: upstream)
      }
    }
  }

  private func origin() throws -> LoopbackServer {
    try LoopbackServer.replying { request in .init(text: "\(request.method) \(request.target) \(request.headers["Host"] ?? "")") }
  }

  private static let basic = "Basic YWxhZGRpbjpvcGVuc2VzYW1l"

  @Test("a proxy is asked for the URL in absolute form, with the fields that are for it")
  func plain() throws {
    let origin = try origin()
    defer { origin.stop() }
    let proxy = try Self.proxy(to: origin, password: Self.basic)
    let command = try Command(
      ["-x", "http://aladdin:opensesame@\(proxy.host):\(proxy.port)", "--proxy-header", "A: b", "-H", "C: d", "http://name:81/x?y"])
    #expect(command.status == 0)
    #expect(command.text == "GET http://name:81/x?y")
    let headers = proxy.requests.first?.headers
    #expect(headers?["Host"] == "name:81")
    #expect(headers?["A"] == "b")
    #expect(headers?["C"] == "d")
  }

  @Test("--proxytunnel takes http URLs through a tunnel, and the fields for the proxy stay with it")
  func tunnel() throws {
    let origin = try origin()
    let proxy = try Self.proxy(to: origin, password: Self.basic)
    let command = try Command(
      ["-p", "-x", "aladdin:opensesame@\(proxy.host):\(proxy.port)", "--proxy-header", "A: b", "--repeat", "3", "http://name/x"])
    #expect(command.text == "GET /x name")
    #expect(proxy.requests.map { "\($0.method) \($0.target)" } == ["CONNECT name:80"])
    #expect(proxy.requests.first?.headers["A"] == "b")
    #expect(origin.requests.count == 3)
    #expect(origin.requests.allSatisfy { !$0.headers.contains("A") && !$0.headers.contains("Proxy-Authorization") })
  }

  @Test("a tunnel that is refused is told with the proxy's status and reason, and an exit status of its own")
  func refused() throws {
    let origin = try origin()
    let proxy = try Self.proxy(to: origin, password: Self.basic)
    let command = try Command(["-v", "-p", "-x", "aladdin:wrong-secret@\(proxy.host):\(proxy.port)", "http://name/x"])
    #expect(command.status == CommandStatus.receiving.rawValue)
    #expect(command.errors.hasSuffix("httpwire: Tunnel connection failed: 407 Who Are You, at the proxy \(proxy.host):\(proxy.port)\n"))
    #expect(command.errors.contains("\n< Proxy-Authenticate: Basic realm=\"here\"\n"))
    #expect(!command.errors.contains("secret"))
    #expect(origin.connectionCount == 0)
  }

  @Test("bytes that come through a tunnel too early are refused")
  func injected() throws {
    let proxy = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake")
    }
    let command = try Command(["-p", "-x", "\(proxy.host):\(proxy.port)", "http://name/"])
    #expect(command.status == CommandStatus.receiving.rawValue)
    #expect(command.text == "")
  }

  @Test("a failure that can't name the proxy is told with its name", arguments: [[], ["-p"]])
  func named(tunnel: [String]) throws {
    let rows: [(reply: String, status: CommandStatus, text: String)] = [
      ("", .emptyReply, "Remote end closed connection without response"), ("SSH-2.0-x\r\n", .badReply, "bad status line 'SSH-2.0-x\\r\\n'"),
    ]
    for row in rows {
      let proxy = try LoopbackServer { connection in
        _ = try connection.readRequest()
        try connection.send(row.reply)
      }
      defer { proxy.stop() }
      let command = try Command(tunnel + ["-x", "\(proxy.host):\(proxy.port)", "http://name/x"])
      #expect(command.status == row.status.rawValue)
      #expect(command.errors == "httpwire: the proxy \(proxy.host):\(proxy.port): \(row.text)\n")
    }
  }

  @Test("a proxy that can't be reached is told with its name", arguments: [[], ["-p"]])
  func unreachable(tunnel: [String]) throws {
    let port = try LoopbackServer { _ in }.port
    let rows: [(proxy: String, status: CommandStatus)] = [
      ("localhost:\(port)", .connecting), ("127.0.0.1:\(port)", .connecting), ("nosuch.invalid:80", .proxyResolution),
    ]
    for row in rows {
      let command = try Command(tunnel + ["-x", row.proxy, "http://name/"])
      #expect(command.status == row.status.rawValue, "\(command.errors)")
      #expect(command.errors.contains(", at the proxy \(row.proxy)"), "\(command.errors)")
    }
  }

  static let tellings = [["-v"], ["--debug"], ["-v", "--debug"]]

  @Test("what lets one into the proxy is shown nowhere", arguments: tellings, [[], ["-p"]])
  func secrets(telling: [String], tunnel: [String]) throws {
    let origin = try origin()
    defer { origin.stop() }
    let proxy = try Self.proxy(to: origin, password: Self.basic)
    let arguments = telling + tunnel + ["-x", "aladdin:opensesame@\(proxy.host):\(proxy.port)", "http://name/x"]
    for arguments in [arguments, arguments + ["--proxy-header", "Proxy-Authorization: Own \"opensesame\" \\ 'x"]] {
      let command = try Command(arguments)
      #expect(command.errors.contains("opensesame") == false)
      #expect(command.errors.contains(Self.basic) == false)
      #expect(command.errors.contains("Proxy-Authorization"))
    }
  }

  @Test("-v shows the request for the tunnel and its answer, then those that go through it")
  func verbose() throws {
    let origin = try origin()
    defer { origin.stop() }
    let proxy = try Self.proxy(to: origin)
    let command = try Command(["-v", "-p", "-x", "\(proxy.host):\(proxy.port)", "http://name/x"])
    let lines = command.errors.split(separator: "\n").filter { !$0.hasPrefix("* ") }
    #expect(
      lines == [
        "> CONNECT name:80 HTTP/1.1", "> User-Agent: \(Version.userAgent)", "> Host: name:80", "> ", "< HTTP/1.1 200 Come In",
        "< X-Proxy: here", "< ", "> GET /x HTTP/1.1", "> Host: name", "> User-Agent: \(Version.userAgent)", "> Accept: */*", "> ",
        "< HTTP/1.1 200 OK", "< Content-Length: 11", "< ",
      ])
  }

  @Test("--connect-timeout is for the tunnel, too")
  func stalled() throws {
    let proxy = try LoopbackServer { try $0.sleepUntilStopped() }
    let command = try Command(["--connect-timeout", "0.1", "-p", "-x", "\(proxy.host):\(proxy.port)", "http://name/"])
    #expect(command.status == CommandStatus.timeout.rawValue)
  }
}
