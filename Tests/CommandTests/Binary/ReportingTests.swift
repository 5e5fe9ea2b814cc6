import Foundation
import HTTPWireCore
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
    #expect(lines.contains { $0.hasPrefix("* Connected to ") })
    #expect(!command.errors.contains("secret"))
    #expect(command.text == "ok")
  }

  @Test("--debug shows what http.client's debug level 1 shows, away from the body")
  func debug() throws {
    let server = try server()
    let command = try Command(["--debug", url(server)])
    #expect(command.errors.hasPrefix("send: b'GET / HTTP/1.1\\r\\n"))
    #expect(command.errors.contains("reply: 'HTTP/1.1 200 O\\x1b[31mK\\r\\n'"))
    #expect(command.text == "ok")
  }

  @Test("--timing has a line for each step, and says when the connection was reused")
  func timing() throws {
    let server = try server()
    let first = try Command(["--timing", url(server)]).errors.split(separator: "\n").map(String.init)
    #expect(first.first?.hasPrefix("timing: \(url(server)) ") == true && first.first?.hasSuffix(", 2 bytes") == true)
    #expect(first.dropFirst().map { String($0.prefix(12)) } == ["  look-up   ", "  connect   ", "  first byte", "  body      "])
    let second = try Command(["--timing", "--repeat", "2", url(server)]).errors.split(separator: "\n").map(String.init)
    #expect(second.first?.hasSuffix(", 2 bytes, connection reused") == true)
    #expect(second.count == 3)
  }

  @Test("-w prints variables, fields and escapes, and says which variable is none")
  func writeOut() throws {
    let server = try server()
    let rows: [(String, String)] = [
      ("%{http_code}", "200"), ("%{size_download} %{num_redirects} %{method} %{scheme}", "2 0 GET HTTP"), ("%{http_connect}", "000"),
      ("\\n\\t%%", "\n\t%"), ("%{url_effective}", url(server)), ("%header{content-length}", "2"), ("%header{none}", ""), ("100%", "100%"),
      ("a%{onerror}b", "a"), ("%{stderr}x%{stdout}y", "y"), ("%{no_such}", ""), ("%{filename_effective}", "/dev/null"),
      ("%{exitcode}", "0"),
    ]
    for (format, output) in rows {
      #expect(try Command(["-o", "/dev/null", "-w", format, url(server)]).text == output, "\(format)")
    }
    #expect(try Command(["-o", "/dev/null", "-w", "%{no_such}", url(server)]).errors.contains("no_such"))
    #expect(try Command(["-s", "-o", "/dev/null", "-w", "%{stderr}x", url(server)]).errors == "x")
    let failed = try Command(["-s", "-w", "%{http_code} %{exitcode} %{onerror}%{errormsg}", "http://127.0.0.1:1/"])
    #expect(failed.status == 7 && failed.text.hasPrefix("000 7 ") && failed.text.count > 6)
  }

  @Test("--json-output is one object a URL, and -w has one, too")
  func json() throws {
    let server = try server()
    let nowhere = ["-o", "/dev/null", "-o", "/dev/null"]
    for arguments in [["--json-output"], nowhere + ["-w", "%{json}\n"], nowhere + ["-w", "%{header_json}\n"]] {
      let lines = try Command(arguments + [url(server), url(server)]).text.split(separator: "\n")
      #expect(lines.count == 2)
      for line in lines { #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any]) }
    }
    let object = try JSONSerialization.jsonObject(with: Data(Command(["--json-output", url(server)]).output)) as? [String: Any]
    #expect(object?["status"] as? Int == 200 && object?["bytes"] as? Int == 2)
    #expect((object?["milliseconds"] as? [String: Any])?["total"] is Double)
    let failed =
      try JSONSerialization.jsonObject(with: Data(Command(["-s", "--json-output", "http://127.0.0.1:1/"]).output)) as? [String: Any]
    #expect((failed?["error"] as? [String: Any])?["exitStatus"] as? Int == 7)
  }

  @Test("--har and --trace write what was sent and received")
  func records() throws {
    let server = try server()
    let folder = try TemporaryFolder()
    #expect(try Command(["--har", "x.har", "--trace", "x.trace", "-d", "a=b", url(server), url(server)], in: folder).text == "okok")
    let har = try JSONSerialization.jsonObject(with: Data((folder.text("x.har") ?? "").utf8)) as? [String: Any]
    #expect(((har?["log"] as? [String: Any])?["entries"] as? [Any])?.count == 2)
    let trace = folder.text("x.trace") ?? ""
    #expect(trace.contains("POST / HTTP/1.1") && trace.contains("a=b") && trace.contains("received"))
  }

  @Test("--sse prints the events as lines of JSON")
  func events() throws {
    let server = try LoopbackServer { connection in
      guard try connection.readRequest()?.headers["Last-Event-ID"] == nil else {
        return try connection.send("HTTP/1.1 204 No Content\r\n\r\n")
      }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
      try connection.send("retry: 100\nid: 1\ndata: a\ndata: b\n\nevent: x\ndata: \"c\"\n\n")
    }
    let command = try Command(["--sse", url(server)])
    #expect(
      command.text
        == "{\"event\":\"message\",\"data\":\"a\\nb\",\"id\":\"1\"}\n{\"event\":\"x\",\"data\":\"\\\"c\\\"\",\"id\":\"1\"}\n")
    #expect(command.status == 0)
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
