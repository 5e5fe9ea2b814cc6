import HTTPWire
import HTTPWireSupport
import HTTPWireTesting
import Testing

/// What leaves together: the head with the first bytes, and small elements with each other.
struct FirstWriteTests {
  private static let chunked = "PUT / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n"

  @Test func `the head leaves with the first bytes that are at hand`() throws {
    let file = try TemporaryFile(Array("abc".utf8))
    let bodies: [(RequestBody, [String])] = [
      (.file(path: file.path), ["3\r\nabc\r\n", "0\r\n\r\n"]), (.chunks([[0x61], [0x62]]), ["1\r\na\r\n", "1\r\nb\r\n", "0\r\n\r\n"]),
      (.chunks([[], [0x61]]), ["1\r\na\r\n", "0\r\n\r\n"]), (.chunks([]), ["0\r\n\r\n"]), (.file(path: "/dev/null"), ["0\r\n\r\n"]),
      (.chunks([[0x61]]).endingWith(["T"]) { ["T": "1"] }, ["1\r\na\r\n", "0\r\nT: 1\r\n\r\n"]),
    ]
    for (body, pieces) in bodies {
      let (connection, stream) = try scripted()
      try connection.request("PUT", "/", body: body)
      let written = stream.writtenPieces
      #expect(written.count == pieces.count)
      #expect(written.first?.hasSuffix("\r\n\r\n" + pieces[0]) == true)
      #expect(Array(written.dropFirst()) == Array(pieces.dropFirst()))
    }
  }

  @Test func `elements without framing leave with the head, too`() throws {
    let (connection, stream) = try scripted()
    try connection.request("PUT", "/", body: .chunks([[0x61], [0x62]]), headers: ["Content-Length": "2"])
    #expect(stream.writes.count == 2)
    #expect(stream.writtenText.hasSuffix("\r\n\r\nab"))
  }

  @Test func `the head does not wait for a pipe or a source that has nothing yet`() throws {
    let (reading, writing) = try Syscalls.makePipe()
    defer { Syscalls.release(reading) }
    var heads: [Int] = []
    let (connection, stream) = try scripted(okReply)
    let elements = ["a", "b"].lazy.map { element in
      heads.append(stream.writes.count)
      return Array(element.utf8)
    }
    try connection.request("PUT", "/", body: .chunks(elements))
    #expect(heads == [1, 2])
    _ = try connection.getResponse().read()
    let server = try LoopbackServer { connection in
      // The pipe gets its bytes only once the head has come.
      _ = try connection.readHead()
      try Syscalls.writeFile(writing, Array("late".utf8).span)
      Syscalls.release(writing)
      var body: [UInt8] = []
      try connection.readBody { body += $0 }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n")
      try connection.send(body)
    }
    defer { server.stop() }
    let other = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
    try other.request("PUT", "/", body: .file(descriptor: reading))
    #expect(try other.getResponse().read() == Array("late".utf8))
  }

  /// Elements by their lengths, a limit, and the lengths of the chunks.
  static let joined: [(elements: [Int], limit: Int, chunks: [Int])] = [
    ([1, 1, 1], 0, [1, 1, 1]), ([1, 1, 1], -5, [1, 1, 1]), ([1, 1, 1], 3, [3]), ([1, 1, 1], 2, [2, 1]), ([1, 0, 1, 1], 10, [1, 2]),
    ([0, 0, 1], 10, [1]), ([1, 20, 1], 10, [1, 20, 1]), ([20, 20], 10, [20, 20]), ([4, 4, 4, 4], 10, [8, 8]), ([], 10, []), ([0], 10, []),
    ([10, 1], 10, [10, 1]), ([1, 10], 10, [1, 10]), ([1], .max, [1]),
  ]

  @Test(arguments: joined.indices) func `elements are joined up to the limit, and an empty one sends what there is`(index: Int) throws {
    let (elements, limit, chunks) = Self.joined[index]
    let bytes = elements.map { [UInt8](repeating: 0x61, count: $0) }
    var left = bytes
    let bodies: [RequestBody] = [
      .chunks(bytes, joinedUpTo: limit), .chunks(joinedUpTo: limit) { left.isEmpty ? nil : left.removeFirst() },
    ]
    for body in bodies {
      let (connection, stream) = try scripted()
      try connection.request("PUT", "/", body: body)
      let expected = chunks.map { String($0, radix: 16, uppercase: true) + "\r\n" + String(repeating: "a", count: $0) + "\r\n" }
      #expect(stream.writtenText == Self.chunked + expected.joined() + "0\r\n\r\n")
    }
  }

  @Test func `an element does not wait for more than one that is late`() throws {
    let (connection, stream) = try scripted()
    let elements = (0..<3).lazy.map { index -> [UInt8] in
      if index > 0 { _ = try? Syscalls.waitUntilReadable([], until: Deadline(after: .milliseconds(60))) }
      return [0x61]
    }
    try connection.request("PUT", "/", body: .chunks(elements, joinedUpTo: 1_000))
    #expect(stream.writtenText == Self.chunked + "2\r\naa\r\n1\r\na\r\n0\r\n\r\n")
  }
}
