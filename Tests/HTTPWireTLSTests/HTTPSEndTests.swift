#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// Responses over TLS whose stream ends without the peer's farewell: what is missing depends on the framing (RFC 9112 section 9.8).
@Suite struct HTTPSEndTests {
  /// A connection to a server that sends bytes in answer to a request and ends, with a farewell or without.
  private static func asked(
    _ reply: String, farewell: Bool = false, leniency: ParsingLeniency = .default,
    _ change: (inout TLSContext.Options) throws -> Void = { _ in }
  ) throws -> (connection: HTTPSConnection, server: TLSLoopbackServer) {
    let server = try Fixture.server { connection in
      _ = try connection.readRequest()
      try connection.send(reply)
      if !farewell { connection.hangUp() }
    }
    let connection = try HTTPSConnection(
      "localhost", port: server.port, timeout: .seconds(10), leniency: leniency, context: Fixture.context(change))
    try connection.request("GET", "/")
    return (connection, server)
  }

  private static let untilClose = "HTTP/1.1 200 OK\r\n\r\nall of it?"

  @Test func `a body that ends with the connection is incomplete without a farewell, and its bytes are kept`() throws {
    let (connection, server) = try Self.asked(Self.untilClose)
    defer { server.stop() }
    let response = try connection.getResponse()
    let error = failure { _ = try response.read() }
    #expect(error?.tls?.kind == .truncated)
    #expect(error?.fault == .peer)
    #expect(try response.read(10) == Array("all of it?".utf8))
    #expect(failure { _ = try response.read() }?.tls?.kind == .truncated)
    #expect(failure { _ = try connection.fetch() }?.tls?.kind == .truncated, "the connection is opened anew")
    #expect(server.server.connectionCount == 2)
  }

  @Test func `read by pieces, the error comes in the place of the end`() throws {
    let (connection, server) = try Self.asked(Self.untilClose)
    defer { server.stop() }
    let response = try connection.getResponse()
    var body: [UInt8] = []
    let error = failure { try response.forEachChunk { body += $0 } }
    #expect(error?.tls?.kind == .truncated)
    #expect(body == Array("all of it?".utf8))
  }

  @Test func `with a farewell, or tolerance for its lack, that is the end`() throws {
    for (farewell, leniency, tolerates) in [
      (true, ParsingLeniency.default, false), (false, [.default, .raggedTLSEnd], false), (false, .python, false), (false, .default, true),
    ] {
      let (connection, server) = try Self.asked(Self.untilClose, farewell: farewell, leniency: leniency) {
        $0.toleratesRaggedEnd = tolerates
      }
      defer { server.stop() }
      let response = try connection.getResponse()
      #expect(try response.read() == Array("all of it?".utf8))
      #expect(response.isClosed)
    }
  }

  @Test(arguments: [true, false], presets) func `a body of known length that is cut is incomplete`(
    farewell: Bool, leniency: ParsingLeniency
  ) throws {
    let (connection, server) = try Self.asked("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", farewell: farewell, leniency: leniency)
    defer { server.stop() }
    let response = try connection.getResponse()
    #expect(failure { _ = try response.read() } == .incompleteRead(partial: Array("half".utf8), expected: 6))
  }

  @Test(arguments: [true, false], presets) func `a chunked body that is cut is incomplete`(
    farewell: Bool, leniency: ParsingLeniency
  ) throws {
    for rest in ["4\r\nha", "2\r\nha\r\n", "2\r\nha\r\n0"] {
      let reply = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + rest
      let (connection, server) = try Self.asked(reply, farewell: farewell, leniency: leniency)
      defer { server.stop() }
      let response = try connection.getResponse()
      // CPython takes a last chunk whose line is cut for the end.
      if rest.hasSuffix("0"), leniency == .python { continue }
      guard case .incompleteRead(let partial, _)? = failure({ _ = try response.read() }) else {
        Issue.record("\(rest.debugDescription) was taken")
        continue
      }
      #expect(partial == Array("ha".utf8))
    }
  }

  @Test(arguments: [true, false]) func `a body whose end is known needs no farewell`(tolerates: Bool) throws {
    for reply in [
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n",
    ] {
      let (connection, server) = try Self.asked(reply) { $0.toleratesRaggedEnd = tolerates }
      defer { server.stop() }
      #expect(try connection.getResponse().read() == Array("whole".utf8))
      while connection.tls?.pendingInput() == .nothing {}
      #expect(try connection.fetch() == "whole", "the connection is opened anew")
      #expect(server.server.connectionCount == 2)
    }
  }

  @Test(arguments: [true, false]) func `a head that is cut is incomplete`(farewell: Bool) throws {
    let (connection, server) = try Self.asked("HTTP/1.1 200 OK\r\nContent-Len", farewell: farewell)
    defer { server.stop() }
    let error = failure { _ = try connection.getResponse() }
    #expect(error == .incompleteHead(received: Array("HTTP/1.1 200 OK\r\nContent-Len".utf8)))
  }

  @Test(arguments: [true, false], presets) func `an end in the place of a response is a disconnection`(
    farewell: Bool, leniency: ParsingLeniency
  ) throws {
    let (connection, server) = try Self.asked("", farewell: farewell, leniency: leniency)
    defer { server.stop() }
    let error = failure { _ = try connection.getResponse() }
    #expect(error == .remoteDisconnected)
    #expect(connection.stream == nil)
  }
}

private let presets: [ParsingLeniency] = [.default, .python]
#endif
