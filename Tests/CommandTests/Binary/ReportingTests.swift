import HTTPWireTesting
import Testing

@testable import HTTPWireCommand

@Suite("What the command tells on standard error", .serialized)
struct ReportingTests {
  private func server() throws -> LoopbackServer {
    try LoopbackServer { connection in
      while try connection.readRequest() != nil {
        try connection.send("HTTP/1.1 200 O\u{1B}[31mK\r\nA: \u{9B}2J\r\nContent-Length: 2\r\n\r\nok")
      }
    }
  }

  private func url(_ server: LoopbackServer) -> String { "http://\(server.host):\(server.port)/" }

  @Test("-v shows both heads, with control characters escaped")
  func verbose() throws {
    let server = try server()
    let command = try Command(["-v", "-d", "secret body", url(server)])
    let lines = command.errors.split(separator: "\n").map(String.init)
    #expect(lines.filter { $0.hasPrefix("> ") }.first == "> POST / HTTP/1.1")
    #expect(lines.contains("> Content-Length: 11"))
    #expect(lines.contains("< HTTP/1.1 200 O\\x1b[31mK"))
    #expect(lines.contains("< A: \\x9b2J"))
    #expect(lines.contains("* The connection is kept"))
    #expect(!command.errors.contains("secret"))
    #expect(command.text == "ok")
  }

  @Test("--steps shows the calls that are made")
  func steps() throws {
    let server = try server()
    let command = try Command(["--steps", "-H", "A: b", "-X", "PATCH", "-d", "x=1", url(server)])
    let lines = command.errors.split(separator: "\n").map(String.init)
    let headers = "[\"A\": \"b\", \"Content-Type\": \"application/x-www-form-urlencoded\", \"Content-Length\": \"3\"]"
    #expect(
      lines == [
        "let connection = try HTTPConnection(\"127.0.0.1\", port: \(server.port))",
        "try connection.request(\"PATCH\", \"/\", body: \"x=1\", headers: \(headers))",
        "let response = try connection.getResponse()",
        "// response.status is 200, response.reason is \"O\\u{1B}[31mK\"",
        "try response.forEachChunk { block in output.write(block) }",
        "// 2 bytes",
        "connection.close()",
      ])
  }

  @Test("--debug shows what http.client's debug level 1 shows, away from the body")
  func debug() throws {
    let server = try server()
    let command = try Command(["--debug", url(server)])
    #expect(command.errors.hasPrefix("send: b'GET / HTTP/1.1\\r\\n"))
    #expect(command.errors.contains("reply: 'HTTP/1.1 200 O\\x1b[31mK\\r\\n'"))
    #expect(command.text == "ok")
  }

  @Test("--timing has a line for each request, and says when the connection was reused")
  func timing() throws {
    let server = try server()
    let lines = try Command(["--timing", "--repeat", "2", url(server)]).errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("timing: request 1: connect 0.") == true)
    #expect(lines.last?.hasPrefix("timing: request 2: connection reused, first byte 0.") == true)
    #expect(lines.last?.hasSuffix(", 2 bytes") == true)
  }

  @Test("the table of exit statuses is printed", arguments: [["exit-codes"], ["help", "exit-codes"]])
  func exitCodes(arguments: [String]) throws {
    #expect(try Command(arguments).text == CommandStatus.table + "\n")
  }

  @Test("the help names every flag", arguments: [["--help"], ["help"]])
  func help(arguments: [String]) throws {
    let text = try Command(arguments).text
    for flag in [
      "-X", "-H", "-d", "--data-binary", "-T", "-o", "-O", "-i", "-I", "-f", "--compressed", "--repeat", "--chunked", "--steps",
      "--unix-socket",
      "-k", "--cacert", "--capath", "--cert", "--key", "--pass", "--tlsv1.2", "--tlsv1.3", "--tls-max", "--pinnedpubkey", "--proxy",
      "--proxytunnel", "--proxy-header", "--proxy-cacert", "--proxy-insecure",
    ] {
      #expect(text.contains(flag))
    }
  }

  @Test("the demo runs without anything but itself")
  func demo() throws {
    let command = try Command(["demo"])
    #expect(command.status == 0)
    for part in ["GET", "HEAD", "POST", "PUT", "200 OK", "302 Found", "404 Not Found", "Redirecting to", "IncompleteRead"] {
      #expect(command.text.contains(part))
    }
    #expect(!command.text.contains("!!"))
    #if TLS
    for part in ["HTTPSConnection", "TLSv1.3 http/1.1 ok", "setTunnel", "CERTIFICATE_VERIFY_FAILED"] {
      #expect(command.text.contains(part))
    }
    #endif
  }

  @Test("the demo's transcript notices a difference")
  func transcript() {
    var lines: [String] = []
    let transcript = Transcript { lines.append($0) }
    transcript.result("200 OK", expected: "200 OK")
    #expect(transcript.differences == 0)
    transcript.result("404 Not Found", expected: "200 OK")
    #expect(transcript.differences == 1)
    #expect(lines == ["200 OK", "404 Not Found", "!! expected: 200 OK"])
  }
}
