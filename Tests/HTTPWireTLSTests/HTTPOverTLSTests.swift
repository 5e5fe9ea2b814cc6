#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// Requests over a stream of TLS that was handed to a connection.
@Suite struct HTTPOverTLSTests {
  @Test(arguments: [TLSVersion.tls12, .tls13])
  func aKeptConnectionIsNotTakenForStale(_ version: TLSVersion) throws {
    let server = try TLSLoopbackServer.replying { request in .init(text: request.target) }
    var options = TLSContext.Options()
    options.minimumVersion = version
    options.maximumVersion = version
    let connection = try HTTPConnection(server.host, port: server.port)
    connection.stream = try connect(to: server, server.clientContext(options), name: server.host)
    // From here on nothing opens a connection, so that a tunnel of TLS that was taken for stale would show.
    connection.autoOpen = false
    for target in ["/one", "/two", "/three"] {
      try connection.request("GET", target)
      let response = try connection.getResponse()
      #expect(response.status == 200)
      #expect(try response.read() == Array(target.utf8))
    }
    connection.close()
    server.stop()
    #expect(server.errors.isEmpty)
    #expect(server.requests.map(\.target) == ["/one", "/two", "/three"])
    #expect(server.server.connectionCount == 1)
  }

  @Test func aConnectionThatTheServerHasClosedIsStale() throws {
    let server = try TLSLoopbackServer { connection in
      guard let request = try connection.readRequest() else { return }
      try connection.send(LoopbackServer.Response(text: "once"), to: request)
    }
    let connection = try HTTPConnection(server.host, port: server.port)
    let stream = try connect(to: server, server.clientContext(), name: server.host)
    connection.stream = stream
    connection.autoOpen = false
    try connection.request("GET", "/")
    #expect(try connection.getResponse().read() == Array("once".utf8))
    server.stop()
    #expect(stream.pendingInput() == .end)
    #expect(throws: HTTPException.notConnected) { try connection.request("GET", "/") }
  }
}
#endif
