import Foundation
import HTTPWireTesting
import Synchronization
import Testing

@testable import HTTPWireSession

/// Downloads to files, and how they are continued.
struct DownloadTests {
  static let content = [UInt8]((0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) })

  /// What a server does beside sending the file as RFC 9110 section 14 says.
  enum Habit: String, CaseIterable {
    case exact, ignoresRange, wrongStart, wrongTotal, otherTag, noTag, shortParts, twoRanges, garbage, unknownTotal, tooLong
  }

  /// A server with one file. Each connection breaks after `most` bytes of a body.
  static func world(
    _ habit: Habit = .exact, breaksAfter most: @escaping @Sendable () -> Int = { .max },
    tag: @escaping @Sendable () -> String = { "\"v1\"" }
  ) throws -> World {
    try World(handler: { connection in
      while let request = try connection.readRequest() {
        var (status, range) = (200, 0..<content.count)
        var headers: HTTPMessage = ["ETag": tag()]
        if habit != .ignoresRange, let text = request.headers["Range"], request.headers["If-Range"] == tag(),
          let start = Int(text.dropFirst("bytes=".count).prefix { $0 != "-" })
        {
          if start >= content.count {
            try connection.send(.init(status: 416, headers: ["Content-Range": "bytes */\(content.count)"]), to: request)
            continue
          }
          status = 206
          range = (habit == .wrongStart ? start + 1 : start)..<content.count
          if habit == .shortParts { range = range.lowerBound..<min(range.upperBound, range.lowerBound + 10_000) }
          let total = habit == .unknownTotal ? "*" : String(content.count + (habit == .wrongTotal ? 1 : 0))
          headers.add("Content-Range", habit == .garbage ? "bytes of it" : "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(total)")
          if habit == .twoRanges { headers.add("Content-Range", "bytes 0-1/2") }
          if habit == .otherTag { headers.set("ETag", "\"v2\"") }
          if habit == .noTag { headers.remove("ETag") }
          if habit == .tooLong {
            try connection.sendChunkedHead(status: 206, headers: headers)
            try connection.sendChunk(Array(content[range]) + [0])
            try connection.endChunks()
            continue
          }
        }
        headers.add("Content-Length", range.count)
        let lines = headers.items.map { "\($0): \($1)\r\n" }.joined()
        try connection.send("HTTP/1.1 \(status) X\r\n\(lines)\r\n")
        let sent = min(most(), range.count)
        try connection.send(Array(content[range.prefix(sent)]))
        if sent < range.count { return connection.hangUp() }
      }
    })
  }

  @Test func `a file has its name once it is whole, and nothing is left beside it`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world()
    let seen = Mutex<[TransferProgress]>([])
    let done = try world.session().download("http://a/f", to: folder.path("f")) { progress in
      #expect(!FileManager.default.fileExists(atPath: folder.path("f")))
      seen.withLock { $0.append(progress) }
    }
    #expect(done.bytes == Self.content.count && done.resumed == 0)
    #expect(try folder.bytes("f") == Self.content)
    #expect(folder.names == ["f"])
    let steps = seen.withLock { $0 }
    #expect(steps.first?.bytes == 0 && steps.last?.bytes == Self.content.count)
    #expect(steps.allSatisfy { $0.total == Self.content.count })
    #expect(steps.last?.fraction == 1)
    #expect(world.server.requests.first?.headers["Accept-Encoding"] == "identity")
  }

  @Test(arguments: Habit.allCases) func `a download that broke is continued, or begun again where the server can't continue it`(
    habit: Habit
  ) throws {
    let folder = try TemporaryFolder()
    let budget = Mutex([30_000, .max])
    let world = try Self.world(habit, breaksAfter: { budget.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } })
    let session = world.session()
    guard case .incompleteRead = failure({ try session.download("http://a/f", to: folder.path("f"), resuming: true) }) else {
      return #expect(Bool(false))
    }
    #expect(folder.names == ["f.part", "f.part.note"])
    let done = try session.download("http://a/f", to: folder.path("f"), resuming: true)
    #expect(try folder.bytes("f") == Self.content)
    #expect(folder.names == ["f"])
    let canContinue = [.exact, .shortParts, .unknownTotal].contains(habit)
    #expect(done.resumed == (canContinue ? 30_000 : 0))
    #expect(world.server.requests[1].headers["Range"] == "bytes=30000-")
    #expect(world.server.requests[1].headers["If-Range"] == "\"v1\"")
  }

  @Test func `a part that is shorter than it says is no endless loop`() throws {
    let folder = try TemporaryFolder()
    try folder.write("f.part", [UInt8](Self.content.prefix(30_000)))
    try folder.write("f.part.note", Array("HTTPWire partial download 1\nhttp://a/f\n\"v1\"\n100000\n".utf8))
    let world = try World(handler: { connection in
      while try connection.readRequest() != nil {
        try connection.sendChunkedHead(status: 206, headers: ["ETag": "\"v1\"", "Content-Range": "bytes 30000-99999/100000"])
        try connection.endChunks()
      }
    })
    let error = failure { try world.session().download("http://a/f", to: folder.path("f"), resuming: true) }
    #expect(error == .incompleteRead(partial: [], expected: 70_000))
    #expect(folder.names == ["f.part", "f.part.note"])
  }

  @Test func `a part of something whose length nobody knows is begun again`() throws {
    let folder = try TemporaryFolder()
    try folder.write("f.part", [UInt8](Self.content.prefix(30_000)))
    try folder.write("f.part.note", Array("HTTPWire partial download 1\nhttp://a/f\n\"v1\"\n\n".utf8))
    let done = try Self.world(.unknownTotal).session().download("http://a/f", to: folder.path("f"), resuming: true)
    #expect(done.resumed == 0)
    #expect(try folder.bytes("f") == Self.content)
  }

  @Test(arguments: [("Mon, 01 Jan 2024 00:00:00 GMT", true), ("Tue, 02 Jan 2024 00:00:00 GMT", false), (nil, true)] as [(String?, Bool)])
  func `a part of another time is begun again`(changed: String?, continues: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("f.part", [1, 2])
    try folder.write("f.part.note", Array("HTTPWire partial download 1\nhttp://a/f\nMon, 01 Jan 2024 00:00:00 GMT\n4\n".utf8))
    let world = try World { request in
      guard request.headers.contains("Range") else { return .init(body: [5, 6, 7, 8]) }
      var headers: HTTPMessage = ["Content-Range": "bytes 2-3/4"]
      if let changed { headers.add("Last-Modified", changed) }
      return .init(status: 206, headers: headers, body: [3, 4])
    }
    try world.session().download("http://a/f", to: folder.path("f"), resuming: true)
    #expect(try folder.bytes("f") == (continues ? [1, 2, 3, 4] : [5, 6, 7, 8]))
  }

  @Test func `a part without its note stays until the server has answered`() throws {
    let folder = try TemporaryFolder()
    try folder.write("f.part", [1, 2])
    #expect(failure { try HTTPSession().download("http://127.0.0.1:1/f", to: folder.path("f"), resuming: true) } != nil)
    #expect(try folder.bytes("f.part") == [1, 2])
  }

  @Test(arguments: [204, 205, 206, 202]) func `only a whole file is a file`(status: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("f", [1])
    let world = try World { _ in .init(status: status) }
    #expect(failure { try world.session().download("http://a/f", to: folder.path("f")) }?.unexpectedStatus?.status == status)
    #expect(try folder.bytes("f") == [1])
  }

  /// Many at a time, of which each must either find the file in use or leave the whole file.
  @Test func `downloads of several threads to one file leave a whole one`() throws {
    let folder = try TemporaryFolder()
    let (world, path) = (try Self.world(), folder.path("f"))
    let session = world.session()
    let wrong = Mutex(0)
    let threads = try (0..<6).map { _ in
      try SystemThread {
        for _ in 0..<10 {
          do {
            try session.download("http://a/f", to: path, resuming: true)
          } catch {
            if case HTTPException.system = error { continue }
            wrong.withLock { $0 += 1 }
          }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(wrong.withLock { $0 } == 0)
    #expect(try folder.bytes("f") == Self.content)
  }

  @Test func `a resource that has changed is begun again`() throws {
    let folder = try TemporaryFolder()
    let budget = Mutex([30_000, .max])
    let tags = Mutex(["\"v1\"", "\"v2\""])
    let world = try Self.world(
      breaksAfter: { budget.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }, tag: { tags.withLock { $0[0] } })
    let session = world.session()
    _ = failure { try session.download("http://a/f", to: folder.path("f"), resuming: true) }
    tags.withLock { _ = $0.removeFirst() }
    #expect(try session.download("http://a/f", to: folder.path("f"), resuming: true).resumed == 0)
    #expect(try folder.bytes("f") == Self.content)
  }

  @Test func `a part that is whole already only gets its name`() throws {
    let folder = try TemporaryFolder()
    try folder.write("f.part", Self.content)
    try folder.write("f.part.note", Array("HTTPWire partial download 1\nhttp://a/f\n\"v1\"\n\(Self.content.count)\n".utf8))
    let world = try Self.world()
    #expect(try world.session().download("http://a/f", to: folder.path("f"), resuming: true).resumed == Self.content.count)
    #expect(try folder.bytes("f") == Self.content)
  }

  @Test(arguments: [
    "", "HTTPWire partial download 1\nhttp://a/other\n\"v1\"\n100000\n", "HTTPWire partial download 2\nhttp://a/f\n\"v1\"\n100000\n",
    "HTTPWire partial download 1\nhttp://a/f\n\n100000\n", "HTTPWire partial download 1\nhttp://a/f\n\"v1\"",
  ]) func `a part that nobody knows is not continued`(note: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("f.part", [9, 9, 9])
    if !note.isEmpty { try folder.write("f.part.note", Array(note.utf8)) }
    let world = try Self.world()
    #expect(try world.session().download("http://a/f", to: folder.path("f"), resuming: true).resumed == 0)
    #expect(try folder.bytes("f") == Self.content)
    #expect(world.server.requests.first?.headers["Range"] == nil)
  }

  @Test(arguments: [false, true]) func `what fails leaves the old file, and no half of a new one`(resuming: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("f", [1, 2, 3])
    let broken = try Self.world(breaksAfter: { 10 })
    #expect(failure { try broken.session().download("http://a/f", to: folder.path("f"), resuming: resuming) } != nil)
    let missing = try World { _ in .init(status: 404, text: "no") }
    guard case .custom(let error) = failure({ try missing.session().download("http://a/g", to: folder.path("g"), resuming: resuming) })
    else {
      return #expect(Bool(false))
    }
    #expect("\(error)" == "http://a/g: 404 Not Found")
    let whole = try Self.world()
    let stopped = failure {
      try whole.session().download("http://a/h", to: folder.path("h"), resuming: resuming) { _ in throw CancellationError() }
    }
    guard case .custom(is CancellationError) = stopped else { return #expect(Bool(false)) }
    #expect(try folder.bytes("f") == [1, 2, 3])
    #expect(folder.names == (resuming ? ["f", "f.part", "f.part.note"] : ["f"]))
  }

  @Test func `a response without a validator can't be continued`() throws {
    #expect(PartialDownload.validator(["ETag": "W/\"a\""]) == nil)
    #expect(PartialDownload.validator(["Last-Modified": "x", "Date": "x"]) == nil)
    #expect(PartialDownload.validator(["Last-Modified": "x"]) == nil)
    #expect(PartialDownload.validator(["Last-Modified": "x", "Date": "y"]) == "x")
    #expect(PartialDownload.validator(["ETag": "\"a\"", "Last-Modified": "x", "Date": "y"]) == "\"a\"")
  }

  @Test func `two downloads to one file at a time are refused`() throws {
    let folder = try TemporaryFolder()
    let session = try Self.world().session()
    let inner = Mutex<HTTPException?>(nil)
    try session.download("http://a/f", to: folder.path("f"), resuming: true) { _ in
      let error = failure { try session.download("http://a/f", to: folder.path("f"), resuming: true) }
      inner.withLock { $0 = error }
    }
    guard case .system = inner.withLock({ $0 }) else { return #expect(Bool(false)) }
  }

  @Test(arguments: ["/no/such/folder/f", "f\0g", "", "/tmp", "/tmp/", "/tmp/.", "/dev/null"])
  func `a file that can't be made is an error before anything is asked for`(path: String) throws {
    let world = try Self.world()
    #expect(failure { try world.session().download("http://a/f", to: path) } != nil)
    #expect(world.server.requests.isEmpty)
  }
}
