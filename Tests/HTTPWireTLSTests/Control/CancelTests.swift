#if TLS
import Foundation
import HTTPWire
import HTTPWireTesting
import Testing

/// A thread cancels what another one does.
@Suite(.serialized) struct CancelTests {
  /// Cancels after a time, from a thread of its own.
  private static func cancel(_ canceller: Canceller, after time: Duration) throws -> SystemThread {
    try SystemThread {
      Thread.sleep(forTimeInterval: time / .seconds(1))
      canceller.cancel()
    }
  }

  @Test(arguments: Route.allCases, ["/silent", "/head", "/body", "/deaf"])
  func `a wait ends at once, and the next request opens anew`(route: Route, target: String) throws {
    try route.run(
      timeout: nil,
      { connection in
        while let request = try connection.readHead() {
          switch request.target {
          case "/silent": try connection.sleepUntilStopped()
          case "/head":
            try connection.send("HTTP/1.1 200 OK\r\n")
            try connection.sleepUntilStopped()
          case "/body":
            try connection.send("HTTP/1.1 200 OK\r\n\r\nx")
            try connection.sleepUntilStopped()
          case "/deaf": try connection.sleepUntilStopped()
          default: try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
          }
        }
      }
    ) { connection in
      #expect(try connection.fetch() == "ok")
      let thread = try Self.cancel(connection.canceller, after: .milliseconds(50))
      let start = ContinuousClock.now
      let error = failure {
        let body: RequestBody? = target == "/deaf" ? .bytes([UInt8](repeating: 0x61, count: 32 << 20)) : nil
        try connection.request("PUT", target, body: body)
        _ = try connection.getResponse().read()
      }
      thread.join()
      #expect(error == .cancelled)
      #expect(ContinuousClock.now - start < .seconds(5))
      #expect(connection.stream == nil)
      #expect(try connection.fetch() == "ok")
    }
  }

  @Test(arguments: [false, true]) func `a response that owns its stream is cancelled, and never passes for complete`(isLate: Bool) throws {
    try Route.plain.run(
      timeout: nil,
      { connection in
        guard try connection.readHead() != nil else { return }
        try connection.send("HTTP/1.0 200 OK\r\n\r\nbye")
        try connection.sleepUntilStopped()
      }
    ) { connection in
      let early = isLate ? nil : connection.canceller
      try connection.request("GET", "/")
      let response = try connection.getResponse()
      #expect(try response.read(3) == Array("bye".utf8))
      let thread = try Self.cancel(early ?? connection.canceller, after: .milliseconds(50))
      #expect(failure { _ = try response.read() } == .cancelled)
      thread.join()
      // The next exchange begins without it, and the old response remembers.
      try connection.request("GET", "/")
      #expect(failure { _ = try response.read() } == .cancelled)
      #expect(!connection.canceller.isCancelled)
      connection.close()
    }
  }

  @Test func `a handshake is cancelled`() throws {
    let server = try LoopbackServer { try $0.sleepUntilStopped() }
    defer { server.stop() }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: nil, context: Fixture.context())
    let thread = try Self.cancel(connection.canceller, after: .milliseconds(50))
    #expect(failure { try connection.connect() } == .cancelled)
    thread.join()
  }

  @Test func `an exchange that is cancelled before it waits throws at its next call`() throws {
    let body = [UInt8](repeating: 0x61, count: 1_000_000)
    try Route.plain.run({ connection in try connection.answer { .init(body: $0.target == "/large" ? body : Array("ok".utf8)) } }) {
      connection in
      let canceller = connection.canceller
      try connection.request("GET", "/")
      canceller.cancel()
      #expect(failure { _ = try connection.getResponse() } == .cancelled)
      #expect(try connection.fetch() == "ok")
      try connection.request("GET", "/large")
      let response = try connection.getResponse()
      canceller.cancel()
      #expect(canceller.isCancelled)
      #expect(failure { _ = try response.read() } == .cancelled)
      #expect(failure { _ = try response.read() } == .cancelled)
      #expect(try connection.fetch() == "ok")
    }
  }

  @Test func `between two exchanges only the kept connection is lost`() throws {
    try Route.plain.run({ connection in try connection.answer { _ in LoopbackServer.Response(text: "ok") } }) { connection in
      let first = try connection.fetch()
      connection.canceller.cancel()
      let second = try connection.fetch()
      #expect([first, second] == ["ok", "ok"])
      #expect(!connection.canceller.isCancelled)
    }
  }
}
#endif
