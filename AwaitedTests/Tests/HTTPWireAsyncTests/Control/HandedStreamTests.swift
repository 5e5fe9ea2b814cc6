import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

@Suite("A stream that was handed over", .timeLimit(.minutes(1)))
struct HandedStreamTests {
  @Test(arguments: Way.awaited) func `goes on beside the connection's next requests`(way: Way) async throws {
    let server = try HostileServer.start()
    let connection = try way.connection(to: server)
    let stream = try await connection.request("GET", "/echo", headers: HostileServer.upgrade).takeStream()
    #expect(try await stream.read() == Array("hello".utf8))
    #expect(try await connection.fetch("GET", "/", upTo: 100).status == 200)
    try await stream.write([1, 2, 3])
    #expect(try await stream.read() == [1, 2, 3])
    let silent = Task { try await connection.fetch("GET", "/silent", upTo: 100) }
    try await Task.sleep(for: .milliseconds(50))
    let echoed = await within(10) {
      try await stream.write([4])
      return try await stream.read()
    }
    #expect(try echoed?.get() == [4])
    let closed: Result<Void, any Error>? = await within(10) { await stream.close() }
    #expect(closed != nil)
    // The request was not the stream's.
    silent.cancel()
    let result = await silent.result
    #expect(throws: HTTPException.cancelled) { try result.get() }
  }

  @Test(arguments: Way.awaited) func `fails when its peer resets it while it is written to`(way: Way) async throws {
    let server = try HostileServer.start()
    let connection = try way.connection(to: server)
    let stream = try await connection.request("GET", "/reset", headers: HostileServer.upgrade).takeStream()
    _ = try await stream.read()
    let written: Result<Void, any Error>? = await within(20) {
      for _ in 0..<100 { try await stream.write([UInt8](repeating: 1, count: 1_000_000)) }
    }
    #expect(written != nil)
    #expect(throws: HTTPException.self) { try written?.get() }
  }

  @Test(arguments: Way.awaited) func `ends its reader and its writer when it is closed`(way: Way) async throws {
    let server = try HostileServer.start()
    for _ in 0..<5 {
      let connection = try way.connection(to: server)
      let stream = try await connection.request("GET", "/deaf", headers: HostileServer.upgrade).takeStream()
      _ = try await stream.read()
      let reader = Task { try await stream.read() }
      let writer = Task { for _ in 0..<100 { try await stream.write([UInt8](repeating: 1, count: 1_000_000)) } }
      try await Task.sleep(for: .milliseconds(30))
      let closed: Result<Void, any Error>? = await within(10) { await stream.close() }
      let read = await within(10) { try await reader.value }
      let written: Result<Void, any Error>? = await within(10) { try await writer.value }
      #expect(closed != nil && read != nil && written != nil)
      #expect(throws: HTTPException.closed) { try read?.get() }
    }
  }
}
