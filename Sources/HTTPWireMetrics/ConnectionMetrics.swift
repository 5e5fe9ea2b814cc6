#if Metrics
public import CoreMetrics
public import HTTPWire
import Synchronization

/// Records what a connection does with swift-metrics, in the names of OpenTelemetry's semantic conventions.
///
/// | name | type | what |
/// |---|---|---|
/// | `http.client.request.duration` | `Recorder` | seconds, from the request to the response's last byte, opening included |
/// | `http.client.request.body.size`, `http.client.response.body.size` | `Recorder` | bytes, without framing |
/// | `http.client.open_connections` | `Meter` | connections, by `http.connection.state`: `active` during an exchange, or `idle` |
///
/// ```swift
/// connection.observers = [ConnectionMetrics()]
/// ```
///
/// The dimensions are method, server, scheme, status, version and `error.type`. Each connection needs an observer of its own.
public final class ConnectionMetrics: ConnectionObserver {
  private struct State {
    var ledger = ExchangeLedger()
    var server: [(String, String)] = []
    /// The meter that counts the connection now.
    var meter: Meter?
  }

  private let factory: any MetricsFactory
  private let state = Mutex(State())

  /// Makes an observer that records with a factory, by default the one of the program.
  public init(factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

  /// Notes an event of the connection.
  public func observe(_ event: ConnectionEvent, at time: ContinuousClock.Instant) {
    let ended = state.withLock { state in
      let change = state.ledger.note(event, at: time)
      switch event {
      case .opening(let host, let port): state.server = [("server.address", host), ("server.port", String(port))]
      case .opened: count("idle", &state)
      case .requestBegan: count("active", &state)
      case .responseEnded where state.ledger.open.isEmpty: count("idle", &state)
      case .closed: count(nil, &state)
      default: break
      }
      return change.ended
    }
    for exchange in ended { record(exchange) }
  }

  /// Counts the connection in a state, and no longer in the one before.
  private func count(_ name: String?, _ state: inout State) {
    state.meter?.decrement()
    state.meter = name.map { name in
      Meter(label: "http.client.open_connections", dimensions: state.server + [("http.connection.state", name)], factory: factory)
    }
    state.meter?.increment()
  }

  private func record(_ exchange: ObservedExchange) {
    let dimensions = SemanticAttributes(exchange).common.map { ($0.name, $0.value.description) }
    func record(_ label: String, _ value: Double) {
      Recorder(label: label, dimensions: dimensions, aggregate: true, factory: factory).record(value)
    }
    if let end = exchange.end { record("http.client.request.duration", exchange.start.duration(to: end) / .seconds(1)) }
    record("http.client.request.body.size", Double(exchange.bodySent))
    if exchange.response != nil { record("http.client.response.body.size", Double(exchange.bodyReceived)) }
  }
}
#endif
