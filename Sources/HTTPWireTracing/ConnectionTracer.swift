#if Tracing
public import HTTPWire
import Synchronization
public import Tracing

/// Makes a span of each exchange of a connection with swift-distributed-tracing.
///
/// ```swift
/// connection.observers = [ConnectionTracer()]
/// var headers: HTTPMessage = ["Accept": "text/plain"]
/// headers.injectTraceContext()
/// try connection.request("GET", "/", headers: headers)
/// ```
///
/// The span has the kind `client`, the method as its name, and attributes in the names of OpenTelemetry's semantic conventions. It begins
/// with the request, opening the connection included, and ends with the response's last byte. Its parent is the `ServiceContext` that is
/// current when the request is sent. Each connection needs an observer of its own.
public final class ConnectionTracer: ConnectionObserver {
  private struct State {
    var ledger = ExchangeLedger()
    /// The spans of the exchanges under way, by their numbers.
    var spans: [Int: any Span] = [:]
  }

  private let tracer: any Tracer
  private let state = Mutex(State())

  /// Makes an observer that makes spans with a tracer, by default the one of the program.
  public init(tracer: any Tracer = InstrumentationSystem.tracer) { self.tracer = tracer }

  /// Notes an event of the connection.
  public func observe(_ event: ConnectionEvent, _ context: EventContext) {
    state.withLock { state in
      let change = state.ledger.note(event, context)
      if let begun = change.begun { state.spans[begun.id] = start(begun) }
      if let name = Self.step(event) { state.spans[context.exchange]?.addEvent(SpanEvent(name: name)) }
      for exchange in change.ended {
        if let span = state.spans.removeValue(forKey: exchange.id) { end(span, exchange) }
      }
    }
  }

  private func start(_ exchange: ObservedExchange) -> any Span {
    let method = exchange.request.method
    return tracer.startAnySpan(
      SemanticAttributes.isKnown(method) ? method : "HTTP", context: ServiceContext.current ?? .topLevel, ofKind: .client)
  }

  private func end(_ span: any Span, _ exchange: ObservedExchange) {
    for (name, value) in SemanticAttributes(exchange).all {
      switch value {
      case .text(let text): span.attributes[name] = text
      case .integer(let number): span.attributes[name] = number
      }
    }
    if let failure = exchange.failure { span.recordError(RecordedFailure(description: Credentials.text(failure))) }
    if exchange.errorType != nil { span.setStatus(SpanStatus(code: .error)) }
    span.end()
  }

  /// The name of a step that a span notes.
  private static func step(_ event: ConnectionEvent) -> String? {
    switch event {
    case .lookUpEnded: return "lookUpEnded"
    case .connected: return "connected"
    case .opened: return "opened"
    case .interimResponse: return "interimResponse"
    case .responseBegan: return "responseBegan"
    default: return nil
    }
  }
}

/// A failure without what may be secret in it.
private struct RecordedFailure: Error, CustomStringConvertible {
  let description: String
}
#endif
