import HTTPWire
import HTTPWireMetrics
import HTTPWireTesting
import MetricsTestKit
import Testing

/// What swift-metrics gets.
struct MetricsTests {
  @Test(arguments: Exchange.all) func `each exchange is recorded once, by its result`(exchange: Exchange) throws {
    let metrics = TestMetrics()
    let server = try exchange.run(with: ConnectionMetrics(factory: metrics))
    defer { server.stop() }
    let durations = metrics.recorders.filter { $0.label == "http.client.request.duration" }
    let duration = try #require(durations.first)
    #expect(durations.count == 1)
    #expect(duration.values.count == 1)
    #expect(duration.values.allSatisfy { $0 >= 0 && $0 < 60 })
    let dimensions = Dictionary(duration.dimensions, uniquingKeysWith: { first, _ in first })
    #expect(dimensions["http.request.method"] == (exchange.method == "BREW" ? "_OTHER" : "GET"))
    #expect(dimensions["http.response.status_code"] == exchange.status.map(String.init))
    #expect(dimensions["error.type"] == exchange.errorType)
    #expect(dimensions["server.port"] == String(server.port))
    // What has no end of different values is no dimension.
    #expect(dimensions["url.full"] == nil)
    let received = metrics.recorders.first { $0.label == "http.client.response.body.size" }
    #expect(received?.values == exchange.status.map { [$0 == 500 ? 2 : 5] })
    let sent = metrics.recorders.first { $0.label == "http.client.request.body.size" }
    #expect(sent?.values == [exchange.method == "BREW" ? 3 : 0])
  }

  @Test func `a connection is counted while it is open, as active or idle`() throws {
    let metrics = TestMetrics()
    let server = try Exchange.server()
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
    connection.observers = [ConnectionMetrics(factory: metrics)]
    func count(_ state: String) -> Double {
      let meters = metrics.meters.filter { $0.label == "http.client.open_connections" }
      return meters.filter { $0.dimensions.contains { $0 == ("http.connection.state", state) } }.reduce(0) { $0 + ($1.values.last ?? 0) }
    }
    try connection.request("GET", "/ok")
    #expect(count("active") == 1)
    #expect(count("idle") == 0)
    _ = try connection.getResponse().read()
    #expect(count("active") == 0)
    #expect(count("idle") == 1)
    connection.close()
    #expect(count("active") == 0)
    #expect(count("idle") == 0)
  }
}
