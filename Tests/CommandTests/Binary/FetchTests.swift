import Foundation
import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

@testable import HTTPWireCommand

@Suite("The command, run against a server", .serialized)
struct FetchTests {
  /// Says what it was sent.
  private func echo(_ address: LoopbackServer.Address = .ipv4) throws -> LoopbackServer {
    try LoopbackServer.replying(address) { request in
      if request.target == "/missing" { return .init(status: 404, text: "not here") }
      return .init(headers: ["X-Kind": "echo"], text: "\(request.method) \(request.target) \(request.text)")
    }
  }

  private func url(_ server: LoopbackServer, _ target: String = "/") -> String { "http://\(server.host):\(server.port)\(target)" }

  @Test("a URL's body is printed, byte for byte")
  func get() throws {
    let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let server = try LoopbackServer.replying { _ in .init(body: body) }
    let command = try Command([url(server)])
    #expect(command.status == 0)
    #expect(command.output == body)
    #expect(command.errors == "")
  }

  @Test("-i prints the head, too, and -I only that")
  func heads() throws {
    let server = try echo()
    let head = "HTTP/1.1 200 OK\r\nX-Kind: echo\r\nContent-Length: "
    #expect(try Command(["-i", url(server)]).text == head + "6\r\n\r\nGET / ")
    #expect(try Command(["-I", url(server)]).text == head + "7\r\n\r\n")
    #expect(server.requests.map(\.method) == ["GET", "HEAD"])
  }

  @Test("what follows 101 is printed to its end, whatever it is", arguments: [("-i", true), ("-s", false)])
  func switched(flag: String, showsHead: Bool) throws {
    let head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"
    let server = try LoopbackServer { connection in
      guard try connection.readRequest() != nil else { return }
      try connection.send(head + "early ")
      try connection.send("late\r\nHTTP/1.1 200 OK\r\n\r\n")
    }
    let command = try Command([flag, "-H", "Connection: Upgrade", "-H", "Upgrade: x", url(server)])
    #expect(command.status == 0)
    #expect(command.text == (showsHead ? head : "") + "early late\r\nHTTP/1.1 200 OK\r\n\r\n")
    #expect(command.errors == "")
    #expect(server.requests.first?.headers["Upgrade"] == "x")
  }

  @Test("--max-time is also for what follows 101", arguments: [false, true])
  func silentSwitch(drips: Bool) throws {
    let server = try LoopbackServer { connection in
      guard try connection.readRequest() != nil else { return }
      try connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
      while drips, try connection.sleep(.milliseconds(20)) { try connection.send("x") }
      try connection.sleepUntilStopped()
    }
    let command = try Command(["--max-time", "0.5", "-H", "Connection: Upgrade", "-H", "Upgrade: x", url(server)])
    #expect(command.status == 28)
  }

  @Test("--fail prints nothing of an error's page and has an exit status of its own")
  func fail() throws {
    let server = try echo()
    let folder = try TemporaryFolder(["out": "old"])
    let plain = try Command([url(server, "/missing")])
    #expect(plain.status == 0)
    #expect(plain.text == "not here")
    let failing = try Command(["-f", "-o", folder.path("out"), url(server, "/missing")])
    #expect(failing.status == 22)
    #expect(failing.errors == "httpwire: the server answered 404 Not Found\n")
    #expect(folder.text("out") == "old")
    #expect(folder.names == ["out"])
  }

  @Test("--repeat sends the request over one connection and prints the last body")
  func repeating() throws {
    let server = try echo()
    let command = try Command(["--repeat", "20", "-d", "x=1", url(server)])
    #expect(command.text == "POST / x=1")
    #expect(server.requests.count == 20)
    #expect(server.connectionCount == 1)
  }

  @Test("a body that is cut short leaves the old file, and nothing beside it", arguments: [true, false])
  func brokenTransfer(isChunked: Bool) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      let framing = isChunked ? "Transfer-Encoding: chunked\r\n\r\n8\r\n" : "Content-Length: 1000\r\n\r\n"
      try connection.send("HTTP/1.1 200 OK\r\n\(framing)half")
    }
    let folder = try TemporaryFolder(["out": "old"])
    let command = try Command(["-o", folder.path("out"), url(server)])
    #expect(command.status == 18)
    #expect(command.errors == "httpwire: the body was cut short after 4 bytes\(isChunked ? "" : ", 996 before its end")\n")
    #expect(folder.text("out") == "old")
    #expect(folder.names == ["out"])
  }

  @Test("a signal in the middle of a transfer leaves the old file, and nothing beside it")
  func interrupted() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
      try connection.sleepUntilStopped()
    }
    let folder = try TemporaryFolder(["out": "old"])
    let running = try RunningCommand(["-o", folder.path("out"), url(server)])
    while running.process.isRunning, folder.names.count < 2 || server.requests.isEmpty {}
    running.process.terminate()
    let command = try Command(running)
    #expect(command.wasSignalled)
    #expect(command.status == 15)
    #expect(folder.text("out") == "old")
    #expect(folder.names == ["out"])
  }

  @Test("-O writes into the current folder under the URL's name")
  func remoteName() throws {
    let server = try echo()
    let folder = try TemporaryFolder()
    #expect(try Command(["-O", url(server, "/a/name?q")], in: folder).status == 0)
    #expect(folder.names == ["name"])
    #expect(folder.text("name") == "GET /a/name?q ")
  }

  @Test("standard input is uploaded in chunks")
  func standardInput() throws {
    let server = try echo()
    for flags in [[], ["-H", "Host:"], ["-H", "Content-Type:"], ["-H", "Transfer-Encoding: chunked"]] {
      let command = try Command(["-T", "-", url(server, "/file")] + flags, input: "from a pipe")
      #expect(command.text == "PUT /file from a pipe")
      #expect(server.requests.last?.headers["Transfer-Encoding"] == "chunked")
      #expect(server.requests.last?.headers.contains("Content-Length") == false)
    }
  }

  @Test("a file is uploaded with its length, or in chunks", arguments: [true, false])
  func upload(isChunked: Bool) throws {
    let server = try echo()
    let folder = try TemporaryFolder(["file": "contents"])
    let command = try Command(["-T", "file"] + (isChunked ? ["--chunked"] : []) + [url(server)], in: folder)
    #expect(command.text == "PUT /file contents")
    #expect(server.requests.first?.headers["Content-Length"] == (isChunked ? nil : "8"))
    #expect(server.requests.first?.headers["Transfer-Encoding"] == (isChunked ? "chunked" : nil))
  }

  @Test("a file that is not there is told before anything is sent")
  func missingFile() throws {
    let server = try echo()
    #expect(try Command(["-T", "no-such-file", url(server)]).status == 26)
    #expect(server.requests.isEmpty)
  }

  @Test("an empty file is a body of no bytes")
  func emptyFile() throws {
    let server = try echo()
    let folder = try TemporaryFolder(["file": ""])
    #expect(try Command(["-T", "file", url(server, "/x")], in: folder).text == "PUT /x ")
    #expect(server.requests.first?.headers["Content-Length"] == "0")
  }

  @Test("Host and others can be left out, and what is left is well framed")
  func leavingOut() throws {
    let server = try echo()
    let command = try Command(["-H", "Host:", "-H", "User-Agent:", "-H", "Accept:", "-H", "A: b", "-d", "x=1", url(server)])
    #expect(command.text == "POST / x=1")
    let names = server.requests.first?.headers.keys
    #expect(names == ["A", "Content-Type", "Content-Length"])
  }

  @Test("--http1.0 sends the older version, with a Host all the same")
  func http10() throws {
    let server = try echo()
    #expect(try Command(["--http1.0", url(server)]).text == "GET / ")
    #expect(server.requests.first?.version == "HTTP/1.0")
    #expect(
      server.requests.first?.headers.items.map { "\($0.name): \($0.value)" } == [
        "Host: 127.0.0.1:\(server.port)", "User-Agent: \(Version.userAgent)", "Accept: */*",
      ])
  }

  #if os(Linux)
  // Elsewhere a full queue refuses.
  @Test("a limit of time ends the wait for a Unix socket", arguments: [["--connect-timeout", "0.2"], ["--max-time", "0.2"]])
  func fullQueue(limit: [String]) throws {
    let folder = try TemporaryFolder()
    let address = try Syscalls.unixAddress(folder.path("s"))
    let listener = try Syscalls.openSocket(family: address.family)
    defer { Syscalls.release(listener) }
    try Syscalls.bindSocket(listener, to: address)
    try Syscalls.startListening(listener, backlog: 0)
    var waiting: [SocketStream] = []
    while let stream = try? UnixDialer(path: folder.path("s")).connect(timeout: .milliseconds(20)) { waiting.append(stream) }
    let command = try Command(limit + ["--unix-socket", folder.path("s"), "http://name/"])
    #expect(command.status == 28)
    #expect(!waiting.isEmpty)
  }
  #endif

  @Test("--unix-socket connects to a path, and names the URL's host")
  func unixSocket() throws {
    let folder = try TemporaryFolder()
    let server = try echo(.unix(path: folder.path("s")))
    #expect(try Command(["--unix-socket", folder.path("s"), "http://name/x"]).text == "GET /x ")
    #expect(server.requests.first?.headers["Host"] == "name")
  }

  @Test("IPv6 addresses are connected to")
  func ipv6() throws {
    let server = try echo(.ipv6)
    #expect(try Command(["http://[::1]:\(server.port)/"]).text == "GET / ")
    #expect(server.requests.first?.headers["Host"] == "[::1]:\(server.port)")
  }

  @Test("--max-time ends the wait for a server that does not answer")
  func maxTime() throws {
    let server = try LoopbackServer { connection in try connection.sleepUntilStopped() }
    let command = try Command(["--max-time", "0.1", url(server)])
    #expect(command.status == 28)
    #expect(command.errors.hasPrefix("httpwire: the deadline passed while waiting for the response, after 0.1"))
  }

  @Test("--max-time is the time of everything, however the bytes drip")
  func slowDrip() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\n\r\n")
      while try connection.sleep(.milliseconds(10)) { try connection.send("x") }
    }
    #expect(try Command(["--max-time", "0.2", url(server)]).status == 28)
  }

  @Test("an answer that comes before the upload's end is printed, though the server then hangs up")
  func earlyAnswer() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 8\r\n\r\ntoo much")
      try connection.shutdownWrite()
      // Reading on lets the answer arrive; a connection that is closed with unread input is reset.
      try connection.discardBody()
    }
    let folder = try TemporaryFolder(["big": String(repeating: "x", count: 1 << 20)])
    let command = try Command(["-i", "-T", "big", url(server, "/x")], in: folder)
    #expect(command.text.hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
    #expect(command.text.hasSuffix("too much"))
  }

  static let failures: [(String, Int32)] = [
    ("not HTTP\r\n\r\n", 8), ("", 52), ("HTTP/1.1 200 OK\r\nA: b", 8), ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", 8),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 8),
  ]

  @Test("what is wrong with a reply is told by the exit status", arguments: failures)
  func badReplies(reply: String, status: Int32) throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send(reply)
    }
    #expect(try Command([url(server)]).status == status)
  }

  @Test("--leniency python accepts what CPython accepts")
  func leniency() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok")
    }
    #expect(try Command([url(server)]).status == 8)
    #expect(try Command(["--leniency", "python", url(server)]).text == "ok")
  }

  @Test("--interface connects from an address", arguments: [("127.0.0.1", 0), ("192.0.2.1", 45), ("no address", 45)])
  func sourceAddress(address: String, status: Int32) throws {
    let server = try echo()
    #expect(try Command(["--interface", address, url(server)]).status == status)
  }

  @Test("a port where nobody listens")
  func refused() throws {
    let server = try echo()
    server.stop()
    #expect(try Command([url(server)]).status == 7)
  }

  @Test("a full disk is an error", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let server = try echo()
    let command = try Command(["-o", "/dev/full", url(server)])
    #expect(command.status == 23)
  }

  @Test(
    "bad usage has the status 2, and the parser's own is not seen",
    arguments: [[], ["--bogus"], ["-X"], ["--repeat", "x", "http://a/"], ["demo", "--bogus"], ["help", "nothing"]])
  func badUsage(arguments: [String]) throws {
    let command = try Command(arguments)
    #expect(command.status == 2)
    #expect(command.text == "")
    #expect(command.errors != "")
  }

  #if !TLS
  @Test("without TLS, HTTPS is refused in plain words", arguments: [["https://127.0.0.1/"], ["-x", "https://127.0.0.1", "http://a/"]])
  func https(arguments: [String]) throws {
    let command = try Command(arguments)
    #expect(command.status == 1)
    #expect(command.errors == "httpwire: HTTPS is not built in: this command was built without the trait TLS\n")
  }
  #endif

  @Test("-s says nothing of errors, -S does")
  func silent() throws {
    #expect(try Command(["-s", "ftp://a/"]).errors == "")
    #expect(try Command(["-sS", "ftp://a/"]).errors != "")
  }
}
