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
    /// The servers of the streams, and the meters that count them now, by their numbers.
    var servers: [Int: [(String, String)]] = [:]
    var meters: [Int: Meter] = [:]
  }

  private let factory: any MetricsFactory
  private let state = Mutex(State())

  /// Makes an observer that records with a factory, by default the one of the program.
  public init(factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

  /// Notes an event of the connection.
  public func observe(_ event: ConnectionEvent, _ context: EventContext) {
    let ended = state.withLock { state in
      let change = state.ledger.note(event, context)
      switch event {
      case .opening(let host, let port): state.servers[context.stream] = [("server.address", host), ("server.port", String(port))]
      case .opened: count(context.stream, "idle", &state)
      case .requestBegan: count(context.stream, "active", &state)
      case .responseEnded where !state.ledger.isBusy(context.stream): count(context.stream, "idle", &state)
      case .detached, .closed: count(context.stream, nil, &state)
      default: break
      }
      return change.ended
    }
    for exchange in ended { record(exchange) }
  }

  /// Counts a stream in a state, and no longer in the one before.
  private func count(_ stream: Int, _ name: String?, _ state: inout State) {
    state.meters[stream]?.decrement()
    let server = state.servers[stream] ?? []
    state.meters[stream] = name.map { name in
      Meter(label: "http.client.open_connections", dimensions: server + [("http.connection.state", name)], factory: factory)
    }
    state.meters[stream]?.increment()
    if name == nil { state.servers[stream] = nil }
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
