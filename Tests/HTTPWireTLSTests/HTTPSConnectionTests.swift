#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

@Suite struct HTTPSConnectionTests {
  @Test func `a request goes over TLS and its answer comes back`() throws {
    let server = try TLSLoopbackServer.replying { request in
      .init(text: "\(request.method) \(request.target) \(request.headers["Host"] ?? "")")
    }
    let connection = try HTTPSConnection("localhost", port: server.port, timeout: .seconds(10), context: server.clientContext())
    for _ in 0..<3 {
      try connection.request("GET", "/x")
      #expect(String(decoding: try connection.getResponse().read(), as: UTF8.self) == "GET /x localhost:\(server.port)")
    }
    #expect(connection.tls?.version == .tls13)
  }
}
#endif
