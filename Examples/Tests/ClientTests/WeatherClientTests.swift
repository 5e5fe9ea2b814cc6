// Tests a client of one's own against a server that the test scripts, with sockets and without a network.
//
//   swift test --package-path Examples
import HTTPWireSession
import HTTPWireTesting
import Synchronization
import Testing

struct WeatherClientTests {
  /// A server that gives these answers, the last one again and again, and a client for it.
  func pair(_ answers: LoopbackServer.Response...) throws -> (LoopbackServer, WeatherClient) {
    let left = Mutex(answers)
    let server = try LoopbackServer.replying { _ in left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    return (server, try WeatherClient("http://\(server.host):\(server.port)", token: "t0ken"))
  }

  @Test func `sends its token and encodes the city`() throws {
    let (server, client) = try pair(.init(text: #"{"celsius": 21.5}"#))
    #expect(try client.temperature(in: "Bad Hönningen") == 21.5)
    #expect(server.requests[0].target == "/weather/Bad%20H%C3%B6nningen")
    #expect(server.requests[0].headers["Authorization"] == "Bearer t0ken")
  }

  @Test func `asks once more if the server is busy`() throws {
    let (server, client) = try pair(.init(status: 503), .init(text: #"{"celsius": -3}"#))
    #expect(try client.temperature(in: "Oslo") == -3)
    #expect(server.requests.count == 2)
  }

  @Test func `gives up if the server stays busy`() throws {
    let (server, client) = try pair(.init(status: 503))
    let failure = #expect(throws: HTTPException.self) { try client.temperature(in: "Oslo") }
    var status: Int?
    if case .custom(let error as UnexpectedStatus)? = failure { status = error.status }
    #expect(status == 503)
    #expect(server.requests.count == 2)
  }

  @Test func `knows nothing of a city that is not found`() throws {
    let (server, client) = try pair(.init(status: 404))
    #expect(try client.temperature(in: "Atlantis") == nil)
    #expect(server.requests.count == 1)
  }
}
