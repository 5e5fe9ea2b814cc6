#if Compression
import Foundation
import HTTPWire
import HTTPWireInflate
import HTTPWireTesting
import Testing

@testable import HTTPWireCommand

@Suite("The command, undoing content codings", .serialized)
struct CompressedTests {
  /// Answers every request with these bytes under these codings, or tells in clear what codings it was asked for.
  private func server(_ codings: String?, _ body: [UInt8], status: Int = 200) throws -> LoopbackServer {
    try LoopbackServer.replying { _ in
      .init(status: status, headers: codings.map { ["Content-Encoding": $0] } ?? [:], body: body)
    }
  }

  private func url(_ server: LoopbackServer) -> String { "http://\(server.host):\(server.port)/" }

  static let good: [(String?, [UInt8])] = [
    ("gzip", Coded.gzip), ("x-gzip", Coded.gzip), ("GZip", Coded.gzip), ("gzip", Coded.gzipWithName),
    ("deflate", Coded.zlibWrapped), ("deflate", Coded.bare),
    ("gzip, deflate", Coded.gzipInZlib), ("gzip ,\tidentity,, deflate", Coded.gzipInZlib),
    (nil, Coded.plain), ("identity", Coded.plain), ("", Coded.plain),
    ("gzip", Coded.gzip + Coded.nothing), ("gzip", Coded.gzip + [0, 0]),
  ]

  @Test("--compressed undoes the codings, the last one first", arguments: good)
  func decoded(codings: String?, body: [UInt8]) throws {
    let server = try server(codings, body)
    let command = try Command(["--compressed", url(server)])
    #expect(command.status == 0)
    #expect(command.output == Coded.plain)
    #expect(command.errors == "")
    #expect(server.requests.first?.headers.getAll("Accept-Encoding") == ["gzip, deflate"])
  }

  @Test("the codings of several fields are one list")
  func severalFields() throws {
    let server = try LoopbackServer.replying { _ in
      .init(headers: ["Content-Encoding": "gzip", "content-encoding": "deflate"], body: Coded.gzipInZlib)
    }
    #expect(try Command(["--compressed", url(server)]).output == Coded.plain)
  }

  @Test("without --compressed, what comes is printed")
  func undecoded() throws {
    let server = try server("gzip", Coded.gzip)
    #expect(try Command([url(server)]).output == Coded.gzip)
    #expect(server.requests.first?.headers.getAll("Accept-Encoding") == [])
  }

  @Test("-H says otherwise what is accepted", arguments: [("Accept-Encoding: gzip;q=0.5", ["gzip;q=0.5"]), ("Accept-Encoding:", [])])
  func ownAcceptEncoding(header: String, sent: [String]) throws {
    let server = try server("gzip", Coded.gzip)
    #expect(try Command(["--compressed", "-H", header, url(server)]).output == Coded.plain)
    #expect(server.requests.first?.headers.getAll("Accept-Encoding") == sent)
  }

  @Test("members that come byte by byte, in chunks, are joined")
  func dripping() throws {
    let server = try LoopbackServer { connection in
      while try connection.readRequest() != nil {
        try connection.sendChunkedHead(headers: ["Content-Encoding": "gzip"])
        for byte in Coded.gzip + Coded.gzip { try connection.sendChunk([byte]) }
        try connection.endChunks()
      }
    }
    let command = try Command(["--compressed", "--repeat", "2", url(server)])
    #expect(command.output == Coded.plain + Coded.plain)
    #expect(server.connectionCount == 1)
  }

  static let bad: [(String, [UInt8], String)] = [
    ("compress", Coded.plain, "the body has the content coding \"compress\", which is not known; built in: gzip, deflate"),
    ("gzip, \u{1B}[31m", Coded.gzip, "the body has the content coding \"\\u{1B}[31m\", which is not known; built in: gzip, deflate"),
    ("gzip", Coded.gzip.dropLast(), "the body ends in the middle of its coding gzip"),
    ("deflate", Coded.zlibWrapped.dropLast(5), "the body ends in the middle of its coding deflate"),
    ("gzip", Coded.plain, "the body's coding gzip is corrupted: incorrect header check"),
    ("gzip", Coded.gzip.dropLast(8) + [0, 0, 0, 0, 0x84, 0, 0, 0], "the body's coding gzip is corrupted: incorrect data check"),
    ("deflate, deflate", Coded.gzipInZlib, "the body's coding deflate is corrupted: invalid block type"),
    (
      Array(repeating: "gzip", count: 6).joined(separator: ","), Coded.gzip,
      "the body has 6 content codings one over the other; at most 5 are undone"
    ),
  ]

  @Test("what can't be undone is told, and leaves the old file", arguments: bad)
  func refused(codings: String, body: [UInt8], message: String) throws {
    let server = try server(codings, body)
    let folder = try TemporaryFolder(["out": "old"])
    let command = try Command(["--compressed", "-o", folder.path("out"), url(server)])
    #expect(command.status == 61)
    #expect(command.errors == "httpwire: \(message)\n")
    #expect(folder.text("out") == "old")
    #expect(folder.names == ["out"])
  }

  @Test("five codings are undone")
  func fiveCodings() throws {
    // The content is that of nothing at all, since every empty member is an end that it may have.
    let server = try server("gzip, gzip, gzip, gzip, gzip", Coded.nothing)
    let command = try Command(["--compressed", url(server)])
    #expect(command.status == 0)
    #expect(command.output == [])
  }

  @Test("where there is no body, its codings do not matter", arguments: [(["-I"], 200), ([], 204), ([], 304), ([], 200)])
  func noBody(flags: [String], status: Int) throws {
    let server = try server("br", flags.isEmpty ? [] : Coded.plain, status: status)
    #expect(try Command(["--compressed"] + flags + [url(server)]).status == 0)
  }

  @Test("a body that is cut short by its framing is told as such")
  func cutShort() throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n")
      try connection.send(Coded.gzip)
    }
    #expect(try Command(["--compressed", url(server)]).status == 18)
  }

  @Test("the output of few bytes stops where nobody takes it", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func bomb() throws {
    let server = try server("gzip", Coded.bomb(members: 16_384))
    #expect(try Command(["--compressed", "-o", "/dev/full", url(server)]).status == 23)
    let command = try Command(["--compressed", "-w", "%{size_download}", "-o", "/dev/null", url(server)])
    #expect(command.status == 0)
    #expect(command.text == "\(16_384 * Coded.zeros.count)")
  }

  @Test("decoding ends with the time that there is")
  func deadline() throws {
    let codings = try ContentCodings(["Content-Encoding": "gzip"])
    let decoder = ContentDecoder(codings, Deadline(after: .zero))
    #expect(throws: HTTPException.timedOut(.readingBody)) { try decoder.decode(Coded.gzip) { _ in } }
  }
}
#endif
