import Foundation
import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

extension BadMomentTests {
  // MARK: Refused uploads

  @Test(arguments: [false, true], Way.awaited)
  func `a refused upload hears the refusal though the server hangs up`(isSecure: Bool, way: Way) async throws {
    for delay in [0, 100_000, 1_000_000] {
      let peer = try Peer(isSecure: isSecure) { connection in
        guard try connection.readHead() != nil else { return }
        var count = 0
        while count < delay { count += try connection.read().count }
        try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
      }
      let tally = Tally()
      let body = [UInt8](repeating: 1, count: 8_000_000)
      for _ in 0..<12 {
        let connection = try peer.connection(way)
        let result = await within(20) { try await connection.fetch("PUT", "/", body: .bytes(body), upTo: 100) }
        switch result {
        case nil: tally.add("hangs")
        case .success(let page): tally.add("\(page.status)")
        case .failure(let error): tally.add(error)
        }
        await connection.close()
      }
      print("refused: TLS \(isSecure), \(way), after \(delay): \(tally.all)")
      #expect(tally.all == ["413": 12])
    }
  }

  @Test(arguments: [false, true], Way.awaited)
  func `a refusal is heard though the server takes all bytes at once`(isSecure: Bool, way: Way) async throws {
    let peer = try Peer(isSecure: isSecure) { connection in
      guard try connection.readHead() != nil else { return }
      try connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
      while try !connection.read(atMost: 1 << 20).isEmpty {}
    }
    for isFile in [false, true] {
      let file = try TemporaryFile([UInt8](repeating: 1, count: isFile ? 200_000_000 : 1))
      let body: AsyncRequestBody = isFile ? .file(path: file.path) : .bytes([UInt8](repeating: 1, count: 200_000_000))
      let connection = try peer.connection(way)
      let start = ContinuousClock.now
      let page = try await within(30) { try await connection.fetch("PUT", "/", body: body, upTo: 100) }?.get()
      print("takes all: TLS \(isSecure), \(way), file \(isFile): \(ContinuousClock.now - start)")
      #expect(page?.status == 413)
      await connection.close()
    }
  }

  // MARK: The last bytes

  /// Lets the client take the connection's stream.
  private static func upgrade(_ connection: LoopbackConnection) throws {
    _ = try connection.readRequest()
    try connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
  }

  @Test(arguments: [false, true], Way.awaited)
  func `what was written to a stream arrives though it is closed at once`(isSecure: Bool, way: Way) async throws {
    let tally = Tally()
    let gate = Gate()
    let peer = try Peer(isSecure: isSecure) { connection in
      try Self.upgrade(connection)
      defer { gate.open() }
      _ = try connection.sleep(.milliseconds(50))
      var count = 0
      do {
        while true {
          let piece = try connection.read()
          if piece.isEmpty { break }
          count += piece.count
          _ = try connection.sleep(.milliseconds(1))
        }
        tally.add(count == 8_000_000 ? "whole" : "\(count)")
      } catch { tally.add("\(count) \(error)") }
    }
    for _ in 0..<3 {
      let connection = try peer.connection(way)
      let response = try await connection.request("GET", "/", headers: HostileServer.upgrade)
      let stream = try await response.takeStream()
      try await stream.write([UInt8](repeating: 7, count: 8_000_000))
      await stream.close()
      await gate.pass()
    }
    print("closed at once: TLS \(isSecure), \(way): \(tally.all)")
    #expect(tally["whole"] == 3)
  }

  @Test(arguments: [false, true], Way.awaited)
  func `an upload that was answered early arrives whole though the connection is closed`(isSecure: Bool, way: Way) async throws {
    let tally = Tally()
    let gate = Gate()
    let peer = try Peer(isSecure: isSecure) { connection in
      guard try connection.readHead() != nil else { return }
      defer { gate.open() }
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      _ = try connection.sleep(.milliseconds(50))
      var count = 0
      do {
        try connection.readBody {
          count += $0.count
          _ = try? connection.sleep(.milliseconds(1))
        }
        tally.add("whole")
      } catch { tally.add("\(count) \(String("\(error)".prefix(40)))") }
    }
    for _ in 0..<3 {
      let connection = try peer.connection(way)
      let page = try await connection.fetch("PUT", "/", body: .bytes([UInt8](repeating: 7, count: 8_000_000)), upTo: 100)
      #expect(page.status == 200)
      await connection.close()
      await gate.pass()
    }
    print("early: TLS \(isSecure), \(way): \(tally.all)")
    #expect(tally["whole"] == 3)
  }

  /// The resident memory of this process, in MB; nil where the system does not tell.
  static func memory() -> Int? {
    let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return text?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 / 1_000_000 }
  }

  @Test func `the first upload of a connection does not pile up in its channel`() async throws {
    let peer = try Peer { try $0.sleepUntilStopped() }
    let body = [UInt8](repeating: 7, count: 200_000_000)
    var grown: [Int] = []
    for _ in 0..<3 {
      let connection = try peer.connection(.loop)
      guard let before = Self.memory() else { return }
      let task = Task { try await connection.fetch("PUT", "/", body: .bytes(body), upTo: 100) }
      try await Task.sleep(for: .milliseconds(600))
      grown.append((Self.memory() ?? 0) - before)
      task.cancel()
      _ = await task.result
      await connection.close()
    }
    print("memory for the first upload: \(grown) MB")
    #expect(grown.allSatisfy { $0 < 20 })
  }

  // MARK: Order

  @Test(arguments: [false, true], Way.awaited)
  func `an upload to a slow server keeps its order`(isSecure: Bool, way: Way) async throws {
    let peer = try Peer(isSecure: isSecure) { connection in
      while try connection.readHead() != nil {
        var (offset, isRight, pieces) = (0, true, 0)
        try connection.readBody { piece in
          isRight = isRight && Self.isSame(piece, at: offset)
          offset += piece.count
          pieces += 1
          if pieces % 16 == 0 { _ = try? connection.sleep(.milliseconds(3)) }
        }
        try connection.send(.init(text: "\(offset) \(isRight)"))
      }
    }
    let file = try TemporaryFile(Self.pattern)
    let connection = try peer.connection(way)
    let pieces = stride(from: 0, to: Self.pattern.count, by: 300_000).map {
      Array(Self.pattern[$0..<min($0 + 300_000, Self.pattern.count)])
    }
    for body in [
      AsyncRequestBody.bytes(Self.pattern), .file(path: file.path), .sequence(Pieces(pieces)),
      .sequence(Pieces(pieces), length: Self.pattern.count),
    ] {
      let page = try await within(60) { try await connection.fetch("PUT", "/", body: body, upTo: 100) }?.get()
      #expect(page.map { String(decoding: $0.body, as: UTF8.self) } == "30000000 true")
    }
    #expect(peer.count() == 1)
    await connection.close()
  }

  @Test(arguments: [false, true], Way.awaited)
  func `both directions of a stream keep their order while the reader is slow`(isSecure: Bool, way: Way) async throws {
    let peer = try Peer(isSecure: isSecure) { connection in
      try Self.upgrade(connection)
      while true {
        let bytes = try connection.read()
        if bytes.isEmpty { return }
        try connection.send(bytes)
      }
    }
    let connection = try peer.connection(way)
    let response = try await connection.request("GET", "/", headers: HostileServer.upgrade)
    let stream = try await response.takeStream()
    let result = await within(60) {
      async let writing: Void = {
        var offset = 0
        while offset < Self.pattern.count {
          let end = min(offset + 777_777, Self.pattern.count)
          try await stream.write(Array(Self.pattern[offset..<end]))
          offset = end
        }
      }()
      var (offset, isRight, pieces) = (0, true, 0)
      while offset < Self.pattern.count {
        let piece = try await stream.read(upTo: 50_000)
        if piece.isEmpty { break }
        isRight = isRight && Self.isSame(piece[...], at: offset)
        offset += piece.count
        pieces += 1
        if pieces % 20 == 0 { try await Task.sleep(for: .milliseconds(2)) }
      }
      try await writing
      return "\(offset) \(isRight)"
    }
    #expect(try result?.get() == "30000000 true")
    await stream.close()
  }

  @Test(arguments: [false, true], Way.awaited)
  func `what is written after a cancelled write is sent`(isSecure: Bool, way: Way) async throws {
    let gate = Gate()
    let ends = LockedList<String>()
    let peer = try Peer(isSecure: isSecure) { connection in
      try Self.upgrade(connection)
      defer { gate.open() }
      _ = try connection.sleep(.milliseconds(300))
      var last: [UInt8] = []
      while true {
        let piece = try connection.read()
        if piece.isEmpty { break }
        last = (last + piece).suffix(7)
        if last == Array("THE END".utf8) { break }
      }
      ends.append(String(decoding: last, as: UTF8.self))
    }
    for _ in 0..<2 {
      let connection = try peer.connection(way)
      let response = try await connection.request("GET", "/", headers: HostileServer.upgrade)
      let stream = try await response.takeStream()
      let writing = Task { try await stream.write([UInt8](repeating: 97, count: 30_000_000)) }
      try await Task.sleep(for: .milliseconds(100))
      writing.cancel()
      let written = await writing.result
      #expect(throws: HTTPException.cancelled) { try written.get() }
      try await stream.write(Array("THE END".utf8))
      try await Task.sleep(for: .milliseconds(600))
      await stream.close()
      await gate.pass()
    }
    print("after a cancelled write: TLS \(isSecure), \(way): \(ends.values)")
    #expect(ends.values == [String](repeating: "THE END", count: 2))
  }
}
