import HTTPWire
import HTTPWireAsync
import HTTPWireNIO
import HTTPWireTesting
import NIOPosix
import Testing

@Suite("A stream that speaks another protocol", .timeLimit(.minutes(1)))
struct UpgradeTests {
  static var connections: [@Sendable (Int) throws -> AsyncHTTPConnection] {
    var all: [@Sendable (Int) throws -> AsyncHTTPConnection] = [{ try AsyncHTTPConnection("127.0.0.1", port: $0) }]
    all.append { try AsyncHTTPConnection("127.0.0.1", port: $0, on: MultiThreadedEventLoopGroup.singleton) }
    return all
  }

  /// A server that upgrades, says hello in the same packet, and echoes.
  static func echo() throws -> LoopbackServer {
    try LoopbackServer { connection in
      _ = try connection.readRequest()
      try connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello")
      while true {
        let bytes = try connection.read()
        if bytes.isEmpty { return }
        try connection.send(bytes)
      }
    }
  }

  @Test(arguments: connections.indices) func `carries both directions at once`(way: Int) async throws {
    let server = try Self.echo()
    let connection = try Self.connections[way](server.port)
    let response = try await connection.request("GET", "/", headers: ["Connection": "Upgrade", "Upgrade": "echo"])
    #expect(response.status == 101)
    let stream = try await response.takeStream()
    #expect(try await String(decoding: stream.read(), as: UTF8.self) == "hello")
    for _ in 0..<20 {
      async let echoed = stream.read()
      try await Task.sleep(for: .milliseconds(1))
      try await stream.write(Array("spam".utf8))
      #expect(try await String(decoding: echoed, as: UTF8.self) == "spam")
    }
    let large = [UInt8](repeating: 7, count: 8_000_000)
    async let written: Void = stream.write(large)
    var count = 0
    while count < large.count { count += try await stream.read().count }
    try await written
    #expect(count == large.count)
    await stream.close()
    await #expect(throws: HTTPException.closed) { try await stream.read() }
  }

  @Test(arguments: connections.indices) func `loses nothing when a read is cancelled`(way: Int) async throws {
    let server = try Self.echo()
    let connection = try Self.connections[way](server.port)
    let response = try await connection.request("GET", "/", headers: ["Connection": "Upgrade", "Upgrade": "echo"])
    let stream = try await response.takeStream()
    _ = try await stream.read()
    for _ in 0..<5 {
      let reading = Task { try await stream.read() }
      try await Task.sleep(for: .milliseconds(5))
      reading.cancel()
      let result = await reading.result
      #expect(throws: HTTPException.cancelled) { try result.get() }
    }
    try await stream.write([1, 2, 3])
    #expect(try await stream.read() == [1, 2, 3])
  }
}
