import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Testing

/// The table of the blocking connection once more: the same outcomes, case by case.
@Suite("A bad reply", .timeLimit(.minutes(2)))
struct AwaitedFaultTests {
  @Test(arguments: Fault.all, Way.awaited)
  func `has its outcome in each way to wait, and the next request gets its own answer`(fault: Fault, way: Way) async throws {
    for preset in Preset.allCases {
      let server = try LoopbackServer { connection in
        guard let request = try connection.readRequest() else { return }
        try connection.send(request.target == "/bad" ? latin1(fault.reply) : latin1("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"))
      }
      let plain = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20), leniency: preset.leniency)
      let connection = way.connection(plain)
      let outcome: String
      do throws(HTTPException) {
        let response = try await connection.request(fault.method, "/bad")
        outcome = "\(response.status) \(text(try await response.collect(upTo: .max)))"
      } catch {
        outcome = "\(error)"
      }
      let isExpected = fault.isExpected(outcome, preset)
      #expect(isExpected, "\(outcome), \(preset)")
      // What the outcome leaves of the connection is not always visible at once.
      await connection.close()
      let next = try await connection.fetch("GET", "/good", upTo: 100)
      #expect(next.body == latin1("fine"))
      #expect(server.connectionCount == 2)
      await connection.close()
      await inThread { server.stop() }
    }
  }
}
