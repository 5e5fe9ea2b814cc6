import Foundation
import HTTPWire
import HTTPWireCore
import HTTPWireTesting
import Synchronization
import Testing

@testable import HTTPWireCommand

/// What several attempts, several URLs and several flags share must not get in each other's way.
@Suite("The command, with several attempts and URLs", .serialized)
struct AttemptTests {
  /// Answers each request with the next reply, and then with the last one.
  private func server(_ replies: [LoopbackServer.Response]) throws -> LoopbackServer {
    let count = Mutex(0)
    return try LoopbackServer.replying { _ in
      count.withLock { count in
        defer { count += 1 }
        return replies[min(count, replies.count - 1)]
      }
    }
  }

  private func url(_ server: LoopbackServer, _ target: String = "/") -> String { "http://\(server.host):\(server.port)\(target)" }

  private let busy = LoopbackServer.Response(status: 503, headers: ["Retry-After": "0"], text: "busy")

  @Test(
    "standard input is sent to each URL and with each attempt",
    arguments: [["-d", "@-"], ["--data-binary", "@-"], ["--json", "@-"], ["--data-urlencode", "@-"]])
  func standardInput(flags: [String]) throws {
    let two = try server([.init(text: "ok")])
    #expect(try Command(flags + [url(two), url(two, "/b")], input: "hello").status == 0)
    #expect(two.requests.map(\.text) == ["hello", "hello"])
    let again = try server([busy, .init(text: "ok")])
    #expect(try Command(["-s", "--retry", "1", "--retry-delay", "0.01"] + flags + [url(again)], input: "hello").status == 0)
    #expect(again.requests.map(\.text) == ["hello", "hello"])
  }

  @Test("a body that can be read only once is not sent again, and not sent empty")
  func pipe() throws {
    let server = try server([busy, .init(text: "ok")])
    #expect(try Command(["-s", "--retry", "1", "-T", "-", url(server)], input: "hello").text == "busy")
    #expect(server.requests.map(\.text) == ["hello"])
  }

  @Test(
    "standard input that is a file is not sent empty by a second attempt", arguments: ["short", String(repeating: "x", count: 100_000)])
  func file(text: String) throws {
    let server = try server([busy, .init(text: "ok")])
    let folder = try TemporaryFolder(["in": text])
    let shell = try Script("httpwire -s --retry 1 --retry-delay 0.01 -T - \"$URL\" <in", url: url(server), in: folder)
    #expect(shell.status == 0)
    #expect(server.requests.allSatisfy { $0.text == text })
  }

  @Test("-C with a number needs no file, also after a retry")
  func noFile() throws {
    let server = try server([busy, .init(status: 206, headers: ["Content-Range": "bytes 3-5/6"], text: "def")])
    let folder = try TemporaryFolder()
    let command = try Command(["-s", "--retry", "1", "--retry-delay", "0.01", "-C", "3", "-o", "new", url(server)], in: folder)
    #expect(command.status == 0 && folder.text("new") == "def")
  }

  @Test("a retry writes its file anew, and the last attempt names it", arguments: [["-o", "out"], ["-OJ"]])
  func output(flags: [String]) throws {
    let named = LoopbackServer.Response(headers: ["Content-Disposition": "attachment; filename=out"], text: "whole")
    let server = try server([.init(status: 503, headers: ["Content-Disposition": "attachment; filename=out"], text: "busy"), named])
    let folder = try TemporaryFolder()
    #expect(try Command(["-s", "--retry", "1", "--retry-delay", "0.01"] + flags + [url(server, "/x")], in: folder).status == 0)
    #expect(folder.text("out") == "whole" && folder.names == ["out"])
  }

  @Test("-C - continues behind what was there at first, however many attempts it takes")
  func continuing() throws {
    let part = LoopbackServer.Response(status: 206, headers: ["Content-Range": "bytes 3-5/6"], text: "def")
    let folder = try TemporaryFolder(["part": "abc"])
    let server = try server([busy, part])
    #expect(
      try Command(["-s", "--retry", "2", "--retry-delay", "0.01", "-C", "-", "-o", "part", url(server)], in: folder).status == 0)
    #expect(folder.text("part") == "abcdef")
    #expect(server.requests.map { $0.headers["Range"] } == ["bytes=3-", "bytes=3-"])
  }

  static let refusals: [(status: Int, headers: HTTPMessage, result: Int32)] = [
    (200, [:], 33), (404, [:], 33), (206, ["Content-Range": "bytes 0-2/3"], 33), (206, [:], 33),
    (416, ["Content-Range": "bytes */3"], 0), (416, ["Content-Range": "bytes */9"], 33),
  ]

  @Test("-C - leaves a file alone that the server does not continue", arguments: refusals)
  func notContinued(status: Int, headers: HTTPMessage, result: Int32) throws {
    let server = try server([.init(status: status, headers: headers, text: "other")])
    let folder = try TemporaryFolder(["part": "abc"])
    #expect(try Command(["-s", "-C", "-", "-o", "part", url(server)], in: folder).status == result)
    #expect(folder.text("part") == "abc")
  }

  @Test("what a first -C - has brought stays after a cut, and nothing else does")
  func cut() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
    }
    let folder = try TemporaryFolder()
    #expect(try Command(["-s", "-C", "-", "-o", "kept", url(server)], in: folder).status == 18)
    #expect(try Command(["-s", "-o", "gone", url(server)], in: folder).status == 18)
    #expect(folder.names == ["kept"] && folder.text("kept") == "half")
  }

  @Test("-J overwrites no file, also none that is continued")
  func serversName() throws {
    let server = try server([.init(headers: ["Content-Disposition": "attachment; filename=victim"], text: "new")])
    let folder = try TemporaryFolder(["victim": "old"])
    #expect(try Command(["-s", "-OJ", url(server, "/x")], in: folder).status == 23)
    #expect(try Command(["-s", "-OJ", "-C", "-", url(server, "/x")], in: folder).status == 2)
    #expect(folder.text("victim") == "old")
  }

  @Test("the user and password of a URL are for its own request")
  func credentials() throws {
    let server = try server([.init(text: "ok")])
    let place = "\(server.host):\(server.port)"
    _ = try Command(["http://a:1@\(place)/x", "http://b:2@\(place)/y", "http://\(place)/z"])
    #expect(server.requests.map { $0.headers["Authorization"] } == ["Basic YTox", "Basic Yjoy", nil])
  }

  @Test("-c writes into what is there, and never puts a file in its place")
  func jar() throws {
    let server = try server([.init(headers: ["Set-Cookie": "a=1"], text: "ok")])
    let folder = try TemporaryFolder(["real": "", "stdout": ""])
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "real")
    try FileManager.default.createSymbolicLink(atPath: folder.path("device"), withDestinationPath: "/dev/null")
    for name in ["link", "device", "new"] { #expect(try Command(["-c", name, url(server)], in: folder).status == 0) }
    #expect(folder.text("real")?.hasSuffix("\ta\t1\n") == true)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("device")) == "/dev/null")
    let rights = try FileManager.default.attributesOfItem(atPath: folder.path("new"))[.posixPermissions] as? Int
    #expect(rights == 0o600)
    #expect(try Command(["-c", "/dev/stdout", url(server)], in: folder).text.hasSuffix("\ta\t1\n"))
  }

  @Test("the cookies of -b and those of a jar are sent together")
  func cookies() throws {
    let server = try server([.init(headers: ["Set-Cookie": "jar=2"], text: "ok")])
    _ = try Command(["-b", "own=1", "-b", "", url(server), url(server)])
    #expect(server.requests.map { $0.headers["Cookie"] } == ["own=1", "own=1; jar=2"])
  }

  @Test("with several URLs the last one's status counts, and a wrong one does not stop the others")
  func statuses() throws {
    let server = try server([.init(text: "ok")])
    #expect(try Command(["-s", "http://127.0.0.1:1/", url(server)]).status == 0)
    #expect(try Command(["-s", url(server), "http://127.0.0.1:1/"]).status == 7)
    #expect(try Command(["-s", "ftp://a/", url(server)]).text == "ok")
    #expect(try Command(["-s", "--fail-early", "http://127.0.0.1:1/", url(server)]).status == 7)
    #expect(try Command(["-sZ", url(server), "http://127.0.0.1:1/", url(server)]).status == 7)
  }

  @Test("-Z fetches all, each to its file")
  func parallel() throws {
    let server = try LoopbackServer.replying { .init(text: $0.target) }
    let folder = try TemporaryFolder()
    let names = (0..<40).map { "f\($0)" }
    let command = try Command(["-Z", "--parallel-max", "8", "--remote-name-all"] + names.map { url(server, "/" + $0) }, in: folder)
    #expect(command.status == 0 && folder.names == names.sorted())
    for name in names { #expect(folder.text(name) == "/" + name) }
  }

  @Test("an error of -w is told before anything is sent")
  func writeOut() throws {
    let server = try server([.init(text: "ok")])
    #expect(try Command(["-s", "-w", "@/no/such/file", url(server)]).status == 26)
    #expect(server.requests.isEmpty)
  }

  @Test("-z leaves the file alone when nothing has changed")
  func unchanged() throws {
    let folder = try TemporaryFolder(["out": "old"])
    let same = try server([.init(status: 304, text: "")])
    #expect(try Command(["-s", "-z", "1 Jan 2030", "-o", "out", url(same)], in: folder).status == 0)
    let ignored = try server([.init(headers: ["Last-Modified": "Tue, 01 Jan 2019 00:00:00 GMT"], text: "new")])
    #expect(try Command(["-s", "-z", "1 Jan 2020", "-o", "out", url(ignored)], in: folder).status == 0)
    #expect(folder.text("out") == "old")
    #expect(try Command(["-s", "-z", "1 Jan 2018", "-R", "-o", "out", url(ignored)], in: folder).status == 0)
    #expect(folder.text("out") == "new")
    let time = try FileManager.default.attributesOfItem(atPath: folder.path("out"))[.modificationDate] as? Date
    #expect(time?.timeIntervalSince1970 == 1_546_300_800)
  }

  @Test("files and pipes of -F are sent whole, whatever size they claim")
  func formFiles() throws {
    let server = try server([.init(text: "ok")])
    #expect(try Command(["-F", "a=@-", url(server)], input: "piped").status == 0)
    #expect(server.requests.last?.text.contains("\r\n\r\npiped\r\n") == true)
    if FileManager.default.fileExists(atPath: "/proc/version") {
      #expect(try Command(["-F", "a=@/proc/version", url(server)]).status == 0)
      #expect(server.requests.last?.text.contains("Linux version") == true)
    }
  }
}
