#if Log
public import HTTPWire
public import Logging
import Synchronization

/// Writes what a connection does to swift-log: a line for each exchange, and one for each step on the way to the server.
///
/// ```swift
/// connection.observers = [ConnectionLogger(Logger(label: "http"))]
/// ```
///
/// The metadata have the names of OpenTelemetry's semantic conventions, such as `http.response.status_code`. `url.full` has no name and
/// password, but its query is there as it is. Fields and bodies are not logged. Each connection needs a logger of its own.
public final class ConnectionLogger: ConnectionObserver {
  private let logger: Logger
  private let exchangeLevel: Logger.Level
  private let failureLevel: Logger.Level
  private let stepLevel: Logger.Level
  private let ledger = Mutex(ExchangeLedger())

  /// Makes an observer that writes to a logger.
  ///
  /// - Parameters:
  ///   - logger: Where to write.
  ///   - exchanges: The level of an exchange that has come to its end.
  ///   - failures: The level of one that has not, or whose response has a status of 500 or more.
  ///   - steps: The level of the steps, such as a name that was looked up.
  public init(
    _ logger: Logger, exchanges: Logger.Level = .info, failures: Logger.Level = .warning, steps: Logger.Level = .debug
  ) {
    self.logger = logger
    exchangeLevel = exchanges
    failureLevel = failures
    stepLevel = steps
  }

  /// Notes an event of the connection.
  public func observe(_ event: ConnectionEvent, _ context: EventContext) {
    if logger.logLevel <= stepLevel, let (text, metadata) = Self.step(event) { logger.log(level: stepLevel, "\(text)", metadata: metadata) }
    let change = ledger.withLock { $0.note(event, context) }
    for exchange in change.ended { log(exchange) }
  }

  private func log(_ exchange: ObservedExchange) {
    var metadata: Logger.Metadata = [:]
    for (name, value) in SemanticAttributes(exchange).all { metadata[name] = .stringConvertible(value) }
    if let end = exchange.end { metadata["http.client.request.duration"] = .stringConvertible(exchange.start.duration(to: end)) }
    let isFailure = !exchange.hasEnded || (exchange.response?.status ?? 0) >= 500
    let result =
      exchange.hasEnded ? exchange.response.map { String($0.status) } ?? "" : exchange.failure.map(Credentials.text) ?? "abandoned"
    logger.log(level: isFailure ? failureLevel : exchangeLevel, "\(exchange.request.method) \(exchange.url): \(result)", metadata: metadata)
  }

  /// A step in words; nil for what is no step, or too frequent.
  private static func step(_ event: ConnectionEvent) -> (String, Logger.Metadata)? {
    switch event {
    case .opening(let host, let port):
      return ("opening a connection", ["server.address": .string(host), "server.port": .stringConvertible(port)])
    case .lookUpEnded(let addresses): return ("the name was looked up", ["addresses": .array(addresses.map { .string($0) })])
    case .connectFailed(let address, let error):
      return ("an address did not accept", ["network.peer.address": .string(address), "error": .stringConvertible(error)])
    case .connected(let address, _): return ("connected", ["network.peer.address": .string(address)])
    case .tunnelAnswered(let head): return ("the proxy answered", ["status": .stringConvertible(head.status)])
    case .interimResponse(let head): return ("an interim response came", ["status": .stringConvertible(head.status)])
    case .reused: return ("the connection is used again", [:])
    case .closed(let reasons): return ("closed", ["reasons": .string("\(reasons)")])
    default:
      #if TLS
      if case .handshakeEnded(let facts) = event { return ("the handshake has ended", ["tls.cipher": .string(facts.cipher)]) }
      #endif
      return nil
    }
  }
}
#endif
