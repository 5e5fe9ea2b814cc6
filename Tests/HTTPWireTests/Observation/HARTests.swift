import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// What a recorder keeps, over real sockets, and the JSON that is made of it.
struct HARTests {
  /// Serves what the tests ask for.
  private static func server() throws -> LoopbackServer {
    try LoopbackServer { peer in
      while let request = try peer.readRequest() {
        switch request.target {
        case "/chunks":
          try peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
          try peer.sendChunkedHead(headers: ["Trailer": "X-Sum"])
          try peer.sendChunk(Array("hel".utf8))
          try peer.sendChunk(Array("lo".utf8))
          try peer.endChunks(trailers: ["X-Sum": "5"])
        case "/binary": try peer.send(.init(headers: ["Content-Type": "image/png"], body: [0x89, 0xFF, 0]), to: request)
        case "/moved": try peer.send(.init(status: 302, headers: ["Location": "/new"], text: ""), to: request)
        case "/cookies":
          let set: HTTPMessage = ["Set-Cookie": "sid=secret1; Path=/; Secure; HttpOnly", "set-cookie": "b=secret2; Domain=a.test"]
          try peer.send(.init(headers: set, text: "hello"), to: request)
        case "/last":
          try peer.send(.init(headers: ["Connection": "close"], text: "hello"), to: request)
          return
        case "/hang": return
        case "/short":
          try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
          return
        case "/garbled":
          try peer.send("HTTP/1.1 200 OK\r\nSet-Cookie : sid=secret1\r\n\r\n")
          return
        default: try peer.send(.init(headers: ["Content-Type": "text/plain"], text: "hello"), to: request)
        }
      }
    }
  }

  private func connection(_ server: LoopbackServer, _ recorder: HARRecorder) throws -> HTTPConnection {
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    connection.observers = [recorder]
    return connection
  }

  /// Requests a target with a new recorder, and returns the entry.
  private func made(
    _ target: String, method: String = "GET", body: RequestBody? = nil, headers: HTTPMessage = [:], encodeChunked: Bool = false,
    recorder: HARRecorder = HARRecorder()
  ) throws -> HAREntry {
    let server = try Self.server()
    defer { server.stop() }
    let connection = try connection(server, recorder)
    do {
      try connection.request(method, target, body: body, headers: headers, encodeChunked: encodeChunked)
      _ = try connection.getResponse().read()
    } catch {}
    connection.close()
    #expect(recorder.log.entries.count == 1)
    return try #require(recorder.log.entries.first)
  }

  /// The JSON as another reader reads it.
  private func parsed(_ log: HARLog) throws -> [[String: Any]] {
    let object = try #require(JSONSerialization.jsonObject(with: Data(log.json)) as? [String: Any])
    let inner = try #require(object["log"] as? [String: Any])
    #expect(inner["version"] as? String == "1.2")
    return try #require(inner["entries"] as? [[String: Any]])
  }

  @Test func `a kept connection gives an entry for each exchange`() throws {
    let server = try Self.server()
    defer { server.stop() }
    let recorder = HARRecorder()
    let connection = try connection(server, recorder)
    for target in ["/a?x=1&y=a%20b&z", "/binary", "/moved"] {
      try connection.request("GET", target)
      _ = try connection.getResponse().read()
    }
    let entries = recorder.log.entries
    #expect(entries.map(\.request.url) == ["/a?x=1&y=a%20b&z", "/binary", "/moved"].map { "http://127.0.0.1:\(server.port)\($0)" })
    #expect(entries[0].request.queryString.map(\.name) == ["x", "y", "z"])
    #expect(entries[0].request.queryString.map(\.value) == ["1", "a%20b", ""])
    #expect(entries.map(\.response.status) == [200, 200, 302])
    #expect(entries[2].response.redirectURL == "/new")
    #expect(Set(entries.map(\.connection)).count == 1)
    #expect(entries[0].connection != nil)
    #expect(entries.map(\.serverIPAddress) == ["127.0.0.1", "127.0.0.1", "127.0.0.1"])
    #expect(entries[0].timings.connect != nil)
    #expect(entries[1].timings.connect == nil)
    #expect(entries.map(\.comment) == [nil, nil, nil])
    for entry in try parsed(recorder.log) {
      let timings = try #require(entry["timings"] as? [String: Double])
      let steps = timings.filter { $0.key != "ssl" && $0.value >= 0 }
      #expect(abs(steps.values.reduce(0, +) - (entry["time"] as? Double ?? -1)) < 0.0005)
    }
    recorder.removeAll()
    #expect(recorder.log.entries.isEmpty)
  }

  @Test func `a body in chunks is kept as the program reads it, its framing counted`() throws {
    let entry = try made("/chunks")
    #expect(entry.response.content.text == "hello")
    #expect(entry.response.content.size == 5)
    #expect(entry.response.bodySize == "3\r\nhel\r\n2\r\nlo\r\n0\r\nX-Sum: 5\r\n\r\n".utf8.count)
    #expect(entry.response.trailers == [HARPair(name: "X-Sum", value: "5")])
    #expect(entry.response.interimStatuses == [103])
  }

  @Test(arguments: [true, false]) func `a request's body is kept without its framing`(isChunked: Bool) throws {
    let body: RequestBody = isChunked ? .chunks([Array("a=1".utf8), Array("&b=2".utf8)]) : .text("a=1&b=2")
    let entry = try made("/", method: "POST", body: body, headers: ["Content-Type": "text/x"], encodeChunked: isChunked)
    #expect(entry.request.body?.text == "a=1&b=2")
    #expect(entry.request.body?.mimeType == "text/x")
    #expect(entry.request.bodySize == 7)
  }

  @Test func `a file is kept, too`() throws {
    let file = try TemporaryFile(Array("from a file".utf8))
    let entry = try made("/", method: "PUT", body: .file(path: file.path), headers: ["Content-Length": "11"])
    #expect(entry.request.body?.text == "from a file")
  }

  @Test func `bytes that are no text are Base64`() throws {
    let recorder = HARRecorder()
    _ = try made("/binary", method: "POST", body: .bytes([0xFF, 0xFE]), recorder: recorder)
    let entry = try #require(parsed(recorder.log).first)
    let content = try #require((entry["response"] as? [String: Any])?["content"] as? [String: Any])
    #expect(content["encoding"] as? String == "base64")
    #expect(content["text"] as? String == "if8A")
    let postData = try #require((entry["request"] as? [String: Any])?["postData"] as? [String: Any])
    #expect(postData["text"] as? String == "//4=")
    #expect((postData["comment"] as? String)?.contains("Base64") == true)
  }

  @Test(arguments: [0, 2, 5, 6]) func `bodies are kept up to the limit`(limit: Int) throws {
    let entry = try made("/", method: "POST", body: .text("world"), recorder: HARRecorder(bodyLimit: limit))
    #expect(entry.response.content.text == String("hello".prefix(limit)))
    #expect(entry.response.content.size == 5)
    #expect(entry.request.body?.text == String("world".prefix(limit)))
    #expect(entry.request.bodySize == 5)
  }

  @Test func `credentials are masked unless asked for`() throws {
    let headers: HTTPMessage = ["Authorization": "Basic secret3", "cookie": "a=secret4; b=secret5", "X-Plain": "shown"]
    for masks in [true, false] {
      let recorder = HARRecorder(masksCredentials: masks)
      let entry = try made("/cookies", headers: headers, recorder: recorder)
      let json = String(decoding: recorder.log.json, as: UTF8.self)
      for number in 1...5 { #expect(json.contains("secret\(number)") != masks) }
      #expect(json.contains("shown"))
      #expect(entry.request.cookies.map(\.name) == ["a", "b"])
      #expect(entry.response.cookies.map(\.name) == ["sid", "b"])
      #expect(entry.response.cookies.map(\.isHTTPOnly) == [true, false])
      #expect(entry.response.cookies.map(\.path) == ["/", nil])
    }
    // What failed may be the line of a credential.
    let recorder = HARRecorder()
    #expect(try made("/garbled", recorder: recorder).comment?.hasPrefix("failed") == true)
    #expect(!String(decoding: recorder.log.json, as: UTF8.self).contains("secret"))
  }

  @Test func `an exchange that fails is an entry that says why`() throws {
    let hangs = try made("/hang")
    #expect(hangs.response.status == 0)
    #expect(hangs.comment == "failed: Remote end closed connection without response")
    let short = try made("/short")
    #expect(short.response.status == 200)
    #expect(short.response.content.text == "hello")
    #expect(short.comment?.hasPrefix("failed: IncompleteRead") == true)
  }

  @Test func `an opening that fails is an entry with the request's URL`() throws {
    let server = try Self.server()
    server.stop()
    let recorder = HARRecorder()
    let connection = try connection(server, recorder)
    #expect(throws: HTTPException.self) { try connection.request("GET", "http://user:secret@a.test/x") }
    #expect(throws: HTTPException.self) { try connection.request("GET", "/y") }
    let entries = recorder.log.entries
    #expect(entries.map(\.request.url) == ["http://a.test/x", "http://127.0.0.1:\(server.port)/y"])
    #expect(entries.map(\.response.status) == [0, 0])
    #expect(entries.allSatisfy { $0.comment?.hasPrefix("failed: [Errno") == true })
  }

  @Test func `an exchange under way, and one that was abandoned, say so`() throws {
    let server = try Self.server()
    defer { server.stop() }
    let recorder = HARRecorder()
    let connection = try connection(server, recorder)
    try connection.request("GET", "/")
    let response = try connection.getResponse()
    #expect(recorder.log.entries.map(\.comment) == ["not finished"])
    response.close()
    #expect(recorder.log.entries.map(\.comment) == ["the connection was closed before the response's end"])
  }

  @Test func `a response that is read beside the next exchange keeps its own entry`() throws {
    let server = try Self.server()
    defer { server.stop() }
    let recorder = HARRecorder()
    let connection = try connection(server, recorder)
    connection.recordsTimings = true
    try connection.request("GET", "/last")
    let last = try connection.getResponse()
    var text = String(decoding: try last.read(2), as: UTF8.self)
    try connection.request("POST", "/next", body: .text("world"))
    text += String(decoding: try last.read(), as: UTF8.self)
    _ = try connection.getResponse().read()
    #expect(text == "hello")
    let entries = recorder.log.entries
    #expect(entries.map(\.comment) == [nil, nil])
    #expect(entries.map(\.response.content.text) == ["hello", "hello"])
    #expect(entries.map(\.request.body?.text) == [nil, "world"])
    #expect(Set(entries.map(\.connection)).count == 2)
    #expect(last.timings?.total != nil)
  }

  @Test func `pipelined requests each have their own entry`() throws {
    let server = try Self.server()
    defer { server.stop() }
    let recorder = HARRecorder()
    let connection = try connection(server, recorder)
    connection.recordsTimings = true
    let requests = (1...4).map { PipelinedRequest("PUT", "/\($0)", body: .text("body \($0)")) }
    var totals = 0
    let left = try connection.pipeline(requests) { _, response in
      _ = try response.read()
      if let timings = response.timings, timings.firstByte != nil, timings.total != nil { totals += 1 }
    }
    #expect(left.isEmpty)
    #expect(totals == 4)
    let entries = recorder.log.entries
    #expect(entries.map { $0.request.url.suffix(2) } == ["/1", "/2", "/3", "/4"])
    #expect(entries.map(\.request.body?.text) == ["body 1", "body 2", "body 3", "body 4"])
    #expect(entries.map(\.response.content.text) == ["hello", "hello", "hello", "hello"])
  }

  @Test func `logs of several connections are joined in the order of their beginnings`() throws {
    var first = try made("/1")
    var second = try made("/2")
    let third = try made("/3")
    first.startedMilliseconds = 2000
    second.startedMilliseconds = 1000
    let log = HARLog(joining: [HARLog(entries: [first, third]), HARLog(entries: [second])])
    #expect(log.entries == [second, first, third])
    #expect(second.startedDateTime == "1970-01-01T00:00:01.000Z")
  }

  @Test func `every text comes back from the JSON as it was`() throws {
    var entry = try made("/")
    let texts = ["", "\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}", "Grüße 🙂 \u{2028}", "</script>", "e\u{301}"]
    entry.request.headers = texts.map { HARPair(name: "name", value: $0) }
    let request = try #require(parsed(HARLog(entries: [entry])).first?["request"] as? [String: Any])
    let headers = try #require(request["headers"] as? [[String: String]])
    #expect(headers.map { Array($0["value"]?.utf8 ?? "missing".utf8) } == texts.map { Array($0.utf8) })
  }

  private func contents(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { [UInt8]($0) } }

  @Test func `a file that is new is readable by its owner alone`() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("httpwire-\(UUID().uuidString).har").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = HARLog(entries: [try made("/")])
    try log.write(to: path)
    #expect(contents(path) == log.json)
    let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(permissions == 0o600)
    // A longer file is replaced as a whole.
    try HARLog().write(to: path)
    #expect(contents(path) == HARLog().json)
  }

  @Test(arguments: ["/nonexistent/folder/a.har", "/", "", "/dev/full"]) func `a path that can't be written is named`(path: String) throws {
    let error = #expect(throws: HTTPException.self) { try HARLog().write(to: path) }
    guard case .system(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.address == path)
    let null = #expect(throws: HTTPException.self) { try HARLog().write(to: "a\u{0}b") }
    #expect(null.map { if case .invalidArgument = $0 { true } else { false } } == true)
  }
}
